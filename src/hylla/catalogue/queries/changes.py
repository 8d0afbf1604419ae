"""What the index has yet to take in, and what it is told of each title; nothing is of people.

Numbers of changes are drawn before they are committed, so that on PostgreSQL a lower one may come
to sight after a higher one. So whoever follows takes in all it sees, but is current only up to a
number for which everyone has finished who could have drawn a lower one: then the oldest transaction
under way began after that number was seen. In SQLite one transaction writes at a time, and numbers
come in order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from hylla.catalogue.index.values import IndexedTitle
from hylla.catalogue.models import BORROWED, Item, ItemStatus, Record, RecordChange, Stamp
from hylla.catalogue.queries.forms import other_forms
from hylla.formats.marc.issn import issns_of

AT_A_TIME = 1_000
_XMIN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
_XMAX = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
_PERIODICAL = "periodical"
_COLUMNS = (
    "pk",
    "work_key",
    "title",
    "subtitle",
    "authors",
    "series",
    "subjects",
    "publisher",
    "languages",
    "year",
    "kind",
    "audience",
    "isbns",
    "classification",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One row to be taken in."""

    number: int
    record_number: int


@dataclass(frozen=True, slots=True)
class Sight:
    """The last change that was seen, and who may still be writing an earlier one."""

    last: int
    until: int

    def is_settled(self) -> bool:
        """Tell whether no lower number can come any more."""
        return not self.until or _transaction(_XMIN) >= self.until


def look() -> Sight:
    """Return the last change there is."""
    # The transaction is asked for after the number: whoever drew a lower one had begun by then.
    last = RecordChange.objects.aggregate(last=Max("pk"))["last"] or 0
    return Sight(last, _transaction(_XMAX) if connection.vendor == "postgresql" else 0)


def changes_after(number: int, *, but: Collection[int], count: int) -> tuple[Change, ...]:
    """Return the next changes, without some that are known."""
    rows = RecordChange.objects.filter(pk__gt=number).order_by("pk").exclude(pk__in=but)
    return tuple(Change(*row) for row in rows.values_list("pk", "record_number")[:count])


def has_all_after(number: int) -> bool:
    """Tell whether every change after a number is there, and the number was drawn here."""
    ends = RecordChange.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, last = ends["first"], ends["last"]
    return number == 0 if first is None else first - 1 <= number <= last


def titles_for_index(numbers: Iterable[int]) -> tuple[IndexedTitle, ...]:
    """Return those of some titles that are to be found."""
    return tuple(_told(list(_here().filter(pk__in=set(numbers)).values_list(*_COLUMNS))))


def every_title_for_index() -> Iterator[IndexedTitle]:
    """Yield all titles that are to be found, in pieces, each a short look at the tables."""
    last = 0
    while rows := list(_here().filter(pk__gt=last).values_list(*_COLUMNS)[:AT_A_TIME]):
        yield from _told(rows)
        last = rows[-1][0]


def _here() -> QuerySet[Record]:
    stamped = Stamp.objects.filter(pk=OuterRef("pk"), is_gone=False)
    return Record.objects.exclude(source=BORROWED).filter(Exists(stamped)).order_by("pk")


def _told(rows: list[tuple[Any, ...]]) -> Iterator[IndexedTitle]:
    numbers = [row[0] for row in rows]
    branches: defaultdict[int, list[int]] = defaultdict(list)
    items = Item.objects.filter(record__in=numbers).exclude(status=ItemStatus.WITHDRAWN)
    for record_id, branch_id in items.order_by().values_list("record", "branch"):
        branches[record_id].append(branch_id)
    others = other_forms({row[0]: tuple(row[4].splitlines()) for row in rows})
    issns = _issns([row[0] for row in rows if row[10] == _PERIODICAL])
    for number, work, title, subtitle, authors, series, subjects, *rest in rows:
        publisher, languages, year, kind, audience, isbns, classification = rest
        yield IndexedTitle(
            number=number,
            work_key=work,
            title=title,
            subtitle=subtitle,
            authors=tuple(authors.splitlines()),
            series=tuple(series.splitlines()),
            subjects=tuple(subjects.splitlines()),
            publisher=publisher,
            languages=tuple(languages.split()),
            year=year,
            kind=kind,
            audience=audience,
            numbers=(*isbns.splitlines(), *issns.get(number, ())),
            classification=classification,
            branches=tuple(dict.fromkeys(branches[number])),
            copies=len(branches[number]),
            other_authors=others[number].authors,
            other_subjects=others[number].subjects,
            other_titles=others[number].titles,
        )


def _issns(numbers: list[int]) -> Mapping[int, tuple[str, ...]]:
    """Read the ISSNs of periodicals, which no column has, from their records."""
    if not numbers:
        return {}
    rows = Record.objects.filter(pk__in=numbers).exclude(marc=None).values_list("pk", "marc")
    return {number: issns_of(bytes(kept)) for number, kept in rows if kept is not None}


def _transaction(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
