"""The catalogue for those who take it along: every title, and what has changed since a day.

Nothing here reads a table about people.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from hylla.catalogue.models import BORROWED, Record, Stamp
from hylla.catalogue.queries.records import LARGEST_NUMBER
from hylla.formats.titles import Title

AT_A_TIME = 500

Address = Callable[[int], str]
"""Where the page of a title is, by its number."""


@dataclass(frozen=True, slots=True)
class Told:
    """A title, and the record it came with, as ISO 2709."""

    title: Title
    marc: bytes | None


@dataclass(frozen=True, slots=True)
class Changed:
    """That a title changed, or went, on a day."""

    number: int
    kind: str
    on: date
    is_gone: bool


_CHANGED = ("number", "kind", "changed_on", "is_gone")


@dataclass(frozen=True, slots=True)
class Span:
    """From which day to which, both included; without a kind, titles of all kinds."""

    since: date | None = None
    until: date | None = None
    kind: str = ""


EVER = Span()


def titles_told(record_ids: Iterable[int], *, address: Address) -> Mapping[int, Told]:
    """Return titles of the catalogue by number, without those that are none."""
    numbers = {each for each in record_ids if each <= LARGEST_NUMBER}
    rows = list(Record.objects.filter(pk__in=numbers).exclude(source=BORROWED))
    return {row.pk: told for row, told in zip(rows, _told(rows, address), strict=True)}


def every_title(*, address: Address) -> Iterator[Told]:
    """Yield the whole catalogue in the order of its numbers, some hundreds at a time."""
    last = 0
    while rows := list(_after(last)):
        yield from _told(rows, address)
        last = rows[-1].pk


def numbers_between(first: int, last: int) -> tuple[tuple[int, date], ...]:
    """Return the titles that are here, by number from `first` to `last`, and when each changed."""
    here = Stamp.objects.filter(number__range=(first, last), is_gone=False).order_by("number")
    return tuple(here.values_list("number", "changed_on"))


def works_begun_between(first: int, last: int) -> tuple[str, ...]:
    """Return the keys of works in several editions of which the lowest number lies there."""
    here = Record.objects.filter(Exists(Stamp.objects.filter(pk=OuterRef("pk"), is_gone=False)))
    same = here.filter(work_key=OuterRef("work_key"))
    begun = here.filter(
        ~Exists(same.filter(pk__lt=OuterRef("pk"))),
        Exists(same.filter(pk__gt=OuterRef("pk"))),
        pk__range=(first, last),
    )
    return tuple(begun.order_by("pk").values_list("work_key", flat=True))


def highest_number() -> int:
    """Return the highest number of a title there ever was; 0 in an empty catalogue."""
    return Stamp.objects.aggregate(highest=Max("number"))["highest"] or 0


def changed(
    span: Span = EVER, *, after: tuple[date, int] | None = None, count: int
) -> tuple[Changed, ...]:
    """Return what changed, by day and number; `after` is the last one that was told before."""
    rows = Stamp.objects.filter(_within(span)).order_by("changed_on", "number")
    if after is None:
        return _as_changed(rows[:count])
    # The rest of the day, then the later days: each is a piece of the index. Asked for at once,
    # the day on which everything came would be gone through from its beginning for every page.
    day, number = after
    found = _as_changed(rows.filter(changed_on=day, number__gt=number)[:count])
    return found + _as_changed(rows.filter(changed_on__gt=day)[: count - len(found)])


def _as_changed(rows: QuerySet[Stamp]) -> tuple[Changed, ...]:
    return tuple(Changed(*row) for row in rows.values_list(*_CHANGED))


def count_of_changed(span: Span = EVER) -> int:
    """Return how many changed."""
    return Stamp.objects.filter(_within(span)).count()


def change_of(number: int) -> Changed | None:
    """Return when a title last changed or went; None for a number that no title ever had."""
    row = (
        Stamp.objects.filter(pk=number)
        .values_list("number", "kind", "changed_on", "is_gone")
        .first()
    )
    return Changed(*row) if row else None


def is_gone(number: int) -> bool:
    """Tell whether there was a title with this number that is gone."""
    return Stamp.objects.filter(pk=number, is_gone=True).exists()


def earliest_change() -> date | None:
    """Return the day of the first change there is, or None in an empty catalogue."""
    return Stamp.objects.order_by("changed_on").values_list("changed_on", flat=True).first()


def _within(span: Span) -> Q:
    wanted = Q(kind=span.kind) if span.kind else Q()
    if span.since:
        wanted &= Q(changed_on__gte=span.since)
    if span.until:
        wanted &= Q(changed_on__lte=span.until)
    return wanted


def _after(last: int) -> Iterable[Record]:
    rows = Record.objects.filter(pk__gt=last).exclude(source=BORROWED)
    return rows.order_by("pk")[:AT_A_TIME]


def _told(rows: Iterable[Record], address: Address) -> Iterator[Told]:
    rows = list(rows)
    stamps = Stamp.objects.filter(number__in=[row.pk for row in rows])
    days = dict(stamps.values_list("number", "changed_on"))
    for row in rows:
        marc = bytes(row.marc) if row.marc is not None else None
        yield Told(title_of(row, changed_on=days.get(row.pk, row.added_on), address=address), marc)


def title_of(row: Record, *, changed_on: date, address: Address) -> Title:
    """Return what is told of a title."""
    return Title(
        number=row.pk,
        address=address(row.pk),
        source=row.source,
        control_number=row.control_number,
        name=row.title,
        added_on=row.added_on,
        changed_on=changed_on,
        subtitle=row.subtitle,
        authors=tuple(row.authors.splitlines()),
        year=row.year,
        languages=tuple(row.languages.split()),
        publisher=row.publisher,
        isbns=tuple(row.isbns.splitlines()),
        classification=row.classification,
        subjects=tuple(row.subjects.splitlines()),
        series=tuple(row.series.splitlines()),
        kind=row.kind,
        audience=row.audience,
    )
