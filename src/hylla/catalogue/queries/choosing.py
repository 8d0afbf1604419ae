"""Titles and copies that somebody chooses, many at a time."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from hylla.catalogue.models import BORROWED, BatchRow, Item, ItemStatus, Record
from hylla.catalogue.models import RecordKey as Key
from hylla.catalogue.queries.merged import where_all_merged
from hylla.catalogue.queries.search import numbers_found
from hylla.catalogue.rules.batches import Fate
from hylla.catalogue.rules.copies import is_barcode
from hylla.catalogue.rules.isbn import isbn_asked
from hylla.catalogue.rules.matching import isbn_key

AT_A_TIME = 500
_NUMBER = re.compile(r"(?:.*/record/|#)?([0-9]{1,18})/?")


class ListedAs(StrEnum):
    """What the lines of a list are."""

    BARCODES = "barcodes"
    ISBNS = "isbns"
    NUMBERS = "numbers"
    """Of titles, as their lasting addresses have them: `123`, `#123` or the whole address."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """What titles are chosen by: all that is told must hold.

    `listed` has a number a line; `branch_id` and `shelf_mark`, which may be
    the beginning of one, are of a copy that is not withdrawn; `batch` is that of an import.
    """

    words: str = ""
    kind: str = ""
    language: str = ""
    first_year: int | None = None
    last_year: int | None = None
    branch_id: int | None = None
    shelf_mark: str = ""
    batch: int | None = None
    listed: str = ""
    listed_as: ListedAs = ListedAs.BARCODES

    def __bool__(self) -> bool:
        texts = (self.words, self.kind, self.language, self.shelf_mark, self.listed)
        numbers = (self.first_year, self.last_year, self.branch_id, self.batch)
        return any(each.strip() for each in texts) or any(each is not None for each in numbers)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The numbers of titles in the order of the list, or of the catalogue; and what none has."""

    numbers: tuple[int, ...]
    unknown: tuple[str, ...] = ()


def titles_chosen(by: Choosing, *, most: int) -> Chosen:
    """Return the titles of the catalogue that are chosen, no more than `most`."""
    rows = _rows(by)
    if by.words.strip():
        found = numbers_found(by.words, most=most)
        rows = rows.filter(pk__in=found)
    if not by.listed.strip():
        return Chosen(tuple(rows.order_by("pk").values_list("pk", flat=True)[:most]))
    lines = [each.strip() for each in by.listed.splitlines() if each.strip()]
    meant = _meant(lines[:most], by.listed_as)
    wanted = list(dict.fromkeys(n for line in lines[:most] for n in meant.get(line, ())))
    here = set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
    numbers = tuple(each for each in wanted if each in here)
    unknown = (each for each in dict.fromkeys(lines[:most]) if here.isdisjoint(meant.get(each, ())))
    return Chosen(numbers, tuple(unknown))


@dataclass(frozen=True, slots=True)
class ChoosingCopies:
    """What copies are chosen by: all that is told must hold. `listed` has a barcode a line."""

    words: str = ""
    branch_id: int | None = None
    shelf_mark: str = ""
    collection: str = ""
    item_type: str = ""
    status: str = ""
    listed: str = ""

    def __bool__(self) -> bool:
        texts = (self.words, self.shelf_mark, self.collection, self.item_type, self.status)
        return any(each.strip() for each in (*texts, self.listed)) or self.branch_id is not None


@dataclass(frozen=True, slots=True)
class ChosenCopies:
    """The numbers of copies in the order of the list, or of the shelf; and what none has."""

    numbers: tuple[int, ...]
    unknown: tuple[str, ...] = ()


