"""MODS 3.7. Source: the Library of Congress' MODS User Guidelines, version 3."""

from collections.abc import Iterator, Mapping

from hylla.formats.marc.facts import Audience, Material
from hylla.formats.titles.title import Title, is_person
from hylla.formats.xml import Xml, tag

NAMESPACE = "http://www.loc.gov/mods/v3"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"

# typeOfResource has a closed list of words (resourceTypeDefinition).
_RESOURCES: Mapping[str, str] = {
    Material.BOOK: "text",
    Material.AUDIOBOOK: "sound recording-nonmusical",
    Material.MUSIC: "sound recording-musical",
    Material.FILM: "moving image",
    Material.GAME: "software, multimedia",
    Material.PERIODICAL: "text",
    Material.MAP: "cartographic",
}
_AUDIENCES: Mapping[str, str] = {Audience.CHILD: "juvenile", Audience.ADULT: "adult"}


def mods(title: Title) -> Xml:
    """Return a title as a `mods` element."""
    attributes = {
        "xmlns": NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "version": "3.7",
        "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
    }
    return tag("mods", *_elements(title), attributes=attributes)


def _elements(title: Title) -> Iterator[Xml]:
    yield _title_info(title.name, title.subtitle)
    for place, name in enumerate(title.authors):
        yield _name(name, is_main=place == 0)
    if resource := _RESOURCES.get(title.kind):
        yield tag("typeOfResource", resource)
    yield from _origin(title)
    for code in title.languages:
        yield tag("language", _coded("languageTerm", code, type="code", authority="iso639-2b"))
    if audience := _AUDIENCES.get(title.audience):
        yield _coded("targetAudience", audience, authority="marctarget")
    for subject in title.subjects:
        yield tag("subject", *(tag("topic", part) for part in subject.split(" - ") if part))
    if title.classification:
        yield tag("classification", title.classification)
    for series in title.series:
        yield _series(series)
    for isbn in title.isbns:
        yield _coded("identifier", isbn, type="isbn")
    yield tag("location", _coded("url", title.address, usage="primary display"))
    yield _record_info(title)


def _coded(name: str, text: str, **attributes: str) -> Xml:
    return tag(name, text, attributes=attributes)


def _title_info(name: str, subtitle: str) -> Xml:
    return tag("titleInfo", tag("title", name), *([tag("subTitle", subtitle)] if subtitle else []))


def _name(name: str, *, is_main: bool) -> Xml:
    kind = {"type": "personal"} if is_person(name) else {}
    usage = {"usage": "primary"} if is_main else {}
    role = _coded("roleTerm", "aut", type="code", authority="marcrelator")
    return tag("name", tag("namePart", name), tag("role", role), attributes=kind | usage)


def _origin(title: Title) -> Iterator[Xml]:
    parts = []
    if title.publisher:
        parts.append(tag("publisher", title.publisher))
    if title.year:
        parts.append(_coded("dateIssued", str(title.year), encoding="marc", keyDate="yes"))
    if title.kind == Material.PERIODICAL:
        parts.append(tag("issuance", "serial"))
    if parts:
        yield tag("originInfo", *parts)


def _series(series: str) -> Xml:
    name, _, number = series.partition(" ; ")
    part = [tag("partNumber", number)] if number else []
    info = tag("titleInfo", tag("title", name), *part)
    return tag("relatedItem", info, attributes={"type": "series"})


def _record_info(title: Title) -> Xml:
    return tag(
        "recordInfo",
        _coded("recordCreationDate", title.added_on.isoformat(), encoding="w3cdtf"),
        _coded("recordChangeDate", title.changed_on.isoformat(), encoding="w3cdtf"),
        _coded("recordIdentifier", title.control_number, source=title.source),
    )
