"""A title in each form says what it should, whatever stands in it.

Where a format has a schema, what the schema demands of what we write is written out here, with the
section it stands in.
"""

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given

from hylla.formats.marc import describe
from hylla.formats.marc.making import for_others, marc21_of
from hylla.formats.marc.record import Field, Record, Subfield
from hylla.formats.titles import Title
from hylla.formats.titles.bibtex import bibtex
from hylla.formats.titles.dublin_core import ELEMENTS, oai_dc, srw_dc
from hylla.formats.titles.forms import WRITINGS, Form
from hylla.formats.titles.marc import marc21_for_others, record_of
from hylla.formats.titles.mods import NAMESPACE, mods
from hylla.formats.titles.ris import ris
from hylla.formats.titles.schema_org import in_a_page, schema_org
from hylla.formats.titles.table import HEADING, heading, row
from tests.formats.titles.making import TITLES, a_title

# Dublin Core Metadata Element Set 1.1: there are fifteen, and oai_dc has no other.
FIFTEEN = frozenset(
    [
        "contributor",
        "coverage",
        "creator",
        "date",
        "description",
        "format",
        "identifier",
        "language",
        "publisher",
        "relation",
        "rights",
        "source",
        "subject",
        "title",
        "type",
    ]
)
# MODS 3.7, resourceTypeDefinition: these words and no other.
RESOURCES = {
    "text",
    "cartographic",
    "notated music",
    "sound recording-musical",
    "sound recording-nonmusical",
    "sound recording",
    "still image",
    "moving image",
    "three dimensional object",
    "software, multimedia",
    "mixed material",
    None,
}
# MODS 3.7, modsGroup: what may stand at the top.
TOP = frozenset(
    [
        "abstract",
        "accessCondition",
        "classification",
        "extension",
        "genre",
        "identifier",
        "language",
        "location",
        "name",
        "note",
        "originInfo",
        "part",
        "physicalDescription",
        "recordInfo",
        "relatedItem",
        "subject",
        "tableOfContents",
        "targetAudience",
        "titleInfo",
        "typeOfResource",
    ]
)
# MARC21slim.xsd: leaderDataType, controlFieldDataType, dataFieldType, subfieldatafieldType.
LEADER = r"[\d ]{5}[\dA-Za-z ][\dA-Za-z][\dA-Za-z ]{3}(2| )(2| )[\d ]{5}[\dA-Za-z ]{3}(4500|    )"
RIS_LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")


def parsed(markup: str | bytes) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314 - it is what we wrote


def texts(markup: str, name: str, space: str = ELEMENTS) -> list[str | None]:
    return [each.text for each in parsed(markup).iter(f"{{{space}}}{name}")]


def test_dublin_core_tells_what_it_can() -> None:
    markup = oai_dc(a_title())
    assert texts(markup, "title") == ["Fjellet som gikk : en roman"]
    assert texts(markup, "creator") == ["Nordavind, Frida"]
    assert texts(markup, "contributor") == ["Fjordvik folkebibliotek"]
    assert texts(markup, "type") == ["Text"]
    assert texts(markup, "identifier") == [
        "https://library.example/record/7/",
        "urn:isbn:9788205295353",
    ]
    assert texts(srw_dc(a_title()), "title") == ["Fjellet som gikk : en roman"]


@given(TITLES)
def test_dublin_core_has_its_fifteen_elements_and_no_other(title: Title) -> None:
    for each in parsed(oai_dc(title)):
        space, _, name = each.tag[1:].partition("}")
        assert (space, name in FIFTEEN) == (ELEMENTS, True)
        assert not list(each)
        assert each.text


def test_mods_tells_what_it_can() -> None:
    markup = mods(a_title())
    assert texts(markup, "title", NAMESPACE) == ["Fjellet som gikk", "Elite"]
    assert texts(markup, "partNumber", NAMESPACE) == ["14"]
    assert texts(markup, "topic", NAMESPACE) == ["Fjell", "Norge", "Vandring"]
    assert texts(markup, "dateIssued", NAMESPACE) == ["2019"]
    names = parsed(markup).findall(f"{{{NAMESPACE}}}name")
    assert [each.get("type") for each in names] == ["personal", None]
    assert [each.get("usage") for each in names] == ["primary", None]


@given(TITLES)
def test_mods_keeps_to_its_words(title: Title) -> None:
    found = parsed(mods(title))
    assert found.get("version") == "3.7"
    assert {each.tag for each in found} <= {f"{{{NAMESPACE}}}{name}" for name in TOP}
    assert {each.text for each in found.iter(f"{{{NAMESPACE}}}typeOfResource")} <= RESOURCES
    for each in found.iter():
        assert (each.text is None) is bool(list(each))


