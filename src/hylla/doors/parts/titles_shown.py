"""Titles as readers see them: with a cover, their language in words, and where each is in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.catalogue.queries import Hit
from hylla.circulation.queries import standing_at
from hylla.doors.parts.covers import Cover, covers_of
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.standing import nothing_in
from hylla.formats.language import language_words


@dataclass(frozen=True)
class Edition:
    """An edition of a work; `branches` are where a copy stands on its shelf.

    `where` says so in words, and also that all copies are out, or that there is none.
    """

    id: int
    title: str
    subtitle: str
    authors: str
    year: str
    language: str
    kind: str
    branches: str
    where: str
    has_copies: bool
    cover: Cover


def editions_shown(hits: Iterable[Hit], branch_names: Mapping[int, str]) -> Iterator[Edition]:
    """Yield editions in the order given."""
    hits = list(hits)
    standing, covers = standing_at(hit.id for hit in hits), covers_of(hits)
    for hit in hits:
        names = sorted(branch_names[each] for each in standing.get(hit.id, ()))
        yield Edition(
            hit.id,
            hit.title,
            hit.subtitle,
            hit.authors,
            str(hit.year or ""),
            language_words(hit.languages[0], get_language() or "en") if hit.languages else "",
            kind_text(hit.kind),
            ", ".join(names),
            _where(names, has_copies=hit.id in standing),
            hit.id in standing,
            covers[hit.id],
        )


def _where(names: Sequence[str], *, has_copies: bool) -> str:
    if names:
        return _("In at %(branches)s") % {"branches": ", ".join(names)}
    return nothing_in(has_copies=has_copies)
