"""Answers of other servers are read, in every version and whatever is wrong with them."""

import html
import time

import pytest

from hylla.formats.sru.reading import Diagnosed, NoAnswer, response

MARC = (
    '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500</leader>'
    '<datafield tag="245" ind1="1" ind2="0"><subfield code="a">%s</subfield></datafield></record>'
)
OLD = "http://www.loc.gov/zing/srw/"
NEW = "http://docs.oasis-open.org/ns/search-ws/sruResponse"


def answer(
    *records: str, total: int = 1, space: str = OLD, more: str = "", head: str = ""
) -> bytes:
    """Write an answer; each record is what stands in its data."""
    inner = "".join(
        f"<s:record><s:recordSchema>x</s:recordSchema><s:recordData>{each}</s:recordData>"
        "<s:recordPosition>1</s:recordPosition></s:record>"
        for each in records
    )
    text = (
        f'{head}<s:searchRetrieveResponse xmlns:s="{space}"><s:version>1.2</s:version>'
        f"<s:numberOfRecords>{total}</s:numberOfRecords><s:records>{inner}</s:records>{more}"
        "</s:searchRetrieveResponse>"
    )
    return text.encode()


def titles(body: bytes) -> list[str]:
    return [each.first("245", "a") for each in response(body).records]


@pytest.mark.parametrize("space", [OLD, NEW, "urn:of-their-own"])
def test_records_are_read_whatever_the_version(space: str) -> None:
    body = answer(MARC % "Fjellet", MARC % "Fjorden", total=40, space=space)
    assert titles(body) == ["Fjellet", "Fjorden"]
    assert response(body).total == 40


def test_records_may_be_text_and_of_any_namespace() -> None:
    escaped = html.escape(MARC % "Fjell &amp; fjære")
    exchange = (MARC % "Vidda").replace("http://www.loc.gov/MARC21/slim", "info:lc/xmlns/x")
    prefixed = (
        '<m:record xmlns:m="x"><m:leader/><m:datafield tag="245"><m:subfield code="a">Kyst'
        "</m:subfield></m:datafield></m:record>"
    )
    assert titles(answer(escaped)) == ["Fjell & fjære"]
    assert titles(answer(exchange, prefixed)) == ["Vidda", "Kyst"]


def test_a_record_that_cannot_be_read_costs_nothing_but_itself() -> None:
    told = response(answer("<record><leader>x</leader></record>", MARC % "Fjellet", total=2))
    assert ([each.first("245", "a") for each in told.records], told.unreadable) == (["Fjellet"], 1)


def test_what_is_wrong_is_told_with_its_number() -> None:
    more = (
        '<s:diagnostics><d:diagnostic xmlns:d="x"><d:uri>info:srw/diagnostic/1/16</d:uri>'
        "<d:details>alma.x</d:details><d:message>Unsupported index</d:message></d:diagnostic>"
        "<diagnostic><message>Annet</message></diagnostic></s:diagnostics>"
    )
    told = response(answer(total=0, more=more))
    assert told.diagnosed == (Diagnosed(16, "Unsupported index: alma.x"), Diagnosed(0, "Annet"))
    assert (told.total, told.records) == (0, ())


def test_latin_1_that_says_it_is_utf_8_is_read_all_the_same() -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    body = answer(MARC % "Båten på fjæra", head=head).decode().encode("latin-1")
    assert titles(body) == ["Båten på fjæra"]
    said = answer(MARC % "Båten", head='<?xml version="1.0" encoding="ISO-8859-1"?>')
    assert titles(said.decode().encode("latin-1")) == ["Båten"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<html><body>Sign in</body></html>",
        b"<explainResponse/>",
        answer(MARC % "Fjellet")[:-40],
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + answer(),
        b'<?xml version="1.0" encoding="utf-77"?>' + answer(),
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_answer_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NoAnswer):
        response(body)


def test_records_may_stand_in_a_section_of_text() -> None:
    assert titles(answer(f"<![CDATA[ {MARC % 'Fjellet'} ]]>", html.escape(MARC % "Vidda"))) == [
        "Fjellet",
        "Vidda",
    ]


def test_a_total_that_no_catalogue_has_is_none() -> None:
    body = answer(MARC % "Fjellet").replace(
        b">1</s:numberOfRecords", b">" + b"9" * 5000 + b"</s:numberOfRecords"
    )
    assert response(body).total == 0
    assert titles(body) == ["Fjellet"]


def test_an_answer_made_to_take_long_is_read_at_once() -> None:
    """What only looks like records in text, ten thousand times, is looked at once."""
    nasty = f"<!-- {'<s:recordData>&lt;' * 20_000} -->"
    began = time.process_time()
    assert titles(answer(MARC % "Fjellet", more=nasty)) == ["Fjellet"]
    assert time.process_time() - began < 1
