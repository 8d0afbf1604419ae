"""Authorities as they are looked up, shown and taken along."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from django.db import connection
from django.db.models import Count, Q

from hylla.catalogue.models import Authority, AuthorityForm, TitleHeading
from hylla.catalogue.queries.pages import Page
from hylla.catalogue.queries.records import Hit, hits_of
from hylla.catalogue.rules.authorities import FormKind, sorted_as, words_of
from hylla.catalogue.rules.seen import seen_of
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.authorities import AuthorityKind
from hylla.formats.marc.headings import Family
from hylla.formats.marc.kept import kept_record

PER_PAGE = 50
AT_A_TIME = 500
MOST_FORMS = 30
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class AuthorityHit:
    """A form in a list: of which authority, and how many titles are under that."""

    id: int
    kind: AuthorityKind
    heading: str
    form: str
    is_heading: bool
    note: str
    titles: int


@dataclass(frozen=True, slots=True)
class AuthorityTold:
    """An authority as it is now; `seen` changes whenever its record does."""

    id: int
    kind: AuthorityKind
    heading: str
    name: str
    note: str
    variants: tuple[str, ...]
    related: tuple[str, ...]
    numbers: tuple[str, ...]
    source: str
    control_number: str
    record: MarcRecord
    seen: str
    titles: int


def authority(number: int) -> AuthorityTold | None:
    """Return an authority, or None for an unknown number."""
    row = Authority.objects.filter(pk=number).first()
    record = kept_record(bytes(row.marc)) if row else None
    if row is None or record is None:
        return None
    forms: dict[str, list[str]] = {each: [] for each in FormKind}
    for kind, text in row.forms.order_by("pk").values_list("kind", "text"):
        forms[kind].append(text)
    return AuthorityTold(
        id=row.pk,
        kind=AuthorityKind(row.kind),
        heading=row.heading,
        name=row.name,
        note=row.note,
        variants=tuple(forms[FormKind.VARIANT]),
        related=tuple(forms[FormKind.RELATED]),
        numbers=tuple(forms[FormKind.NUMBER]),
        source=row.source,
        control_number=row.control_number,
        record=record,
        seen=seen_of(record),
        titles=counts_of_titles([row.pk]).get(row.pk, 0),
    )


def authorities_found(
    words: str, *, kind: AuthorityKind | None = None, family: Family | None = None, page: int = 1
) -> Page[AuthorityHit]:
    """Return the forms that have all words, each at least begun, in the order of the alphabet.

    Without words all forms are gone through. Numbers find nothing: they are asked for whole.
    """
    rows = AuthorityForm.objects.filter(kind__in=(FormKind.HEADING, FormKind.VARIANT))
    if kind is not None:
        rows = rows.filter(authority__kind=kind)
    if family is not None:
        rows = rows.filter(authority__key__gte=f"{family}:", authority__key__lt=f"{family};")
    for word in words_of(words):
        rows = rows.filter(sorts_as__contains=f" {word}")
    total = rows.count()
    page = min(max(1, page), max(1, ceil(total / PER_PAGE)))
    start = (page - 1) * PER_PAGE
    found = rows.order_by("sorts_as", "pk").select_related("authority")[start : start + PER_PAGE]
    return Page(_hits(found), page, PER_PAGE, total)


def variants_of(numbers: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Return other forms of authorities, some of each."""
    rows = AuthorityForm.objects.filter(authority__in=set(numbers), kind=FormKind.VARIANT)
    found: dict[int, tuple[str, ...]] = {}
    for number, text in rows.order_by("pk").values_list("authority_id", "text"):
        found[number] = (*found.get(number, ()), text)[:MOST_FORMS]
    return found


def authorities_beside(words: str, *, family: Family, count: int) -> tuple[AuthorityHit, ...]:
    """Return the forms that follow on words in the order of the alphabet: of what was misspelt."""
    rows = AuthorityForm.objects.filter(
        kind__in=(FormKind.HEADING, FormKind.VARIANT),
        authority__key__gte=f"{family}:",
        authority__key__lt=f"{family};",
        sorts_as__gte=sorted_as(words),
    )
    return _hits(rows.order_by("sorts_as", "pk").select_related("authority")[:count])


def begins_with(column: str, text: str) -> Q:
    """Return what finds a beginning: each database by its index in a form of its own."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": text})
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST})


def titles_under(number: int, *, page: int = 1) -> Page[Hit]:
    """Return the titles under an authority, the newest first."""
    rows = TitleHeading.objects.filter(authority=number).values_list("record_id", flat=True)
    numbers = rows.order_by("-record_id").distinct()
    total = numbers.count()
    page = min(max(1, page), max(1, ceil(total / PER_PAGE)))
    start = (page - 1) * PER_PAGE
    return Page(hits_of(numbers[start : start + PER_PAGE]), page, PER_PAGE, total)


def counts_of_titles(numbers: Iterable[int]) -> Mapping[int, int]:
    """Return how many titles are under each authority that has any."""
    rows = TitleHeading.objects.filter(authority__in=list(numbers)).order_by()
    counted = rows.values_list("authority").annotate(titles=Count("record", distinct=True))
    return dict(counted)


def count_of_authorities() -> int:
    """Return how many authorities there are."""
    return Authority.objects.count()


def every_authority() -> Iterator[MarcRecord]:
    """Yield the records of all authorities in the order of their numbers, some at a time."""
    last = 0
    while True:
        rows = Authority.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "marc")
        some = list(rows[:AT_A_TIME])
        if not some:
            return
        yield from filter(None, (kept_record(bytes(marc)) for _number, marc in some))
        last = some[-1][0]


def _hits(rows: Iterable[AuthorityForm]) -> tuple[AuthorityHit, ...]:
    found = list(rows)
    counts = counts_of_titles(row.authority_id for row in found)
    return tuple(
        AuthorityHit(
            id=row.authority_id,
            kind=AuthorityKind(row.authority.kind),
            heading=row.authority.heading,
            form=row.text,
            is_heading=row.kind == FormKind.HEADING,
            note=row.authority.note,
            titles=counts.get(row.authority_id, 0),
        )
        for row in found
    )
