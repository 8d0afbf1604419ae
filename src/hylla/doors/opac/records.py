"""One title with its copies by branch; where they are is asked each time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.catalogue import queries
from hylla.catalogue.queries import Facet, RecordFacts
from hylla.catalogue.queries.harvest import is_gone, titles_told
from hylla.catalogue.queries.merged import where_merged
from hylla.circulation.queries import availability, items_of, waited_for, waited_for_at_all
from hylla.doors.opac.editions import in_readers_order
from hylla.doors.opac.holdings import holdings
from hylla.doors.opac.likes import likes_of
from hylla.doors.opac.opinions import opinions_shown
from hylla.doors.opac.works import Link, address_of_work, authors_of
from hylla.doors.parts.covers import covers_of
from hylla.doors.parts.crawling import slowing_crawlers
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.lasting import lasting
from hylla.doors.parts.listing import on_lists
from hylla.doors.parts.page import page
from hylla.doors.parts.titles_shown import editions_shown
from hylla.doors.parts.who import now_of
from hylla.formats.language import language_words
from hylla.formats.titles.forms import WRITINGS, Form
from hylla.formats.titles.schema_org import in_a_page, schema_org
from hylla.library.queries import branches, policy_in_force

# Formats have their names in every language.
FILES = {
    Form.BIBTEX: "BibTeX",
    Form.RIS: "RIS",
    Form.MARCXML: "MARCXML",
    Form.MODS: "MODS",
    Form.DC: "Dublin Core",
    Form.JSON_LD: "JSON-LD",
}
TO_CITE = {Form.BIBTEX, Form.RIS}


@dataclass(frozen=True)
class Fact:
    """One thing about a title, by name: in words, or as names to search for."""

    name: str
    value: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class File:
    """A title as a file, by the name of its format."""

    address: str
    name: str
    media_type: str
    is_to_cite: bool


@slowing_crawlers
def shown(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show a title: what it is, and at which branch how many copies are in."""
    record = queries.record(record_id)
    if record is None and (into := where_merged(record_id)):
        return redirect("opac:record", record_id=into, permanent=True)
    if record is None and is_gone(record_id):
        # Its address was to last: there was such a title, and crawlers need not come again.
        return page(request, "404.html", title="", status=410)
    if record is None:
        raise Http404
    names = {each.id: each.name for each in branches()}
    waiting = availability([record_id])[record_id].waiting
    now, policy = now_of(request), policy_in_force()
    editions = in_readers_order(queries.other_editions(record_id))
    others = waited_for(record_id, now=now, policy=policy) if waiting else frozenset()
    opinions = opinions_shown(record_id)
    return page(
        request,
        "opac/record.html",
        title=record.title,
        here="search",
        record=record,
        authors=authors_of(record.authors, queries.namesakes_of(record.id)),
        cover=covers_of([record])[record_id],
        work_address=address_of_work(record.work_key),
        waiting=waiting,
        holdings=holdings(items_of(record_id), names, others),
        facts=list(_facts(record)),
        may_wait=bool(waited_for_at_all([record_id, *(each.id for each in editions)])),
        editions=list(editions_shown(editions, names)),
        likes=list(likes_of(record_id, names)),
        **on_lists(request, [record_id]),
        **opinions,
        **_for_programs(request, record_id, opinions.get("stars", {})),
    )


def _for_programs(request: HttpRequest, record_id: int, stars: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a title is to a search engine, its lasting address, and its files."""
    told = titles_told([record_id], address=lasting(request))[record_id]
    return {
        "schema_org": mark_safe(in_a_page({**schema_org(told.title), **stars})),  # noqa: S308 - it has no sign of markup
        "lasting": told.title.address,
        "files": [
            File(
                reverse("harvest:file", kwargs={"record_id": record_id, "written": form}),
                name,
                WRITINGS[form].media_type,
                is_to_cite=form in TO_CITE,
            )
            for form, name in FILES.items()
        ],
    }


def _facts(record: RecordFacts) -> Iterator[Fact]:
    facts: tuple[tuple[str, str | tuple[Link, ...]], ...] = (
        (_("Kind"), kind_text(record.kind)),
        (_("Year"), str(record.year or "")),
        (_("Publisher"), record.publisher),
        (
            _("Language"),
            ", ".join(language_words(each, get_language() or "en") for each in record.languages),
        ),
        (_("Series"), _links(Facet.SERIES, record.series)),
        (_("Subjects"), _links(Facet.SUBJECT, record.subjects)),
        (_("Classification"), record.classification),
        (_("ISBN"), ", ".join(record.isbns)),
    )
    for name, value in facts:
        if isinstance(value, tuple) and value:
            yield Fact(name, "", value)
        elif isinstance(value, str) and value:
            yield Fact(name, value)


def _links(facet: Facet, names: Iterable[str]) -> tuple[Link, ...]:
    """Return names that lead to what else has them."""
    search = reverse("opac:search")
    return tuple(Link(each, f"{search}?{urlencode({facet.value: each})}") for each in names)
