"""One title with its copies; where they are is asked each time."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.catalogue import queries
from hylla.catalogue.queries import Hit, RecordFacts
from hylla.catalogue.queries.harvest import is_gone, titles_told
from hylla.circulation.queries import (
    ItemPlace,
    ItemState,
    availability,
    items_of,
    standing_at,
    waited_for,
)
from hylla.doors.opac.likes import likes_of
from hylla.doors.opac.searching import READ
from hylla.doors.parts.covers import covers_of
from hylla.doors.parts.crawling import slowing_crawlers
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.lasting import lasting
from hylla.doors.parts.page import page
from hylla.doors.parts.places import place_text, tone
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import in_alphabet
from hylla.formats.language import language_words
from hylla.formats.titles.forms import WRITINGS, Form
from hylla.formats.titles.schema_org import in_a_page
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
class Edition:
    """Another edition of a work; `branches` are where a copy stands on its shelf."""

    id: int
    title: str
    subtitle: str
    year: str
    language: str
    kind: str
    branches: str


@dataclass(frozen=True)
class Copy:
    """One copy of a title."""

    branch: str
    shelf_mark: str
    kind: str
    state: str
    tone: str


@dataclass(frozen=True)
class Link:
    """A name that leads to a search for it."""

    text: str
    address: str


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
    """Show a title: what it is, and each copy with its state."""
    record = queries.record(record_id)
    if record is None and is_gone(record_id):
        # Its address was to last: there was such a title, and crawlers need not come again.
        return page(request, "404.html", title="", status=410)
    if record is None:
        raise Http404
    names = {each.id: each.name for each in branches()}
    waiting = availability([record_id])[record_id].waiting
    now, policy = now_of(request), policy_in_force()
    others = waited_for(record_id, now=now, policy=policy) if waiting else frozenset()
    copies = [_copy(each, names, others) for each in items_of(record_id)]
    return page(
        request,
        "opac/record.html",
        title=record.title,
        here="search",
        record=record,
        cover=covers_of([record])[record_id],
        authors=_links(filter(None, record.authors.split("; "))),
        waiting=waiting,
        items=in_alphabet(copies, by=lambda copy: copy.branch),
        facts=list(_facts(record)),
        editions=list(_editions(record_id, names)),
        likes=list(likes_of(record_id)),
        **_for_programs(request, record_id),
    )


def _editions(record_id: int, branch_names: Mapping[int, str]) -> Iterator[Edition]:
    """Yield the other editions of the work, those in the reader's language first."""
    language, reader = get_language() or "en", get_language() or ""
    hits = queries.other_editions(record_id)
    standing = standing_at(hit.id for hit in hits)
    for hit in sorted(hits, key=lambda each: not _is_read_by(reader, each)):
        names = sorted(branch_names[each] for each in standing.get(hit.id, ()))
        yield Edition(
            hit.id,
            hit.title,
            hit.subtitle,
            str(hit.year or ""),
            language_words(hit.languages[0], language) if hit.languages else "",
            kind_text(hit.kind),
            ", ".join(names),
        )


def _is_read_by(language: str, hit: Hit) -> bool:
    return hit.languages[:1] in [(code,) for code in READ.get(language, ())]


def _for_programs(request: HttpRequest, record_id: int) -> dict[str, Any]:
    """Return what a title is to a search engine, its lasting address, and its files."""
    told = titles_told([record_id], address=lasting(request))[record_id]
    return {
        "schema_org": mark_safe(in_a_page(told.title)),  # noqa: S308 - it has no sign of markup
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


def _copy(item: ItemState, branch_names: Mapping[int, str], others: AbstractSet[str]) -> Copy:
    """Put a copy in words; `others` are those that stand there and are somebody's to come."""
    is_for_others = item.place is ItemPlace.ON_SHELF and item.barcode in others
    return Copy(
        branch_names[item.home_branch_id],
        item.shelf_mark,
        kind_text(item.item_type),
        _("In, but for the next in the queue") if is_for_others else place_text(item),
        "notice" if is_for_others else tone(item),
    )


def _facts(record: RecordFacts) -> Iterator[Fact]:
    facts: tuple[tuple[str, str | tuple[str, ...]], ...] = (
        (_("Kind"), kind_text(record.kind)),
        (_("Year"), str(record.year or "")),
        (_("Publisher"), record.publisher),
        (
            _("Language"),
            ", ".join(language_words(each, get_language() or "en") for each in record.languages),
        ),
        (_("Series"), record.series),
        (_("Subjects"), record.subjects),
        (_("Classification"), record.classification),
        (_("ISBN"), ", ".join(record.isbns)),
    )
    for name, value in facts:
        if isinstance(value, tuple) and value:
            yield Fact(name, "", _links(value))
        elif isinstance(value, str) and value:
            yield Fact(name, value)


def _links(names: Iterable[str]) -> tuple[Link, ...]:
    """Return names that lead to what else has them."""
    return tuple(Link(each, f"{reverse('opac:search')}?{urlencode({'q': each})}") for each in names)
