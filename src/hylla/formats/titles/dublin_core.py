"""Simple Dublin Core, as OAI-PMH demands it of everyone.

Sources: OAI-PMH 2.0, section 3.4 and appendix (oai_dc); Dublin Core Metadata Element Set 1.1; the
Library of Congress' "MARC to Dublin Core Crosswalk" for what goes where.
"""

from collections.abc import Iterator, Mapping

from hylla.formats.marc.facts import Material
from hylla.formats.titles.title import Title
from hylla.formats.xml import Xml, tag

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
ELEMENTS = "http://purl.org/dc/elements/1.1/"
SRU_NAMESPACE = "info:srw/schema/1/dc-schema"

# The DCMI Type Vocabulary has a word for these.
_TYPES: Mapping[str, str] = {
    Material.BOOK: "Text",
    Material.AUDIOBOOK: "Sound",
    Material.MUSIC: "Sound",
    Material.FILM: "MovingImage",
    Material.GAME: "Software",
    Material.PERIODICAL: "Text",
    Material.MAP: "Image",
}


def oai_dc(title: Title) -> Xml:
    """Return a title as an `oai_dc:dc` element."""
    attributes = {
        "xmlns:oai_dc": NAMESPACE,
        "xmlns:dc": ELEMENTS,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
    }
    return tag("oai_dc:dc", *_elements(title), attributes=attributes)


def srw_dc(title: Title) -> Xml:
    """Return a title as SRU's `srw_dc:dc` element."""
    attributes = {"xmlns:srw_dc": SRU_NAMESPACE, "xmlns:dc": ELEMENTS}
    return tag("srw_dc:dc", *_elements(title), attributes=attributes)


def _elements(title: Title) -> Iterator[Xml]:
    creator, *others = title.authors or ("",)
    told = (
        ("title", (title.whole_name,)),
        ("creator", (creator,)),
        ("contributor", others),
        ("subject", (*title.subjects, title.classification)),
        ("publisher", (title.publisher,)),
        ("date", (str(title.year or ""),)),
        ("type", (_TYPES.get(title.kind, ""),)),
        ("identifier", (title.address, *(f"urn:isbn:{each}" for each in title.isbns))),
        ("language", title.languages),
        ("relation", title.series),
    )
    for name, values in told:
        yield from (tag(f"dc:{name}", value) for value in values if value)
