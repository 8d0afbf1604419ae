"""Searching the catalogue: what is found, by work, with what there is to choose among.

Where copies are is asked each time. Nothing of a search is kept: no cookie, no session, no line in
a log; what was asked and chosen stands in the address, and nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hylla.catalogue import queries
from hylla.catalogue.queries import Asking, Choices, Count, Facet, Hit, Sorting
from hylla.catalogue.rules.questions import Trouble
from hylla.circulation.queries import availability
from hylla.circulation.queries.finding import FoundTitle, FoundWork, Results
from hylla.circulation.queries.finding import results as results_of
from hylla.doors.opac.recommended import ON_THE_FIRST_PAGE, rows
from hylla.doors.opac.visiting import visits
from hylla.doors.parts.covers import Cover, covers_of
from hylla.doors.parts.crawling import slowing_crawlers
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.listing import on_lists
from hylla.doors.parts.page import page, today_of
from hylla.doors.parts.standing import availability_text, availability_tone
from hylla.doors.parts.told import page_told, told
from hylla.formats.language import language_words
from hylla.library.queries import branches, policy_in_force

NEW_TITLES = 12
READ = {"nb": ("nob", "nor"), "nn": ("nno", "nor"), "sv": ("swe",), "en": ("eng",)}
"""The languages of texts by that of the pages."""
FEW = 6
"""So many values of a facet stand open; the others are a click away."""
ONLY_IN = "in"

_FACETS = {
    Facet.KIND: gettext_lazy("Kind"),
    Facet.LANGUAGE: gettext_lazy("Language"),
    Facet.BRANCH: gettext_lazy("Branch"),
    Facet.AUDIENCE: gettext_lazy("For"),
    Facet.DECADE: gettext_lazy("Year"),
    Facet.SUBJECT: gettext_lazy("Subject"),
    Facet.SERIES: gettext_lazy("Series"),
}
_AUDIENCES = {
    "adult": gettext_lazy("Adults"),
    "youth": gettext_lazy("Young people"),
    "child": gettext_lazy("Children"),
}
_SORTINGS = {
    Sorting.RELEVANCE: gettext_lazy("Best match"),
    Sorting.NEWEST: gettext_lazy("Newest"),
    Sorting.OLDEST: gettext_lazy("Oldest"),
    Sorting.ARRIVAL: gettext_lazy("Latest arrivals"),
    Sorting.TITLE: gettext_lazy("Title"),
    Sorting.AUTHOR: gettext_lazy("Author"),
}
_TROUBLES = {
    Trouble.OPEN_QUOTE: gettext_lazy(
        "A quotation mark stands alone. Words that belong together need one before and one after."
    ),
    Trouble.EMPTY_FIELD: gettext_lazy(
        "Nothing stands after the colon. Write for example author: lindgren."
    ),
    Trouble.NO_YEAR: gettext_lazy(
        "That is no year. Write for example year: 1990 or year: 1990-1999."
    ),
    Trouble.TOO_MANY_WORDS: gettext_lazy(
        "That is many words at once. We looked for the first twelve or so."
    ),
    Trouble.ODD_ISBN: gettext_lazy(
        "That looks like an ISBN, but a digit of it is wrong or missing. Try the title."
    ),
    Trouble.NO_WORDS: gettext_lazy("There are only signs, and no letter or number to look for."),
}


@dataclass(frozen=True)
class Shown:
    """A title in a list, with whether it is in."""

    id: int
    title: str
    subtitle: str
    authors: str
    year: int | None
    kind: str
    language: str
    availability: str
    tone: str
    cover: Cover | None = None
    others: tuple["Shown", ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Link:
    """Where a choice leads; `titles` is how many it leaves."""

    text: str
    address: str
    titles: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class Group:
    """A way of choosing, with its values: a few that stand open, and the others."""

    code: str
    name: str
    few: tuple[Link, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    words: str
    choices: Mapping[Facet, str]
    only_in: bool
    sorting: Sorting
    page: int

    def address(self, **changed: str) -> str:
        """Return the address with something changed, on its first page; an empty value goes."""
        values = {
            "q": self.words,
            **{facet.value: value for facet, value in self.choices.items()},
            ONLY_IN: "1" if self.only_in else "",
            "sort": "" if self.sorting is Sorting.RELEVANCE else self.sorting.value,
            **changed,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


def home(request: HttpRequest) -> HttpResponse:
    """Show the search, what is new, where it is open today, and where to get help."""
    hits = queries.newest(NEW_TITLES)
    states = availability((hit.id for hit in hits), on=today_of(request))
    covers = covers_of(hits)
    return page(
        request,
        "opac/home.html",
        title=_("Search the library"),
        here="search",
        titles=[_title(FoundTitle(hit, states[hit.id]), cover=covers[hit.id]) for hit in hits],
        words="",
        rows=list(rows(most=ON_THE_FIRST_PAGE)),
        visits=visits(request),
        takes_registrations=policy_in_force().registration.online,
    )


@slowing_crawlers
def results(request: HttpRequest) -> HttpResponse:
    """Show a page of works that are found, and what there is to choose among."""
    asked = _asked(request.GET)
    names = {str(each.id): each.name for each in branches()}
    found = _results(asked, on=today_of(request))
    covers = covers_of(each.best.hit for each in found.page.rows)
    return page(
        request,
        "opac/search.html",
        title=_heading(asked, found),
        here="search",
        words=asked.words,
        **on_lists(request, (each.best.hit.id for each in found.page.rows)),
        hits=[_work(each, covers[each.best.hit.id]) for each in found.page.rows],
        pages=found.page,
        query=asked.address()[1:] + "&",
        asks=bool(asked.words or asked.choices),
        advice=list(_advice(found)),
        meant=_meant(asked, found),
        chosen=list(_chosen(asked, names)),
        groups=list(_groups(asked, found, names)),
        free=Link(
            _("Available now"),
            asked.address(**{ONLY_IN: "1"}),
            found.free if found.looked_at_all else None,
        ),
        offers_free=0 < found.free < found.found.titles and not asked.only_in,
        sortings=[
            Link(str(name), asked.address(sort=each.value), is_current=each is asked.sorting)
            for each, name in _SORTINGS.items()
        ],
    )


@slowing_crawlers
def suggestions(request: HttpRequest) -> HttpResponse:
    """Tell a script a few titles that begin with what is being typed."""
    hits = queries.suggested(told(request.GET, "q"))
    answer = JsonResponse(
        {
            "suggestions": [
                {
                    "title": hit.title,
                    "authors": hit.authors,
                    "address": reverse("opac:record", args=[hit.id]),
                }
                for hit in hits
            ]
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked(sent: QueryDict) -> Asked:
    choices = {facet: value for facet in _FACETS if (value := told(sent, facet.value))}
    sorting = told(sent, "sort")
    return Asked(
        told(sent, "q"),
        choices,
        told(sent, ONLY_IN) == "1",
        Sorting(sorting) if sorting in set(Sorting) else Sorting.RELEVANCE,
        page_told(sent),
    )


def _results(asked: Asked, *, on: date) -> Results:
    asking = Asking(
        asked.words,
        Choices(asked.choices),
        asked.sorting,
        READ.get(get_language() or "", ()),
    )
    return results_of(asking, page=asked.page, on=on, only_free=asked.only_in)


def _heading(asked: Asked, found: Results) -> str:
    number = found.found.titles
    if asked.words:
        text = ngettext(
            "%(number)d title for \u201c%(words)s\u201d",
            "%(number)d titles for \u201c%(words)s\u201d",
            number,
        )
        return text % {"number": number, "words": asked.words}
    if asked.choices:
        return ngettext("%(number)d title", "%(number)d titles", number) % {"number": number}
    return _("Search the library")


def _work(found: FoundWork, cover: Cover) -> Shown:
    others = tuple(_title(each) for each in found.others)
    return replace(_title(found.best, cover=cover), others=others, more=found.more)


def _title(found: FoundTitle, *, cover: Cover | None = None) -> Shown:
    hit: Hit = found.hit
    language = get_language() or "en"
    return Shown(
        hit.id,
        hit.title,
        hit.subtitle,
        hit.authors,
        hit.year,
        kind_text(hit.kind),
        language_words(hit.languages[0], language) if hit.languages else "",
        availability_text(found.availability),
        availability_tone(found.availability),
        cover,
    )


def _advice(found: Results) -> Iterator[str]:
    """Yield what was not done as it stood, and what was done instead."""
    yield from (str(_TROUBLES[each]) for each in found.found.troubles)
    if found.found.has_only_some_words:
        yield _("No title has all of these words. These have most of them.")
    told = sum(len(work.numbers) for work in found.found.works)
    if told < found.found.titles and found.page.number == found.page.count_of_pages:
        yield _("There are more titles than can be leafed through. Narrow them down to see others.")


def _meant(asked: Asked, found: Results) -> Link | None:
    meant = found.found.meant
    return Link(meant, asked.address(q=meant)) if meant else None


def _chosen(asked: Asked, names: Mapping[str, str]) -> Iterator[Link]:
    """Yield what was chosen; each leads to where it is not."""
    for facet, value in asked.choices.items():
        yield Link(_value(facet, value, names), asked.address(**{facet.value: ""}))
    if asked.only_in:
        yield Link(_("Available now"), asked.address(**{ONLY_IN: ""}))


def _groups(asked: Asked, found: Results, names: Mapping[str, str]) -> Iterator[Group]:
    """Yield the ways to choose that would leave fewer titles than there are."""
    for facet, name in _FACETS.items():
        if facet in asked.choices:
            continue
        counts = found.found.counts.get(facet, ())
        links = [
            Link(_value(facet, each.value, names), _choosing(asked, facet, each), each.titles)
            for each in _in_order(facet, counts)
            if facet is not Facet.BRANCH or each.value in names
        ]
        if any((each.titles or 0) < found.found.titles for each in links):
            yield Group(facet.value, str(name), tuple(links[:FEW]), tuple(links[FEW:]))


def _choosing(asked: Asked, facet: Facet, count: Count) -> str:
    return asked.address(**{facet.value: count.value})


def _in_order(facet: Facet, counts: Iterable[Count]) -> list[Count]:
    """Years stand in their order, the latest first; all else stands with the most first."""
    if facet is Facet.DECADE:
        return sorted(counts, key=lambda each: -int(each.value))
    return list(counts)


def _value(facet: Facet, value: str, names: Mapping[str, str]) -> str:
    words: Mapping[Facet, Callable[[], str]] = {
        Facet.KIND: lambda: kind_text(value),
        Facet.LANGUAGE: lambda: language_words(value, get_language() or "en"),
        Facet.AUDIENCE: lambda: str(_AUDIENCES.get(value, _("Not told"))),
        Facet.DECADE: lambda: _decade(value),
        Facet.BRANCH: lambda: names.get(value, value),
    }
    return words[facet]() if facet in words else value


def _decade(value: str) -> str:
    return f"{value}\u2013{int(value) + 9}" if value.isascii() and value.isdigit() else value
