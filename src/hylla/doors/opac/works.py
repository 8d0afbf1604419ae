"""Pages of what belongs together: a work in all its editions, an author's works, what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from hylla.catalogue import queries
from hylla.catalogue.queries import AuthorFacts, Hit, Known, Page, namesakes_of
from hylla.catalogue.queries.harvest import titles_told
from hylla.catalogue.queries.works import work_now
from hylla.circulation.queries import waited_for_at_all
from hylla.doors.opac.editions import in_readers_order
from hylla.doors.opac.opinions import opinions_shown
from hylla.doors.parts.covers import covers_of
from hylla.doors.parts.crawling import slowing_crawlers
from hylla.doors.parts.lasting import lasting, site_of
from hylla.doors.parts.listing import on_lists
from hylla.doors.parts.page import page
from hylla.doors.parts.titles_shown import Edition, editions_shown
from hylla.doors.parts.told import page_told, told
from hylla.doors.parts.writing import in_alphabet
from hylla.formats.titles import schema_org
from hylla.formats.titles.schema_org import in_a_page
from hylla.formats.titles.title import natural_name
from hylla.library.queries import branches, policy_in_force

NEW_TITLES = 48
WORKS_A_PAGE = 40
MOST_FORMS = 12
NOBODY: Mapping[str, int] = {}
_DIGITS = 12


@dataclass(frozen=True)
class Link:
    """A name, and where it leads."""

    text: str
    address: str


@dataclass(frozen=True)
class Work:
    """A work by one of its editions; `others` is how many more there are."""

    best: Edition
    others: int
    address: str


@slowing_crawlers
def work(request: HttpRequest, work_key: str) -> HttpResponse:
    """Show a work: its editions, in every language and form, and where each is in."""
    hits = in_readers_order(queries.editions_with(work_key))
    if not hits:
        return _led_on(work_key)
    names = {each.id: each.name for each in branches()}
    editions = list(editions_shown(hits, names))
    first, opinions = hits[0], opinions_shown(hits[0].id)
    programs = _told_to_programs(request, work_key, hits, opinions.get("stars", {}))
    return page(
        request,
        "opac/work.html",
        title=first.title,
        here="search",
        record=first,
        authors=authors_of(first.authors, namesakes_of(first.id)),
        cover=covers_of([first])[first.id],
        may_wait=bool(waited_for_at_all(hit.id for hit in hits)),
        editions=editions,
        **on_lists(request, (hit.id for hit in hits)),
        schema_org=mark_safe(programs),  # noqa: S308 - no markup
        **opinions,
    )


@slowing_crawlers
def author(request: HttpRequest, address: str) -> HttpResponse:
    """Show the works of an author, each once, whatever it has been translated into."""
    asked = told(request.GET, "of")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else None
    found = queries.author_at(address, authority=number)
    if found is None:
        raise Http404
    name = natural_name(found.name)
    return page(
        request,
        "opac/author.html",
        title=name,
        here="search",
        name=name,
        who=_who(found),
        namesakes=found.known if len(found.known) > 1 else (),
        chosen=found.chosen,
        works=_works(found, number=page_told(request.GET)),
    )


@slowing_crawlers
def new(request: HttpRequest) -> HttpResponse:
    """Show what came last."""
    names = {each.id: each.name for each in branches()}
    hits = queries.newest(NEW_TITLES)
    return page(
        request,
        "opac/new.html",
        title=_("New on the shelves"),
        here="search",
        titles=list(editions_shown(hits, names)),
    )


def _led_on(work_key: str) -> HttpResponse:
    """Lead from where a work was to where it is, if that is known."""
    now = work_now(work_key)
    if now is None or not queries.editions_with(now):
        raise Http404
    return redirect("opac:work", work_key=now, permanent=True)


def _told_to_programs(
    request: HttpRequest, work_key: str, hits: Sequence[Hit], stars: Mapping[str, Any]
) -> str:
    told = titles_told((hit.id for hit in hits), address=lasting(request))
    titles = [told[hit.id].title for hit in hits if hit.id in told]
    with override(policy_in_force().default_language.value):
        address = f"{site_of(request)}{address_of_work(work_key)}"
    return in_a_page({**schema_org.work(titles, address=address), **stars})


def _who(found: AuthorFacts) -> Known | None:
    """Return who the author is, where one authority alone would do, or one is chosen."""
    if found.chosen is None and len(found.known) > 1:
        return None
    wanted = (each for each in found.known if found.chosen in {None, each.id})
    who = next(wanted, None)
    return replace(who, forms=who.forms[:MOST_FORMS]) if who else None


def authors_of(authors: str, namesakes: Mapping[str, int] = NOBODY) -> tuple[Link, ...]:
    """Return the authors of a title, each with the page of what they have written.

    `namesakes` are those who share their name with somebody, by address, with their authority.
    """
    return tuple(
        Link(each, address_of_author(each, namesakes)) for each in authors.split("; ") if each
    )


def address_of_author(name: str, namesakes: Mapping[str, int] = NOBODY) -> str:
    """Return where an author's works are; a name without letters leads to the search."""
    address = queries.author_address(name)
    if not address:
        return reverse("opac:search")
    number = namesakes.get(address)
    return reverse("opac:author", args=[address]) + (f"?of={number}" if number else "")


def address_of_work(work_key: str) -> str:
    """Return where a work's editions are."""
    return reverse("opac:work", args=[work_key])


def _works(found: AuthorFacts, *, number: int) -> Page[Work]:
    """Return a page of works in the reader's alphabet; one past the end is the last."""
    best = {key: (in_readers_order(hits)[0], len(hits) - 1) for key, hits in found.works}
    ordered = in_alphabet(best.items(), by=lambda each: each[1][0].title)
    number = min(number, max(1, -(-len(ordered) // WORKS_A_PAGE)))
    asked = ordered[(number - 1) * WORKS_A_PAGE : number * WORKS_A_PAGE]
    names = {each.id: each.name for each in branches()}
    shown = editions_shown((hit for _, (hit, _) in asked), names)
    rows = tuple(
        Work(edition, others, address_of_work(key))
        for edition, (key, (_, others)) in zip(shown, asked, strict=True)
    )
    return Page(rows, number, WORKS_A_PAGE, len(ordered))
