"""What search engines may read: robots.txt, and a map of the titles."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from hylla.catalogue.queries.harvest import highest_number, numbers_between, works_begun_between
from hylla.doors.parts.lasting import site_of
from hylla.formats.sitemaps import IN_A_FILE, index, robots, sitemap
from hylla.library.queries import policy_in_force

CRAWL_SECONDS = 1
XML = "application/xml; charset=utf-8"
# A search has endlessly many pages, each another query to a crawler; the others are somebody's.
_CLOSED = ("opac:search", "mypage:home", "desk:home", "office:home", "joining:start", "kiosk:home")


def robots_txt(request: HttpRequest) -> HttpResponse:
    """Say what nobody's program may read, and how fast."""
    text = robots(
        closed=_closed(),
        seconds=CRAWL_SECONDS,
        sitemaps=f"{site_of(request)}{reverse('harvest:sitemap')}",
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the maps: each has the titles of ten thousand numbers, and so stays the same."""
    files = range(1, -(-highest_number() // IN_A_FILE) + 1)
    maps = (reverse("harvest:sitemap_part", kwargs={"part_number": each}) for each in files)
    return HttpResponse(index(f"{site_of(request)}{each}" for each in maps), content_type=XML)


def sitemap_part(request: HttpRequest, part_number: int) -> HttpResponse:
    """Name the titles of ten thousand numbers, in the language that the library names first.

    A work in several editions is named with the first of them.
    """
    first = (part_number - 1) * IN_A_FILE
    if not 0 <= first < highest_number():
        raise Http404
    site = site_of(request)
    with override(policy_in_force().default_language.value):
        # Longer to ask for each: there are ten thousand.
        page = reverse("opac:record", kwargs={"record_id": 0}).replace("/0/", "/{}/")
        work = reverse("opac:work", kwargs={"work_key": "0"}).replace("/0/", "/{}/")
    within = first + 1, first + IN_A_FILE
    titles = ((f"{site}{page.format(number)}", on) for number, on in numbers_between(*within))
    works = ((f"{site}{work.format(key)}", None) for key in works_begun_between(*within))
    return HttpResponse(sitemap([*titles, *works]), content_type=XML)


def _closed() -> Iterator[str]:
    for each in policy_in_force().languages:
        with override(each.value):
            yield from map(reverse, _CLOSED)
    yield from ("/look/", "/oai", "/sru", "/daia", "/design/")
