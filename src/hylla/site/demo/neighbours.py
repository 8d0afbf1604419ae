"""The demo's other catalogues: a few made-up titles on this machine, asked as real ones are.

Each path speaks one of the profiles, with the indexes, the version and the schema that the real
catalogue knows, and refuses what that would refuse.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from hylla.catalogue.rules.words import words_in
from hylla.clients.catalogues.profiles import PROFILES
from hylla.clients.serving import Answering, Reply
from hylla.formats import cql, sru
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.writing_xml import NAMESPACE, marcxml_of
from hylla.formats.sru import Diagnostic, Number
from hylla.formats.xml import Xml
from hylla.site.processes import Program, checked

FILE = "sources.toml"
NAMES = {"libris": "Libris", "alma": "Alma", "biblioteksentralen": "Biblioteksentralen"}
_MARCXCHANGE = "info:lc/xmlns/marcxchange-v1"
_LEADER = "00000cam a2200000 a 4500"
_SILENT = "biblioteksentralen"
"""It finds nothing where it does not know an index, as its documentation says; others refuse."""


@dataclass(frozen=True, slots=True)
class Title:
    """A made-up title of theirs."""

    number: str
    isbn: str
    title: str
    author: str
    year: int
    language: str = "nob"


TITLES = (
    Title("8001", "9788299990011", "Vinden fra nes til nes", "Fjære, Torunn", 2024),
    Title("8002", "9788299990028", "Isbreens arkiv", "Haugland, Eskil", 2025),
    Title("8003", "9788299990035", "Båten som ikke kom", "Fjære, Torunn", 2021),
    Title("8004", "9788299990042", "Nattrallaren", "Öberg, Malin", 2023, "swe"),
    Title("8005", "9788299990059", "Å telle regn", "Haugland, Eskil", 2022, "nno"),
)
_INDEXES = {
    index: what
    for profile in PROFILES.values()
    for what, index in (
        ("isbn", profile.isbn),
        ("title", profile.title),
        ("author", profile.author),
        ("words", profile.words),
    )
}
_INDEXES |= {profile.issn: "issn" for profile in PROFILES.values() if "issn" in profile.issn}


def record_of(title: Title) -> Record:
    """Return a title as they have catalogued it, with a copy on a shelf of theirs."""

    def field(tag: str, indicators: str, *parts: str) -> Field:
        return Field(tag, "", indicators, tuple(Subfield(each[0], each[1:]) for each in parts))

    fixed = f"240101s{title.year}    no            000 1 {title.language} c"
    return Record(
        _LEADER,
        (
            Field("001", title.number),
            Field("003", "NO-Demo"),
            Field("008", fixed),
            field("020", "  ", f"a{title.isbn}"),
            field("040", "  ", "aNO-Demo", "bnob"),
            field("100", "1 ", f"a{title.author}", "eforfatter"),
            field("245", "10", f"a{title.title}"),
            field("264", " 1", "aFjordvik", "bMolo forlag", f"c{title.year}"),
            field("852", "  ", "bDeres hylle", f"p{title.number}0001"),
        ),
    )


def answered(profile: str, told: Mapping[str, str], titles: Sequence[Title] = TITLES) -> str:
    """Return what a catalogue of this kind answers to the parameters of a request."""
    known = PROFILES[profile]
    try:
        ask = sru.asked(told)
        if told.get("version", known.version) != known.version:
            raise Diagnostic(Number.UNSUPPORTED_VERSION, known.version)
        if ask.schema not in {"", known.schema}:
            raise Diagnostic(Number.UNKNOWN_SCHEMA_FOR_RETRIEVAL, ask.schema)
        try:
            tree = cql.read(ask.query).tree
        except cql.FaultyQuery as fault:
            raise Diagnostic(Number.QUERY_SYNTAX_ERROR, str(fault)) from None
        found = [each for each in titles if _fits(each, tree, profile)]
        shown = found[ask.first - 1 :][: ask.count]
        records = [sru.FoundRecord(each.number, _markup(each, known.schema)) for each in shown]
        return sru.answer(ask, sru.Answer(known.schema, records, len(found)))
    except Diagnostic as fault:
        return sru.refused(fault, version=sru.version_of(told))


def _markup(title: Title, schema: str) -> Xml:
    markup = marcxml_of(record_of(title))
    return Xml(markup.replace(NAMESPACE, _MARCXCHANGE)) if schema == "marc21" else markup


def _fits(title: Title, tree: cql.Tree, profile: str) -> bool:
    match tree:
        case cql.Boolean(operator, left, right):
            sides = (_fits(title, each, profile) for each in (left, right))
            return all(sides) if operator == "and" else any(sides)
        case cql.Clause():
            return _has(title, tree, profile)
    raise Diagnostic(Number.UNSUPPORTED_CONTEXT_SET)


def _has(title: Title, clause: cql.Clause, profile: str) -> bool:
    known = PROFILES[profile]
    index = clause.index or known.words
    if index not in {known.isbn, known.issn, known.title, known.author, known.words}:
        if profile == _SILENT:
            return False
        raise Diagnostic(Number.UNSUPPORTED_INDEX, index)
    told = {
        "isbn": title.isbn,
        "issn": "",
        "title": title.title,
        "author": title.author,
        "words": f"{title.title} {title.author} {title.isbn}",
    }[_INDEXES[index]]
    return set(words_in(clause.term.replace("\\", ""))) <= set(words_in(told))


def serve(*, port: int = 0) -> ThreadingHTTPServer:
    """Return a server that listens; the caller runs `serve_forever`. Port 0: any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), _Handler)


class _Handler(Answering):
    def do_GET(self) -> None:
        """Answer as the catalogue whose name stands in the path."""
        parts = urlsplit(self.path)
        profile = parts.path.strip("/")
        if profile not in NAMES:
            self.send(Reply(404, b"", "text/plain"))
            return
        text = answered(profile, dict(parse_qsl(parts.query)))
        self.send(Reply(200, text.encode(), "text/xml; charset=utf-8"))


def prepare(data: Path, *, port: int) -> None:
    """Write the file of catalogues at a port, and tell this process's children."""
    tables = (
        f'[[source]]\nname = "{name}"\nprofile = "{profile}"\n'
        f'address = "http://127.0.0.1:{port}/{profile}"\n'
        for profile, name in NAMES.items()
    )
    (data / FILE).write_text("\n".join(tables))
    os.environ["HYLLA_SOURCES"] = str(data / FILE)


def program(port: int) -> Program:
    """Return the catalogues as a process to keep running."""
    return Program("neighbours", checked("demo_neighbours", "--port", str(port)))
