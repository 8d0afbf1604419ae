"""What the library recommends to everybody: its lists, and each with its titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from hylla.catalogue.queries.harvest import titles_told
from hylla.doors.parts.crawling import slowing_crawlers
from hylla.doors.parts.lasting import lasting, site_of
from hylla.doors.parts.page import page
from hylla.doors.parts.titles_shown import Edition, editions_shown
from hylla.formats.titles import schema_org
from hylla.formats.titles.schema_org import in_a_page
from hylla.library.queries import branches, policy_in_force
from hylla.lists.queries import PublicListFacts, Recommended, public_list, public_lists
from hylla.lists.queries import recommended as titles_of

IN_A_ROW = 6
ON_THE_FIRST_PAGE = 2


@dataclass(frozen=True)
class Row:
    """A list, and the first of its titles."""

    facts: PublicListFacts
    titles: list[Edition]


@dataclass(frozen=True)
class Why:
    """A title, and a few words why it is good."""

    title: Edition
    note: str


def rows(*, most: int | None = None) -> Iterator[Row]:
    """Yield the lists that are shown, each with its first titles."""
    names = {each.id: each.name for each in branches()}
    for each in public_lists()[:most]:
        hits = [one.hit for one in titles_of(each.id, most=IN_A_ROW)]
        yield Row(each, list(editions_shown(hits, names)))


@slowing_crawlers
def every(request: HttpRequest) -> HttpResponse:
    """Show all lists of the library."""
    return page(
        request,
        "opac/public_lists.html",
        title=_("We recommend"),
        here="search",
        rows=list(rows()),
    )


@slowing_crawlers
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a list with all its titles."""
    facts = public_list(number)
    if facts is None:
        raise Http404
    found = titles_of(number)
    names = {each.id: each.name for each in branches()}
    shown = editions_shown((each.hit for each in found), names)
    told = _told_to_programs(request, facts, found)
    return page(
        request,
        "opac/public_list.html",
        title=facts.name,
        here="search",
        facts=facts,
        titles=[Why(title, each.note) for title, each in zip(shown, found, strict=True)],
        schema_org=mark_safe(told),  # noqa: S308 - no markup
    )


def _told_to_programs(
    request: HttpRequest, facts: PublicListFacts, found: Sequence[Recommended]
) -> str:
    told = titles_told((each.hit.id for each in found), address=lasting(request))
    titles = [told[each.hit.id].title for each in found if each.hit.id in told]
    with override(policy_in_force().default_language.value):
        address = f"{site_of(request)}{reverse('opac:public_list', args=[facts.id])}"
    return in_a_page(
        schema_org.item_list(titles, name=facts.name, about=facts.about, address=address)
    )