@given(TITLES)
def test_marc_made_of_a_title_tells_the_same_again(title: Title) -> None:
    record = marc21_of(title)
    told = describe(record)
    assert re.fullmatch(LEADER, record.leader)
    assert len(record.control("008")) == 40
    assert told.title == title.name
    assert set(told.authors) == set(title.authors)
    assert told.subjects == title.subjects
    assert (told.year, told.languages, told.isbns) == (title.year, title.languages, title.isbns)
    assert told.control_number == title.control_number
    assert told.material == ("other" if title.kind == "tool" else title.kind)
    if title.kind not in {"map", "periodical"}:
        assert told.audience == title.audience


def test_for_others_is_what_the_format_leaves_to_nobody_alone() -> None:
    """Donors, actions, local fields and old copies stay at home; a public note does not."""
    kept = ["245", "490", "561", "650"]
    private = ["541", "583", "590", "690", "852", "901", "952", "999", "09A"]

    def field(tag: str, first: str) -> Field:
        return Field(tag, "", f"{first} ", (Subfield("a", tag),))

    told = for_others(
        Record("", (*(field(tag, "1") for tag in kept), *(field(tag, "0") for tag in private)))
    )
    assert [each.tag for each in told.fields] == kept


def test_what_came_in_another_format_is_made_anew_for_others() -> None:
    """NORMARC's and danMARC2's fields mean other things than MARC 21's."""
    came = Record("00000cam a2200000 a 4500", (Field("245", "", "10", (Subfield("a", "Sult"),)),))
    norwegian = Record(came.leader, (*came.fields, Field("019", "", "  ", (Subfield("b", "l"),))))
    write = WRITINGS[Form.MARC].one
    for record, title in ((came, "Sult"), (norwegian, "Fjellet som gikk")):
        kept = write(a_title(), record)
        assert isinstance(kept, bytes)
        assert marc21_for_others(a_title(), kept).first("245", "a") == title
        assert record_of(a_title(), kept).fields == record.fields
    assert marc21_for_others(a_title(), None).first("245", "a") == "Fjellet som gikk"
    assert record_of(a_title(), b"00000").first("245", "a") == "Fjellet som gikk"


def test_schema_org_names_things_as_search_engines_do() -> None:
    told = schema_org(a_title())
    assert told["@type"] == "Book"
    assert told["@id"] == told["url"] == "https://library.example/record/7/"
    assert told["author"] == [
        {"@type": "Person", "name": "Frida Nordavind"},
        {"@type": "Organization", "name": "Fjordvik folkebibliotek"},
    ]
    assert told["isbn"] == ["9788205295353"]
    assert schema_org(a_title(kind="tool"))["@type"] == "CreativeWork"
    assert "isbn" not in schema_org(a_title(kind="film"))


@given(TITLES)
def test_what_stands_in_a_page_cannot_leave_its_element(title: Title) -> None:
    told = in_a_page(schema_org(title))
    assert not set("<>&") & set(told)
    assert json.loads(told) == schema_org(title)


def test_bibtex_keeps_capitals_and_names_whole() -> None:
    assert bibtex(a_title()) == (
        "@book{title7,\n"
        "  author = {Nordavind, Frida and {Fjordvik folkebibliotek}},\n"
        "  title = {{Fjellet som gikk : en roman}},\n"
        "  publisher = {Vindskeivt},\n"
        "  year = {2019},\n"
        "  series = {Elite},\n"
        "  number = {14},\n"
        "  isbn = {9788205295353},\n"
        "  language = {nob, sme},\n"
        "  url = {https://library.example/record/7/},\n"
        "}\n"
    )


@given(TITLES)
def test_bibtex_never_loses_a_brace(title: Title) -> None:
    """An entry ends where its own brace closes, and nowhere before."""
    depth, told = 0, bibtex(title)
    for place, sign in enumerate(told):
        if sign in "{}" and told[place - 1] != "\\":
            depth += 1 if sign == "{" else -1
            assert depth or place == len(told) - 2
    assert depth == 0


@given(TITLES)
def test_ris_is_lines_from_ty_to_er(title: Title) -> None:
    lines = ris(title).split("\r\n")
    assert (lines[0][:6], lines[-2:]) == ("TY  - ", ["ER  - ", ""])
    assert all(RIS_LINE.fullmatch(line) for line in lines[:-1])


@given(TITLES)
def test_a_row_is_read_as_it_was_and_runs_nothing(title: Title) -> None:
    first, second = csv.reader(io.StringIO(heading() + row(title)))
    told = dict(zip(first, second, strict=True))
    assert tuple(first) == HEADING
    assert told["title"] in {title.name, f"'{title.name}"}
    assert not told["title"].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("form", Form)
def test_a_file_of_each_form_is_whole(form: Form) -> None:
    writing, title = WRITINGS[form], replace(a_title(), name="Mål & <middel>")
    told = writing.file(title, marc21_of(title))
    if "xml" in writing.media_type:
        assert "Mål & <middel>" in "".join(parsed(told).itertext())
    elif form is Form.JSON_LD:
        assert json.loads(told)["@graph"][0]["name"] == "Mål & <middel>"
    else:
        assert "Mål".encode() in told
