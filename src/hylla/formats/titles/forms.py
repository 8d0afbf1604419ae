"""The forms in which titles are given away: one at a time, or a whole catalogue in a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hylla.formats.marc import Record
from hylla.formats.marc import writing_xml as marcxml
from hylla.formats.marc.writing import iso2709_of
from hylla.formats.titles import bibtex, dublin_core, mods, ris, schema_org, table
from hylla.formats.titles.title import Title
from hylla.formats.xml import DECLARATION


class Form(StrEnum):
    """A format, by the name that commands and addresses have for it."""

    MARC = "mrc"
    MARCXML = "marcxml"
    MODS = "mods"
    DC = "dc"
    JSON_LD = "jsonld"
    CSV = "csv"
    BIBTEX = "bib"
    RIS = "ris"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a form is written: what stands first, between and last in a file, and each title."""

    media_type: str
    one: Callable[[Title, Record], str | bytes]
    first: str = ""
    between: str = ""
    last: str = ""

    def file(self, title: Title, record: Record) -> bytes:
        """Return a file with one title."""
        return _bytes(self.first) + _bytes(self.one(title, record)) + _bytes(self.last)

    def title(self, title: Title, record: Record) -> bytes:
        """Return a title as it stands among others."""
        return _bytes(self.one(title, record))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _marcxml(title: Title, record: Record) -> str:
    return f"{marcxml.marcxml_of(record, in_collection=True)}\n"


_MODS = f'{DECLARATION}<modsCollection xmlns="{mods.NAMESPACE}">\n'
_DC = f"{DECLARATION}<records>\n"
_JSON_LD = '{"@context":"https://schema.org","@graph":[\n'

WRITINGS: Mapping[Form, Writing] = {
    Form.MARC: Writing("application/marc", lambda title, record: iso2709_of(record)),
    Form.MARCXML: Writing(
        "application/marcxml+xml", _marcxml, first=marcxml.FIRST, last=marcxml.LAST
    ),
    Form.MODS: Writing(
        "application/mods+xml",
        lambda title, record: f"{mods.mods(title)}\n",
        first=_MODS,
        last="</modsCollection>\n",
    ),
    Form.DC: Writing(
        "application/xml",
        lambda title, record: f"{dublin_core.oai_dc(title)}\n",
        first=_DC,
        last="</records>\n",
    ),
    Form.JSON_LD: Writing(
        "application/ld+json",
        lambda title, record: schema_org.json_ld(title),
        first=_JSON_LD,
        between=",\n",
        last="\n]}\n",
    ),
    Form.CSV: Writing(
        "text/csv; charset=utf-8", lambda title, record: table.row(title), first=table.heading()
    ),
    Form.BIBTEX: Writing("application/x-bibtex", lambda title, record: bibtex.bibtex(title)),
    Form.RIS: Writing("application/x-research-info-systems", lambda title, record: ris.ris(title)),
}
