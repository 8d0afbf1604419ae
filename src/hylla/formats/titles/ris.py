"""RIS: a reference as programs for them read it (EndNote, Zotero, Mendeley).

Source: "RIS Format Specifications" (2001): a tag of two letters, two spaces, a hyphen, a space;
TY comes first, ER last.
"""

from collections.abc import Mapping

from hylla.formats.marc.facts import Material
from hylla.formats.titles.title import Title

_TYPES: Mapping[str, str] = {
    Material.BOOK: "BOOK",
    Material.AUDIOBOOK: "SOUND",
    Material.MUSIC: "MUSIC",
    Material.FILM: "VIDEO",
    Material.GAME: "COMP",
    Material.PERIODICAL: "JFULL",
    Material.MAP: "MAP",
}


def ris(title: Title) -> str:
    """Return a title as a reference; its lines end as the format wants it, CR LF."""
    kind = _TYPES.get(title.kind, "GEN")
    lines = [
        ("TY", (kind,)),
        ("TI", (title.whole_name,)),
        ("AU", title.authors),
        ("PY", (str(title.year or ""),)),
        ("PB", (title.publisher,)),
        ("SN", title.isbns),
        ("LA", title.languages),
        ("T3", title.series),
        ("KW", title.subjects),
        ("UR", (title.address,)),
    ]
    told = [f"{code}  - {_line(value)}" for code, values in lines for value in values if value]
    return "".join(f"{line}\r\n" for line in (*told, "ER  - "))


def _line(text: str) -> str:
    return " ".join(text.split())
