"""MARCXML and MarcXchange: any namespace, any wrapping, and nothing that does harm."""

import gzip
import re
import tracemalloc
from pathlib import Path

import pytest

from hylla.formats.marc import Doubt, ReadRecord, Reason
from hylla.formats.marc.reader import read_records
from tests.formats.marc.making import book, field, numbers, results, xml_record

MARCXML = "http://www.loc.gov/MARC21/slim"


@pytest.mark.parametrize(
    ("opening", "prefix"),
    [
        (f'<collection xmlns="{MARCXML}">', ""),
        ("<collection>", ""),
        (f'<marc:collection xmlns:marc="{MARCXML}">', "marc"),
        ('<collection xmlns="info:lc/xmlns/marcxchange-v1">', ""),
        ('<m:collection xmlns:m="info:lc/xmlns/marcxchange-v2">', "m"),
        ("<undeclared:collection>", "undeclared"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_xml_is_read_whatever_its_namespaces(
    file: Path, opening: str, prefix: str, pack: type[bytes]
) -> None:
    records = [xml_record(book(number), prefix=prefix) for number in (1, 2, 3)]
    closing = "</" + re.match(r"<([\w:]+)", opening)[1] + ">"
    document = f'<?xml version="1.0"?>\n{opening}{"".join(records)}{closing}'
    found = results(file, pack(document.encode()))
    assert numbers(found) == ["made1", "made2", "made3"]
    assert isinstance(found[0], ReadRecord)
    assert found[0].record.first("245", "a") == "Fjellet som gikk /"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_is_read_in_its_encoding(file: Path, encoding: str) -> None:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    records = xml_record(book(1, "Blåbær på Sørøya"))
    document = f'<?xml version="1.0" encoding="{name}"?><collection>{records}</collection>'
    found = results(file, document.encode(encoding))
    assert isinstance(found[0], ReadRecord)
    assert found[0].record.first("245", "a") == "Blåbær på Sørøya /"
    assert not found[0].doubts


def test_records_inside_other_records_are_found(file: Path) -> None:
    wrapped = "".join(
        f"<record><header><identifier>{n}</identifier></header>"
        f"<metadata>{xml_record(book(n), prefix='marc')}</metadata></record>"
        for n in (1, 2)
    )
    deleted = '<record><header status="deleted"><identifier>3</identifier></header></record>'
    document = f"<OAI-PMH><ListRecords>{wrapped}{deleted}</ListRecords></OAI-PMH>"
    assert numbers(results(file, document.encode())) == ["made1", "made2"]


def test_a_broken_xml_record_costs_nothing_but_itself(file: Path) -> None:
    good = [xml_record(book(number)) for number in (1, 2, 3)]
    for bad in (
        good[1].replace("</subfield>", "", 1),
        good[1].replace("gikk", "gikk & <kom"),
        good[1].replace("</record>", ""),
        good[1].replace('tag="245"', "tag=245"),
    ):
        document = f"<collection>{good[0]}{bad}{good[2]}</collection>"
        assert numbers(results(file, document.encode())) == [
            "made1",
            Reason.MALFORMED_XML,
            "made3",
        ]


def test_xml_that_ends_in_a_record_is_truncated(file: Path) -> None:
    document = f"<collection>{xml_record(book(1))}{xml_record(book(2))[:-60]}"
    assert numbers(results(file, document.encode())) == ["made1", Reason.TRUNCATED]


def test_comments_and_quoted_markup_hold_no_records(file: Path) -> None:
    hidden = f"<!-- {xml_record(book(7))} --><![CDATA[{xml_record(book(8))}]]>"
    document = f"<collection>{xml_record(book(1))}{hidden}{xml_record(book(2))}</collection>"
    assert numbers(results(file, document.encode())) == ["made1", "made2"]


def test_forbidden_characters_are_dropped_and_told(file: Path) -> None:
    record = xml_record(book(1, "Fjel\x02let"))
    document = f"<collection>{record}</collection>"
    found = results(file, document.encode())
    assert isinstance(found[0], ReadRecord)
    assert found[0].record.first("245", "a") == "Fjellet /"
    assert found[0].doubts == (Doubt.CHARACTERS_REPLACED,)


BOMB = "".join(
    f'<!ENTITY b{level} "{f"&b{level - 1};" * 10}">' if level else '<!ENTITY b0 "bang">'
    for level in range(12)
)


def test_an_entity_bomb_is_not_lit(file: Path) -> None:
    used = xml_record(book(1)).replace("gikk", "&b11;")
    document = f"<!DOCTYPE x [{BOMB}]><collection>{used}{xml_record(book(2))}</collection>"
    tracemalloc.start()
    found = results(file, document.encode())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert numbers(found) == [Reason.UNSAFE_XML, "made2"]
    assert peak < 5_000_000
    assert numbers(results(file, f"<!DOCTYPE x [{BOMB}]><x>&b11;</x>".encode())) == [
        Reason.UNSAFE_XML
    ]


def test_an_outside_file_is_never_read(file: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not print this", encoding="utf-8")
    used = xml_record(book(1)).replace("gikk", "&secret;")
    outside = f'<!DOCTYPE x [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'
    found = results(file, f"{outside}<collection>{used}</collection>".encode())
    assert numbers(found) == [Reason.UNSAFE_XML]
    assert "do not print" not in repr(found)


def test_a_large_xml_file_is_read_in_constant_memory(file: Path) -> None:
    record = xml_record(book(1, "Fjellet", field("520", "a" + "innhold " * 500))).encode()
    with file.open("wb") as out:
        out.write(b"<collection>")
        for _ in range(2000):
            out.write(record)
        out.write(b"</collection>")
    assert file.stat().st_size > 8_000_000
    tracemalloc.start()
    count = sum(isinstance(result, ReadRecord) for result in read_records(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2000
    assert peak < 4_000_000
