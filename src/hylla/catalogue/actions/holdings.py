"""Make items of the copies that imported records tell of."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from hylla.catalogue.actions.filing import ToFile
from hylla.catalogue.actions.items import file_copies
from hylla.catalogue.models import Item
from hylla.catalogue.rules.codes import CopyLeftOut
from hylla.catalogue.rules.copies import ITEM_TYPES, NewCopy, is_barcode
from hylla.formats import marc
from hylla.formats.marc import Holding, holdings_of
from hylla.library.models import Branch


@dataclass(frozen=True, slots=True)
class Shelves:
    """Our branches by what other systems may call them, and where else a copy goes, if anywhere."""

    branches: Mapping[str, int]
    otherwise: int | None

    @classmethod
    def known(cls, *, otherwise: int | None) -> Self:
        """Read the branches; they are known by code and by name, in any case of letters."""
        rows = list(Branch.objects.values_list("pk", "code", "name"))
        names = {name.casefold(): pk for pk, _, name in rows}
        return cls(names | {code.casefold(): pk for pk, code, _ in rows}, otherwise)

    def branch_of(self, holding: Holding) -> int | None:
        """Return the branch a copy belongs to."""
        return self.branches.get(holding.branch.strip().casefold(), self.otherwise)


@dataclass(frozen=True, slots=True)
class Shelved:
    """How many copies became items, and why others did not."""

    added: int
    left_out: Counter[CopyLeftOut]
    new: Mapping[int, tuple[str, ...]]
    """The barcodes of those that became items, by title."""


@dataclass(frozen=True, slots=True)
class _Copy:
    record_id: int
    kind: str
    holding: Holding

    @property
    def barcode(self) -> str:
        return self.holding.barcode.strip()


def shelve(
    records: Sequence[tuple[int, marc.Record, ToFile]], *, shelves: Shelves, on: date
) -> Shelved:
    """Add an item for each copy with a barcode and a branch; those that are here stay as they are.

    A transaction is the caller's to open.
    """
    copies = list(_copies(records))
    barcodes = [each.barcode for each in copies if is_barcode(each.barcode)]
    rows = Item.objects.filter(barcode__in=barcodes).values_list("barcode", "record_id")
    owners: dict[str, int] = dict(rows)
    new: list[tuple[int, NewCopy]] = []
    left_out: Counter[CopyLeftOut] = Counter()
    for each in copies:
        branch_id = shelves.branch_of(each.holding)
        if owners.get(each.barcode) == each.record_id:
            continue
        if branch_id is None or not is_barcode(each.barcode) or each.barcode in owners:
            left_out[_why(each, branch_id)] += 1
            continue
        owners[each.barcode] = each.record_id
        copy = NewCopy(each.barcode, branch_id, each.kind, each.holding.shelf_mark)
        new.append((each.record_id, copy))
    file_copies(new, on=on)
    by_title: defaultdict[int, list[str]] = defaultdict(list)
    for number, copy in new:
        by_title[number].append(copy.barcode)
    return Shelved(len(new), left_out, {key: tuple(own) for key, own in by_title.items()})


def _copies(records: Sequence[tuple[int, marc.Record, ToFile]]) -> Iterator[_Copy]:
    for record_id, record, to_file in records:
        kind = to_file.facts.kind if to_file.facts.kind in ITEM_TYPES else "other"
        yield from (_Copy(record_id, kind, holding) for holding in holdings_of(record))


def _why(copy: _Copy, branch_id: int | None) -> CopyLeftOut:
    if not copy.barcode:
        return CopyLeftOut.NO_BARCODE
    if not is_barcode(copy.barcode):
        return CopyLeftOut.BARCODE_UNFIT
    return CopyLeftOut.BRANCH_UNKNOWN if branch_id is None else CopyLeftOut.BARCODE_TAKEN
