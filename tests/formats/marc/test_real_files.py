"""Every file of real records that lies beside the clone: read whole, and understood.

The records are other people's and are not in this repository. Where the folder is missing these
tests do not run, and say so.
"""

import contextlib
import csv
import io
import logging
import os
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pymarc
import pytest

from hylla.formats.marc import (
    Audience,
    BadRecord,
    BookFacts,
    Dialect,
    Material,
    ReadRecord,
    Reason,
    RecordType,
    describe,
    holdings_of,
    iso2709,
    marcxml,
    read_records,
)
from hylla.formats.marc.charset import Judge
from hylla.formats.marc.faults import Fault, costs_of
from hylla.formats.marc.writing import iso2709_of
from hylla.formats.marc.writing_xml import marcxml_of

# The marks around words that sorting skips, and tabs: one reader drops them, the other does not.
_NO_CONTROLS = dict.fromkeys((*range(0x80, 0xA0), 0x09))

_REPOSITORY = Path(__file__).parents[3]
DATA = Path(os.environ.get("HYLLA_SHARED", _REPOSITORY.parent / "shared")) / "data"

pytestmark = pytest.mark.skipif(
    not (DATA / "MANIFEST.csv").is_file(),
    reason=f"NOT RUN: no real records in {DATA.name}/ beside the clone (or set HYLLA_SHARED)",
)


@dataclass(frozen=True)
class Listed:
    """A row of the manifest."""

    file: str
    format: str
    records: int
    pymarc_read: int
    pymarc_failed: bool

    @property
    def nasty(self) -> bool:
        return "/nasty/" in self.file


def listed() -> list[Listed]:
    if not (DATA / "MANIFEST.csv").is_file():
        return []
    with (DATA / "MANIFEST.csv").open(encoding="utf-8", newline="") as rows:
        return [
            Listed(
                row["file"],
                row["format"],
                int(row["records"] or 0),
                int(row["pymarc_ok"] or 0),
                row["pymarc_errors"] not in {"", "0"},
            )
            for row in csv.DictReader(rows)
        ]


LISTED = listed()
MARC_FILES = [each for each in LISTED if each.format in {"iso2709", "xml"}]
OTHER_FILES = [each for each in LISTED if each.format not in {"iso2709", "xml"}]


def name(each: Listed) -> str:
    return each.file.removeprefix("marc/")[:70]


@cache
def results(file: str) -> tuple[ReadRecord | BadRecord, ...]:
    return tuple(read_records(DATA / file))


def good(file: str) -> list[ReadRecord]:
    return [result for result in results(file) if isinstance(result, ReadRecord)]


def facts(file: str) -> list[BookFacts]:
    return [
        describe(result.record)
        for result in good(file)
        if result.record.type is RecordType.BIBLIOGRAPHIC
    ]


@pytest.mark.parametrize("each", [e for e in MARC_FILES if not e.nasty], ids=name)
def test_every_listed_record_is_read(each: Listed) -> None:
    assert len(good(each.file)) >= each.records
    assert not [result for result in results(each.file) if isinstance(result, BadRecord)]


@pytest.mark.parametrize("each", [e for e in MARC_FILES if e.nasty], ids=name)
def test_nasty_files_lose_no_good_record_and_hide_no_fault(each: Listed) -> None:
    """A fault is either a bad record, or a doubt that came with the record."""
    found = results(each.file)
    assert len(good(each.file)) >= each.pymarc_read - 1
    assert len(found) >= each.records - 1
    if each.pymarc_failed:
        assert any(isinstance(result, BadRecord) or result.doubts for result in found)


@pytest.mark.parametrize("each", OTHER_FILES, ids=name)
def test_other_formats_are_refused_once(each: Listed) -> None:
    (only,) = results(each.file)
    assert isinstance(only, BadRecord)
    assert only.reason is Reason.NOT_MARC


def test_nearly_all_records_have_what_the_catalogue_needs() -> None:
    every = [fact for each in MARC_FILES for fact in facts(each.file)]
    assert len(every) > 14_000
    assert sum(1 for fact in every if fact.title) >= 0.99 * len(every)
    assert sum(1 for fact in every if fact.languages) >= 0.9 * len(every)
    assert sum(1 for fact in every if fact.authors) >= 0.75 * len(every)
    assert all(len(isbn) == 13 and isbn.isdigit() for fact in every for isbn in fact.isbns)


def test_all_text_is_composed_and_free_of_controls() -> None:
    for each in MARC_FILES:
        for result in good(each.file):
            for field in result.record.fields:
                for text in (field.value, *(part.value for part in field.subfields)):
                    assert unicodedata.is_normalized("NFC", text)
                    assert text.isascii() or not any("\x7f" <= c <= "\x9f" for c in text)


