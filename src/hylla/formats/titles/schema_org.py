"""JSON-LD in schema.org's vocabulary, as search engines read it in a page.

Sources: schema.org (CreativeWork and what is more special: Book, Audiobook, Movie, Periodical ...);
JSON-LD 1.1.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hylla.formats.language import language_tag
from hylla.formats.marc.facts import Audience, Material
from hylla.formats.titles.title import Title, is_person, natural_name

_TYPES: Mapping[str, str] = {
    Material.BOOK: "Book",
    Material.AUDIOBOOK: "Audiobook",
    Material.MUSIC: "MusicRelease",
    Material.FILM: "Movie",
    Material.GAME: "Game",
    Material.PERIODICAL: "Periodical",
    Material.MAP: "Map",
}
_BOOKS = {Material.BOOK, Material.AUDIOBOOK}
_OF_AN_EDITION = {"@type", "@id", "name", "datePublished", "inLanguage", "publisher", "isbn"}
_MOST_EDITIONS = 30
_AUDIENCES: Mapping[str, str] = {Audience.CHILD: "children", Audience.ADULT: "adults"}
# What would end a script element, or begin a comment in it (HTML, 4.12.1.3).
_UNFIT_IN_A_PAGE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def schema_org(title: Title) -> dict[str, Any]:
    """Return a title as schema.org describes it."""
    told = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(title.kind, "CreativeWork"),
        "@id": title.address,
        "url": title.address,
        "name": title.name,
        "alternativeHeadline": title.subtitle,
        "author": [_author(each) for each in title.authors],
        "datePublished": str(title.year or ""),
        "inLanguage": [language_tag(each) for each in title.languages],
        "publisher": {"@type": "Organization", "name": title.publisher} if title.publisher else "",
        "isbn": list(title.isbns) if title.kind in _BOOKS else [],
        "about": list(title.subjects),
        "isPartOf": [{"@type": "CreativeWorkSeries", "name": each} for each in title.series],
        "audience": _audience(title.audience),
    }
    return {name: value for name, value in told.items() if value}


def json_ld(title: Title) -> str:
    """Return a title as a line of JSON-LD."""
    return json.dumps(schema_org(title), ensure_ascii=False)


def work(titles: Sequence[Title], *, address: str) -> dict[str, Any]:
    """Return a work by its editions, of which the first names it; in short, as each has a page."""
    first, *_ = map(schema_org, titles)
    examples = (
        {name: value for name, value in schema_org(each).items() if name in _OF_AN_EDITION}
        for each in titles[:_MOST_EDITIONS]
    )
    return {
        "@context": first["@context"],
        "@type": "Book" if titles[0].kind in _BOOKS else first["@type"],
        "@id": address,
        "url": address,
        **{name: first[name] for name in ("name", "author", "about") if name in first},
        "workExample": list(examples),
    }


def item_list(titles: Sequence[Title], *, name: str, about: str, address: str) -> dict[str, Any]:
    """Return a list that recommends titles, in order; what each is stands on its own page."""
    told = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "@id": address,
        "url": address,
        "name": name,
        "description": about,
        "numberOfItems": len(titles),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": each.address, "name": each.name}
            for place, each in enumerate(titles, start=1)
        ],
    }
    return {key: value for key, value in told.items() if value}


def rated(average: float, count: int) -> dict[str, Any]:
    """Return what so many readers give a work on average, of five stars, to stand beside it."""
    told = {"@type": "AggregateRating", "ratingValue": average, "ratingCount": count}
    return {"aggregateRating": {**told, "bestRating": 5, "worstRating": 1}}


def in_a_page(told: Mapping[str, Any]) -> str:
    """Return JSON-LD that cannot end the script element it stands in."""
    text = json.dumps(told, ensure_ascii=False)
    for sign, escaped in _UNFIT_IN_A_PAGE.items():
        text = text.replace(sign, escaped)
    return text


def _author(name: str) -> dict[str, str]:
    if not is_person(name):
        return {"@type": "Organization", "name": name}
    return {"@type": "Person", "name": natural_name(name)}


def _audience(audience: str) -> dict[str, str] | str:
    word = _AUDIENCES.get(audience)
    return {"@type": "Audience", "audienceType": word} if word else ""
