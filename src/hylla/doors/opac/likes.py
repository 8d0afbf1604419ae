"""What else somebody may want who looks at a title, by what the catalogue knows; of nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hylla.catalogue.queries import shelved_beside, similar_to
from hylla.doors.parts.titles_shown import Edition, editions_shown


@dataclass(frozen=True)
class Likes:
    """Some titles, and what they have in common with another."""

    code: str
    name: str
    titles: tuple[Edition, ...]


def likes_of(record_id: int, branch_names: Mapping[int, str]) -> Iterator[Likes]:
    """Yield what is like a title, and what stands beside it."""
    similar = tuple(editions_shown(similar_to(record_id), branch_names))
    beside = tuple(editions_shown(shelved_beside(record_id), branch_names))
    for code, name, titles in (
        ("similar", _("Similar titles"), similar),
        ("beside", _("Beside it on the shelf"), tuple(e for e in beside if e.has_copies)),
    ):
        if titles:
            yield Likes(code, name, titles)