@pytest.mark.parametrize(
    "each", [e for e in MARC_FILES if e.format == "iso2709" and not e.nasty], ids=name
)
def test_where_nothing_was_guessed_pymarc_reads_the_same(each: Listed) -> None:
    logging.getLogger("pymarc").setLevel(logging.CRITICAL)
    with (DATA / each.file).open("rb") as file, contextlib.redirect_stderr(io.StringIO()):
        theirs = list(pymarc.MARCReader(file, to_unicode=True, hide_utf8_warnings=True))
    for mine, other in zip(results(each.file), theirs, strict=False):
        if isinstance(mine, BadRecord) or mine.doubts or other is None:
            continue
        titles = [
            (s.code, s.value.translate(_NO_CONTROLS))
            for f in mine.record.all("245")
            for s in f.subfields
        ]
        assert titles == [
            (s.code, unicodedata.normalize("NFC", s.value.translate(_NO_CONTROLS)))
            for f in other.get_fields("245")
            for s in f.subfields
        ]


@pytest.mark.parametrize(
    ("file", "dialect", "titles"),
    [
        (
            "digibib+marc2rdf__spec_example.binary.normarc.mrc",
            Dialect.NORMARC,
            {"Sjølvmord i Skilpaddekaféen", "Ut og stjæle hester", "Hestehodetåken"},
        ),
        (
            "digibib+marc2rdf__spec_example.bibliofilmarc.xml",
            Dialect.NORMARC,
            {"Gutter som blev mænd", "Historien om Abraham Lincoln", "En fullkommen dag"},
        ),
        (
            "statsbiblioteket+summa__bundle.mrc",
            Dialect.DANMARC2,
            {"Småsange for SAB og klaver", "Lärarhandboken - metodiska tips"},
        ),
        (
            "indexdata+idzebra__examples_marc21_sample-marc.mrc",
            Dialect.DANMARC2,
            {"Strækøvelser"},
        ),
    ],
)
def test_nordic_titles_are_right(file: str, dialect: Dialect, titles: set[str]) -> None:
    found = {fact.title for fact in facts(f"marc/{file}") if fact.dialect is dialect}
    assert titles <= found


def test_a_norwegian_audiobook_is_understood() -> None:
    record = next(
        result.record
        for result in good("marc/digibib+migmarc2rdf__bundle.xml")
        if result.record.control("001") == "642032"
    )
    found = describe(record)
    assert (found.title, found.authors) == ("Berlinerpoplene", ("Ragde, Anne B.",))
    assert (found.material, found.audience) == (Material.AUDIOBOOK, Audience.ADULT)
    assert (found.year, found.languages) == (2004, ("nob",))
    assert found.isbns == ("9788242115867",)
    assert found.shelf_mark == "dc AVcd Rag"
    holdings = holdings_of(record)
    assert len(holdings) == 17
    assert (holdings[0].barcode, holdings[0].branch) == ("03010642032002", "hutl")


def test_a_danish_score_is_understood() -> None:
    found = facts("marc/statsbiblioteket+summa__bundle.mrc")[2]
    assert found.authors == ("Nielsen, Carl",)
    assert found.responsibility == "Carl Nielsen ; korarrangementer: Per Skriver"
    assert found.material is Material.MUSIC
    assert found.series == ("Musik i Skolen ; B 026",)
    assert found.classification == "78.652"


def test_what_is_written_is_read_again_field_by_field() -> None:
    """As ISO 2709 and as MARCXML: all but what the formats have no room for, and that is told.

    One in eight here, and every one before a release (`HYLLA_EVERYWHERE`).
    """
    every = [result.record for each in MARC_FILES for result in good(each.file)]
    odd = [record for record in every if costs_of(record)]
    assert 5 <= len(odd) <= 20
    for record in every if os.environ.get("HYLLA_EVERYWHERE") else (*every[::8], *odd):
        (piece,) = iso2709.pieces(iter([iso2709_of(record)]))
        by_numbers, _ = iso2709.parsed(piece, Judge())
        by_markup, _ = marcxml.parsed(marcxml_of(record).encode(), encoding="utf-8")
        costs = costs_of(record)
        assert by_markup.fields == record.fields
        assert (by_numbers.fields == record.fields) is not bool(costs - {Fault.ODD_LEADER})
        for again in (by_numbers, by_markup):
            same = again.leader[5:9] == record.leader[5:9]
            assert same or Fault.ODD_LEADER in costs
