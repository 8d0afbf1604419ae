"""Searching the catalogue, and one title with its copies; where they are is asked each time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.catalogue import queries
from hylla.catalogue.queries import Hit, RecordFacts
from hylla.circulation.queries import Availability, ItemState, availability, items_of
from hylla.doors.parts.page import page
from hylla.doors.parts.places import place_text, tone
from hylla.library.queries import branches

Word = str | Promise

KINDS: Mapping[str, Word] = {
    "book": gettext_lazy("Book"),
    "ebook": gettext_lazy("E-book"),
    "audiobook": gettext_lazy("Audiobook"),
    "film": gettext_lazy("Film"),
    "music": gettext_lazy("Music"),
    "game": gettext_lazy("Game"),
    "magazine": gettext_lazy("Magazine"),
    "score": gettext_lazy("Sheet music"),
    "map": gettext_lazy("Map"),
    "other": gettext_lazy("Other"),
}
NEW_TITLES = 12


@dataclass(frozen=True)
class Found:
    """A title in a list, with whether it is in."""

    id: int
    title: str
    authors: str
    year: int | None
    kind: str
    availability: str
    tone: str


@dataclass(frozen=True)
class Copy:
    """One copy of a title."""

    branch: str
    shelf_mark: str
    kind: str
    state: str
    tone: str


@dataclass(frozen=True)
class Fact:
    """One thing about a title, by name."""

    name: str
    value: str


def home(request: HttpRequest) -> HttpResponse:
    """Show the search, and what is new."""
    titles = [_found(each) for each in _with_availability(queries.new_titles(NEW_TITLES))]
    title = _("Search the library")
    return page(request, "opac/home.html", title=title, here="search", titles=titles, words="")


def results(request: HttpRequest) -> HttpResponse:
    """Show a page of titles in which all words occur; where they are is asked now."""
    words = request.GET.get("q", "").strip()[:200]
    number = _number(request.GET.get("page", ""))
    found = queries.search(words, page=number)
    return page(
        request,
        "opac/search.html",
        title=_heading(words, found.total),
        here="search",
        words=words,
        hits=[_found(each) for each in _with_availability(found.hits)],
        first=found.first,
        pages=found,
        query=_query(words),
    )