def copies_chosen(by: ChoosingCopies, *, most: int) -> ChosenCopies:
    """Return the copies of ours that are chosen, no more than `most`; withdrawn ones by list."""
    items = _copies(by)
    if by.words.strip():
        items = items.filter(record__in=numbers_found(by.words, most=most))
    if not by.listed.strip():
        ordered = items.order_by("branch", "shelf_mark", "barcode")
        return ChosenCopies(tuple(ordered.values_list("pk", flat=True)[:most]))
    lines = [each.strip() for each in by.listed.splitlines() if each.strip()]
    wanted = list(dict.fromkeys(lines))[:most]
    found: dict[str, int] = {}
    for start in range(0, len(wanted), AT_A_TIME):
        some = items.filter(barcode__in=wanted[start : start + AT_A_TIME])
        found.update(some.values_list("barcode", "pk"))
    return ChosenCopies(
        tuple(found[each] for each in wanted if each in found),
        tuple(each for each in wanted if each not in found),
    )


def _copies(by: ChoosingCopies) -> QuerySet[Item]:
    items = Item.objects.exclude(record__source=BORROWED)
    if not by.listed.strip():
        items = items.exclude(status=ItemStatus.WITHDRAWN)
    told = {
        "branch": by.branch_id,
        "shelf_mark__istartswith": by.shelf_mark,
        "collection": by.collection,
        "item_type": by.item_type,
        "status": by.status,
    }
    return items.filter(**{name: each for name, each in told.items() if each})


def _rows(by: Choosing) -> QuerySet[Record]:
    rows = Record.objects.exclude(source=BORROWED)
    if by.kind:
        rows = rows.filter(kind=by.kind)
    if by.language:
        rows = rows.filter(languages__contains=by.language)
    if by.first_year is not None:
        rows = rows.filter(year__gte=by.first_year)
    if by.last_year is not None:
        rows = rows.filter(year__lte=by.last_year)
    if by.branch_id is not None or by.shelf_mark:
        rows = rows.filter(Exists(copies_at(by.branch_id, by.shelf_mark).filter(
            record=OuterRef("pk")
        )))  # fmt: skip
    if by.batch is not None:
        taken = BatchRow.objects.filter(batch=by.batch, record_number=OuterRef("pk"))
        rows = rows.filter(Exists(taken.filter(fate__in=[Fate.ADD, Fate.CHANGE, Fate.SAME])))
    return rows


def copies_at(branch_id: int | None, shelf_mark: str) -> QuerySet[Item]:
    """Return the copies of a branch whose shelf mark begins so; what is empty is not asked."""
    items = Item.objects.exclude(status=ItemStatus.WITHDRAWN)
    if branch_id is not None:
        items = items.filter(branch=branch_id)
    if shelf_mark:
        items = items.filter(shelf_mark__istartswith=shelf_mark)
    return items


def _meant(lines: list[str], listed_as: ListedAs) -> Mapping[str, tuple[int, ...]]:
    """Return which titles each line leads to."""
    found: dict[str, tuple[int, ...]] = {}
    for start in range(0, len(lines), AT_A_TIME):
        for line, number in _LEADS[listed_as](lines[start : start + AT_A_TIME]):
            found[line] = (*found.get(line, ()), number)
    return found


def _by_barcode(lines: list[str]) -> Iterator[tuple[str, int]]:
    told = [each for each in lines if is_barcode(each)]
    yield from Item.objects.filter(barcode__in=told).values_list("barcode", "record_id")


def _by_isbn(lines: list[str]) -> Iterator[tuple[str, int]]:
    told: dict[str, list[str]] = {}
    for each in lines:
        if isbn := isbn_asked(each[:100]):
            told.setdefault(isbn_key(isbn), []).append(each)
    rows = Key.objects.filter(key__in=told).order_by("record").values_list("key", "record_id")
    yield from ((each, number) for key, number in rows for each in told[key])


def _by_number(lines: list[str]) -> Iterator[tuple[str, int]]:
    told = {each: int(found[1]) for each in lines if (found := _NUMBER.fullmatch(each))}
    merged = where_all_merged(told.values())
    yield from ((each, merged.get(number, number)) for each, number in told.items())


_LEADS: Mapping[ListedAs, Callable[[list[str]], Iterator[tuple[str, int]]]] = {
    ListedAs.BARCODES: _by_barcode,
    ListedAs.ISBNS: _by_isbn,
    ListedAs.NUMBERS: _by_number,
}
