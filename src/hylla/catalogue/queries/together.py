"""Titles that belong together: the editions of a work, the works of an author."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from hylla.catalogue.models import Record, Stamp
from hylla.catalogue.queries.records import MOST_EDITIONS, Hit, hits_of
from hylla.catalogue.rules.works import author_key

MOST_OF_AN_AUTHOR = 2_000
_WORDS_LOOKED_FOR = 4


@dataclass(frozen=True, slots=True)
class AuthorFacts:
    """An author by the name that most titles give, and each work's key with its editions."""

    name: str
    works: tuple[tuple[str, tuple[Hit, ...]], ...]


def editions_with(work_key: str) -> tuple[Hit, ...]:
    """Return the editions of a work that the library has, by language, the newest first."""
    rows = _here().filter(work_key=work_key).order_by("languages", "-year", "pk")
    return hits_of(rows.values_list("pk", flat=True)[:MOST_EDITIONS])


def author_address(name: str) -> str:
    """Return an author's name as it stands in an address: the same however it is written."""
    return author_key(name).replace(" ", "-")


def author_at(address: str) -> AuthorFacts | None:
    """Return the author an address tells of, or None where no title here is theirs."""
    words = sorted({*address.split("-")} - {""}, key=len, reverse=True)
    if not words:
        return None
    rows = _here()
    for word in words[:_WORDS_LOOKED_FOR]:
        rows = rows.filter(words__word=word)
    told = rows.order_by("-year", "-pk").values_list("pk", "authors", "work_key")
    names: Counter[str] = Counter()
    works: dict[str, list[int]] = {}
    for number, authors, work in told[:MOST_OF_AN_AUTHOR]:
        own = [each for each in authors.splitlines() if author_address(each) == address]
        if own:
            names[own[0]] += 1
            works.setdefault(work, []).append(number)
    if not works:
        return None
    hits = {hit.id: hit for hit in hits_of(each for work in works.values() for each in work)}
    together = tuple((key, tuple(hits[each] for each in work)) for key, work in works.items())
    return AuthorFacts(names.most_common(1)[0][0], together)


def _here() -> QuerySet[Record]:
    """Return the titles of the catalogue: also those that are on their way here."""
    return Record.objects.filter(Exists(Stamp.objects.filter(pk=OuterRef("pk"), is_gone=False)))
