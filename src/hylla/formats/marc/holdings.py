"""Copies that a record carries with it: Koha's 952, the national 850 and 852, NORMARC's 096."""

from collections.abc import Iterator
from dataclasses import dataclass

from .dialect import dialect_of
from .facts import Dialect
from .record import Field, Record
from .wording import plain


@dataclass(frozen=True)
class Holding:
    """One copy, or one shelf with copies; a system gives as much as it has."""

    barcode: str
    shelf_mark: str
    branch: str


def holdings_of(record: Record) -> tuple[Holding, ...]:
    """Return the copies from the first of the fields that the record has.

    Copies that look alike are all kept: they are two books.
    """
    for holdings in (_koha(record), _marc21(record), _norwegian(record), _national(record)):
        if found := tuple(holdings):
            return found
    return ()


def _koha(record: Record) -> Iterator[Holding]:
    for field in record.all("952"):
        # Other systems keep notes in 952; Koha's has a barcode, or a branch with a shelf mark.
        if field.first("p") or (field.first("a") and field.first("o")):
            yield Holding(field.first("p"), field.first("o"), field.first("a") or field.first("b"))


def _marc21(record: Record) -> Iterator[Holding]:
    for field in record.all("852"):
        if found := _filled(field, barcode="p", shelf="hij", branch="ba"):
            yield found


def _norwegian(record: Record) -> Iterator[Holding]:
    """NORMARC's 096 has the branch in a; danMARC2 and others keep other things there."""
    if dialect_of(record) is not Dialect.NORMARC:
        return
    for field in record.all("096"):
        if field.first("a"):
            yield Holding("", " ".join(field.every("bcd")), field.first("a"))


def _national(record: Record) -> Iterator[Holding]:
    """Bibliofil's 850 names the branch in b beside the library's ISIL, or has its code in a."""
    for field in record.all("850"):
        if found := _filled(field, barcode="", shelf="c", branch="ba"):
            yield found


def _filled(field: Field, *, barcode: str, shelf: str, branch: str) -> Holding | None:
    place = next(filter(None, (field.first(code) for code in branch)), "")
    found = Holding(field.first(barcode), " ".join(field.every(shelf)), plain(place))
    return found if found.barcode or found.shelf_mark or found.branch else None


def shelf_mark_of(record: Record) -> str:
    """Return where the first copy that says it stands."""
    marks = (holding.shelf_mark for holding in (*_koha(record), *_marc21(record)))
    return next(filter(None, marks), "")
