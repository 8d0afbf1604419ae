"""Kinds of material in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hylla.formats.marc.facts import Material

KINDS: Mapping[str, str | Promise] = {
    Material.BOOK: gettext_lazy("Book"),
    Material.AUDIOBOOK: gettext_lazy("Audiobook"),
    Material.MUSIC: gettext_lazy("Music"),
    Material.FILM: gettext_lazy("Film"),
    Material.GAME: gettext_lazy("Game"),
    Material.PERIODICAL: gettext_lazy("Magazine"),
    Material.MAP: gettext_lazy("Map"),
    Material.OTHER: gettext_lazy("Other"),
}


def kind_text(code: str, name: str = "") -> str:
    """Return a kind in words; one the library has made itself has its name, or its code."""
    return str(KINDS.get(code, name or code))
