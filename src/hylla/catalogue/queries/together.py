"""Titles that belong together: the editions of a work, the works of an author."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from hylla.catalogue.models import Authority, AuthorityForm, Record, Stamp, TitleHeading
from hylla.catalogue.queries.authorities import begins_with, variants_of
from hylla.catalogue.queries.records import MOST_EDITIONS, Hit, hits_of
from hylla.catalogue.rules.authorities import FormKind, sorted_as
from hylla.catalogue.rules.works import author_key

MOST_OF_AN_AUTHOR = 2_000
_WORDS_LOOKED_FOR = 4
_AUTHORS = ("100", "110", "111", "700", "710", "711")


@dataclass(frozen=True, slots=True)
class Known:
    """An authority of this name: what tells it apart, other forms, and how many titles it has."""

    id: int
    heading: str
    note: str
    forms: tuple[str, ...]
    titles: int


@dataclass(frozen=True, slots=True)
class AuthorFacts:
    """An author by the name that most titles give, and each work's key with its editions.

    `known` are the authorities that the titles of this name are under: of one it is told who that
    is; several are as many people, of whom `chosen` is the one whose works these are.
    """

    name: str
    works: tuple[tuple[str, tuple[Hit, ...]], ...]
    known: tuple[Known, ...] = ()
    chosen: int | None = None


def editions_with(work_key: str) -> tuple[Hit, ...]:
    """Return the editions of a work that the library has, by language, the newest first."""
    rows = _here().filter(work_key=work_key).order_by("languages", "-year", "pk")
    return hits_of(rows.values_list("pk", flat=True)[:MOST_EDITIONS])


def author_address(name: str) -> str:
    """Return an author's name as it stands in an address: the same however it is written."""
    return author_key(name).replace(" ", "-")


def author_at(address: str, *, authority: int | None = None) -> AuthorFacts | None:
    """Return the author an address tells of, or None where no title here is theirs.

    Of several people of one name the works of one, where their authority is given.
    """
    words = sorted({*address.split("-")} - {""}, key=len, reverse=True)
    if not words:
        return None
    rows = _here()
    for word in words[:_WORDS_LOOKED_FOR]:
        rows = rows.filter(words__word=word)
    told = rows.order_by("-year", "-pk").values_list("pk", "authors", "work_key")
    found = [
        (number, own[0], work)
        for number, authors, work in told[:MOST_OF_AN_AUTHOR]
        if (own := [each for each in authors.splitlines() if author_address(each) == address])
    ]
    ties = authors_tied([number for number, _name, _work in found], address=address)
    known = _known(Counter(ties.values()))
    chosen = next((each.id for each in known if each.id == authority), None)
    names: Counter[str] = Counter()
    works: dict[str, list[int]] = {}
    for number, name, work in found:
        if chosen is None or ties.get(number) == chosen:
            names[name] += 1
            works.setdefault(work, []).append(number)
    if not works:
        return None
    hits = {hit.id: hit for hit in hits_of(each for work in works.values() for each in work)}
    together = tuple((key, tuple(hits[each] for each in work)) for key, work in works.items())
    return AuthorFacts(names.most_common(1)[0][0], together, known, chosen)


def authors_tied(numbers: Sequence[int], *, address: str) -> Mapping[int, int]:
    """Return under which authority of a name each of some titles is, of those that are."""
    rows = TitleHeading.objects.filter(record__in=numbers, tag__in=_AUTHORS)
    told = rows.exclude(authority=None).values_list("record_id", "authority_id", "authority__name")
    return {
        number: authority
        for number, authority, name in told.order_by("-place")
        if author_address(name) == address
    }


def namesakes_of(record_id: int) -> Mapping[str, int]:
    """Return by address which authors of a title are only one of several people of their name."""
    rows = TitleHeading.objects.filter(record=record_id, tag__in=_AUTHORS).exclude(authority=None)
    told = rows.values_list("authority_id", "authority__name", "authority__key")
    return {
        author_address(name): number
        for number, name, key in told.order_by("-place")
        if _has_namesakes(number, name, key)
    }


def _has_namesakes(number: int, name: str, key: str) -> bool:
    """Look among the headings that begin with the same words, in the order of the alphabet."""
    begun = sorted_as(name)
    headings = AuthorityForm.objects.filter(begins_with("sorts_as", begun), kind=FormKind.HEADING)
    others = headings.filter(authority__name=name, authority__key__startswith=key[:2])
    return bool(begun) and others.exclude(authority=number).exists()


def _known(titles: Mapping[int, int]) -> tuple[Known, ...]:
    rows = Authority.objects.filter(pk__in=titles).order_by("heading", "pk")
    forms = variants_of(titles)
    return tuple(
        Known(row.pk, row.heading, row.note, forms.get(row.pk, ()), titles[row.pk]) for row in rows
    )


def _here() -> QuerySet[Record]:
    """Return the titles of the catalogue: also those that are on their way here."""
    return Record.objects.filter(Exists(Stamp.objects.filter(pk=OuterRef("pk"), is_gone=False)))
