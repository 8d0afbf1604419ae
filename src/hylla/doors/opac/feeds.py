"""What is new on the shelves, for programs that look now and then."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.catalogue.queries import newest
from hylla.catalogue.queries.harvest import titles_told
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.lasting import lasting, site_of
from hylla.formats.feeds import Entry, Feed, atom, rss
from hylla.formats.titles import Title
from hylla.library.queries import policy_in_force

NEW_TITLES = 50
FEEDS: Mapping[str, tuple[str, Callable[[Feed], str]]] = {
    "atom": ("application/atom+xml; charset=utf-8", atom),
    "rss": ("application/rss+xml; charset=utf-8", rss),
}


def new_arrivals(request: HttpRequest, feed: str) -> HttpResponse:
    """Give the newest titles, in the language of the address."""
    kind, write = FEEDS[feed]
    numbers = [hit.id for hit in newest(NEW_TITLES)]
    told = titles_told(numbers, address=lasting(request))
    entries = [_entry(told[number].title) for number in numbers if number in told]
    text = write(
        Feed(
            title=_("New on the shelves"),
            by=policy_in_force().name,
            itself=request.build_absolute_uri(request.path),
            page=f"{site_of(request)}{reverse('opac:home')}",
            language=get_language() or "en",
            entries=entries,
        )
    )
    return HttpResponse(text, content_type=kind)


def _entry(title: Title) -> Entry:
    told = (*title.authors, str(title.year or ""), kind_text(title.kind), title.publisher)
    return Entry(title.address, title.whole_name, ", ".join(filter(None, told)), title.added_on)
