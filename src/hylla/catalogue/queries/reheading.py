"""What a change of heading would do to titles, and what it has done."""

from collections.abc import Iterable
from dataclasses import dataclass

from hylla.catalogue.models import Authority, AuthorityForm, Batch, BatchRow, Record, TitleHeading
from hylla.catalogue.queries.batches import BatchFacts, batch
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules.authorities import FormKind, field_key, number_key
from hylla.catalogue.rules.batches import RowState
from hylla.catalogue.rules.comparing import Line, lines_of
from hylla.catalogue.rules.reheading import Reheading
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.authorities import AuthorityFacts, authority_facts
from hylla.formats.marc.headings import heading_text, headings_of
from hylla.formats.marc.kept import kept_record

MOST_CHANGES = 5
AUTHORITY_PLACE, STAYS_PLACE = 0, 1
"""Where the row of a batch stands that is of the authority itself, and of one it becomes part of;
titles come behind."""


@dataclass(frozen=True, slots=True)
class HeadingChange:
    """Which authority gets another heading, or becomes part of another (`into`)."""

    batch: int
    authority: int
    old: str
    new: str
    into: int | None = None

    def is_title(self, place: int) -> bool:
        """Tell whether a row is of a title."""
        return place > (AUTHORITY_PLACE if self.into is None else STAYS_PLACE)


def heading_change(number: int) -> HeadingChange | None:
    """Return the change that a batch is, or None where it is none."""
    row = _row(number)
    told = (_facts(row.before_marc), _facts(row.marc)) if row else (None, None)
    if row is None or row.batch.authority_number is None or not all(told):
        return None
    old, new = (heading_text(each.heading) if each else "" for each in told)
    return HeadingChange(number, row.batch.authority_number, old, new, row.batch.into_number)


def changes_of(authority: int) -> tuple[BatchFacts, ...]:
    """Return the changes of an authority's heading that can still be done or undone."""
    rows = Batch.objects.filter(authority_number=authority).order_by("-pk")
    found = (batch(number) for number in rows.values_list("pk", flat=True)[:MOST_CHANGES])
    return tuple(each for each in found if each is not None)


def titles_tied(authority: int) -> list[int]:
    """Return the numbers of the titles under an authority, in their order."""
    rows = TitleHeading.objects.filter(authority=authority).order_by("record_id")
    return list(rows.values_list("record_id", flat=True).distinct())


def reheading(number: int, titles: Iterable[Record]) -> Reheading | None:
    """Return what a batch does to titles; which of their numbers are others' is asked once."""
    row = _row(number)
    old, new = (_facts(row.before_marc), _facts(row.marc)) if row else (None, None)
    if row is None or old is None or new is None:
        return None
    both = [each for each in (row.batch.authority_number, row.batch.into_number) if each]
    numbers = {n for each in titles for h in headings_of(record_of(each)) for n in h.numbers}
    keys = {number_key(each): each for each in numbers - set(old.numbers)}
    forms = AuthorityForm.objects.exclude(authority__in=both)
    taken = forms.filter(kind=FormKind.NUMBER, key__in=keys).values_list("key", flat=True)
    shared = Authority.objects.filter(key=field_key(old.heading)).exclude(pk__in=both)
    return Reheading(
        old=old,
        new=new.heading,
        by_heading=not shared.exists(),
        others={keys[each] for each in taken},
        number=_number_of(row.batch.into_number),
    )


def _number_of(authority: int | None) -> str:
    """Return what $0 says of an authority, or nothing where it stays the same one."""
    rows = Authority.objects.filter(pk=authority or 0).values_list("source", "control_number")
    return next((f"({source}){number}" for source, number in rows), "")


def title_compared(number: int, place: int) -> tuple[Line, ...]:
    """Return a title before and after, field by field; before the batch runs, as it would be."""
    row = BatchRow.objects.get(batch=number, place=place)
    ours = Record.objects.filter(pk=row.record_number or 0).first()
    change = heading_change(number)
    if change is not None and not change.is_title(place):
        goes = change.into is not None and place == AUTHORITY_PLACE
        return lines_of(_record(row.before_marc), None if goes else _record(row.marc))
    if row.state != RowState.WAITS:
        before = _record(row.before_marc)
        return lines_of(before, record_of(ours) if ours else None)
    what = reheading(number, [ours]) if ours else None
    if ours is None or what is None:
        return ()
    return lines_of(record_of(ours), what.of(record_of(ours)))


def _row(number: int) -> BatchRow | None:
    rows = BatchRow.objects.select_related("batch").filter(batch=number, place=AUTHORITY_PLACE)
    return rows.exclude(batch__authority_number=None).first()


def _record(marc: bytes | memoryview | None) -> MarcRecord | None:
    return kept_record(bytes(marc)) if marc is not None else None


def _facts(marc: bytes | memoryview | None) -> AuthorityFacts | None:
    record = _record(marc)
    return authority_facts(record) if record else None
