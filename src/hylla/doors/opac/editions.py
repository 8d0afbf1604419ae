"""In which order readers see editions: in their own language first."""

from collections.abc import Iterable

from django.utils.translation import get_language

from hylla.catalogue.queries import Hit
from hylla.doors.opac.searching import READ


def in_readers_order(hits: Iterable[Hit]) -> list[Hit]:
    """Return titles with those in the reader's language first, else in their own order."""
    reader = get_language() or ""
    read = [(code,) for code in READ.get(reader, ())]
    return sorted(hits, key=lambda each: each.languages[:1] not in read)
