"""SRU 1.1, 1.2 and 2.0 with CQL: what is found, in which form, and by which number it is refused.

A foreign client is in test_foreign_clients.py.
"""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from hylla.catalogue.actions import NewTitle, add_titles, add_usual_item_types, withdraw_item
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.catalogue.rules.by_cql import INDEXES
from hylla.formats.cql.reading import LONGEST
from hylla.formats.sru.diagnostics import Number
from tests.builders import a_branch

OLD = "{http://www.loc.gov/zing/srw/}"
NEW = "{http://docs.oasis-open.org/ns/search-ws/sruResponse}"
DAY = date(2026, 3, 2)

TITLES = {
    "sult": TitleFacts("Sult", authors=("Hamsun, Knut",), year=1890, languages=("nob",)),
    "hunger": TitleFacts(
        "Hunger",
        subtitle="the novel Sult in English",
        authors=("Hamsun, Knut",),
        year=1899,
        languages=("eng", "nob"),
        publisher="Vindskeivt",
    ),
    "life": TitleFacts("Hamsun", subtitle="en biografi", authors=("Ås, Kari",), year=2009),
    "nød": TitleFacts("Om nød", authors=("Moe, Ida",), subjects=("Sult", "Fjell - Norge")),
    "film": TitleFacts("Fjellet", kind="film", year=1990, isbns=("9788205295353",)),
    "series": TitleFacts("Fjorden og fjellet", series=("Sult og savn ; 2",), year=1990),
    "town": TitleFacts("Ås", authors=("Ås, Kari",), year=2011),
    "gone": TitleFacts("Sult, borte", year=1890),
}


@pytest.fixture(autouse=True)
def shelves(db: None) -> dict[str, int]:
    """Some titles; the last copy of one is withdrawn."""
    add_usual_item_types()
    branch = a_branch()
    numbers = add_titles(
        [
            NewTitle(name, facts, (NewCopy(f"B{at}", branch.pk, "book", "A"),))
            for at, (name, facts) in enumerate(TITLES.items())
        ],
        source="test",
        on=DAY,
    )
    withdraw_item("B7", on=DAY)
    add_titles([NewTitle("late", TitleFacts("Sent"))], source="test", on=DAY + timedelta(days=9))
    return dict(zip(TITLES, numbers, strict=True))


def ask(program: Client, **told: str) -> ElementTree.Element:
    """Ask by GET and by POST, which must give the same."""
    by_get = program.get("/sru", told)
    by_post = program.post("/sru", told)
    assert by_get.status_code == by_post.status_code == 200
    assert by_get.content == by_post.content
    assert by_get["Content-Type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(by_get.content)  # noqa: S314 - it is what we wrote


def search(program: Client, query: str, **told: str) -> ElementTree.Element:
    usual = {"version": "1.2", "operation": "searchRetrieve", "recordSchema": "dc"}
    return ask(program, query=query, **{**usual, **told})


def number(answer: ElementTree.Element) -> int:
    """Return the number of the only diagnostic."""
    (uri,) = [each.text for each in answer.iter() if each.tag.endswith("}uri")]
    assert uri
    assert uri.startswith("info:srw/diagnostic/1/")
    assert answer.findtext(f"{OLD}numberOfRecords") == "0" or answer.tag.startswith(NEW)
    return int(uri.rpartition("/")[2])


def found(program: Client, query: str, **told: str) -> set[str]:
    answer = search(program, query, maximumRecords="100", **told)
    titles = {each.text or "" for each in answer.iter("{http://purl.org/dc/elements/1.1/}title")}
    names = {facts.title: name for name, facts in TITLES.items()} | {"Sent": "late"}
    assert answer.findtext(f"{OLD}numberOfRecords") == str(len(titles))
    return {names[title.partition(" : ")[0]] for title in titles}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sult", "sult hunger nød series"),
        ("SULT", "sult hunger nød series"),
        ("dc.title = sult", "sult hunger"),
        ("title=sult", "sult hunger"),
        ('dc.title == "sult"', "sult"),
        ("dc.title == hunger", "hunger"),
        ("dc.creator = hamsun", "sult hunger"),
        ("bath.title = hamsun", "life"),
        ("bath.author = ås", "life town"),
        ("dc.creator = ÅS", "life town"),
        ("dc.creator = aas", "life"),
        ("dc.subject = sult", "nød"),
        ('dc.subject == "fjell - norge"', "nød"),
        ("bath.seriesTitle = sult", "series"),
        ("dc.publisher = vindskeivt", "hunger"),
        ("fjell*", "nød film series"),
        ("dc.title = fjell*", "film series"),
        ("dc.title = fjord* and dc.title = fjell*", "series"),
        ('dc.title all "fjorden fjellet"', "series"),
        ('dc.title any "hunger fjellet"', "hunger film series"),
        ('dc.title adj "og fjellet"', "series"),
        ('dc.title adj "fjellet og"', ""),
        ('dc.title adj "FJORDEN og"', "series"),
        ('dc.title adj "fjord og"', ""),
        ('dc.creator adj "hamsun knut"', "sult hunger"),
        ('dc.creator adj "knut hamsun"', ""),
        ('dc.creator adj "ås kari"', "life town"),
        ("bath.title = ås and dc.creator = ås", "town"),
        ("bath.isbn = 82-05-29535-2", "film"),
        ("dc.identifier = urn:isbn:9788205295353", "film"),
        ("dc.date = 1990", "film series"),
        ("dc.date < 1899", "sult"),
        ("dc.date <= 1899", "sult hunger"),
        ("dc.date > 1990", "life town"),
        ("dc.date >= 1990", "life town film series"),
        ('dc.date within "1890 1899"', "sult hunger"),
        ("dc.language = nob", "sult hunger"),
        ("dc.language = ENG", "hunger"),
        ('dc.language any "eng swe"', "hunger"),
        ("dc.type = film", "film"),
        ("bath.localNumber = hunger", "hunger"),
        ("rec.creationDate > 2026-03-02", "late"),
        ("rec.lastModificationDate < 2026-03-03 and dc.type = film", "film"),
        ("sult and hamsun", "sult hunger"),
        ("sult or fjellet", "sult hunger nød film series"),
        ("sult not hamsun", "nød series"),
        ("(hunger or nød) and sult", "hunger nød"),
        ("hunger or (nød and sult)", "hunger nød"),
        ("cql.allRecords = 1 not sult", "life town film late"),
        ("cql.allRecords = 1 or sult", "sult hunger life town nød film series late"),
        ("sult not cql.allRecords = 1", ""),
        ("allRecords = 1 and dc.type = film", "film"),
        ('> d = "info:srw/cql-context-set/1/dc-v1.1" d.type = film', "film"),
        ('> "info:srw/cql-context-set/1/dc-v1.1" type = film', "film"),
        (r"\s\u\l\t and dc.creator = hamsun", "sult hunger"),
        ("dc.title = /cql.ignoreCase SULT", "sult hunger"),
        ("zzyzx", ""),
        ("100%", ""),
        ("rec.identifier = 1 and rec.identifier = 2", ""),
    ],
)
def test_what_a_query_finds(query: str, names: str, program: Client) -> None:
    """Gone titles never; å is aa, and a title's word that is also an author's is found as both."""
    assert found(program, query) == set(names.split())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Number.MANDATORY_PARAMETER_NOT_SUPPLIED),
        ("a b", Number.QUERY_SYNTAX_ERROR),
        ("dc.title =", Number.QUERY_SYNTAX_ERROR),
        ("a" * (LONGEST + 1), Number.TOO_MANY_CHARACTERS_IN_QUERY),
        ("(a", Number.UNSUPPORTED_USE_OF_PARENTHESES),
        ('"a', Number.UNSUPPORTED_USE_OF_QUOTES),
        ("marc.title = a", Number.UNSUPPORTED_CONTEXT_SET),
        ('> dc = "info:other" dc.title = a', Number.UNSUPPORTED_CONTEXT_SET),
        ("dc.coverage = a", Number.UNSUPPORTED_INDEX),
        ("nonsense = a", Number.UNSUPPORTED_INDEX),
        ("dc.title encloses a", Number.UNSUPPORTED_RELATION),
        ("dc.title =/stem a", Number.UNSUPPORTED_RELATION_MODIFIER),
        ("dc.title < a", Number.UNSUPPORTED_COMBINATION_OF_RELATION_AND_INDEX),
        ("dc.date any 1990", Number.UNSUPPORTED_COMBINATION_OF_RELATION_AND_INDEX),
        ("dc.language < a", Number.UNSUPPORTED_COMBINATION_OF_RELATION_AND_INDEX),
        ("dc.title = " + "a" * 501, Number.TOO_MANY_CHARACTERS_IN_TERM),
        ('dc.title = ""', Number.EMPTY_TERM_UNSUPPORTED),
        ("fj?ll", Number.MASKING_CHARACTER_NOT_SUPPORTED),
        ("*fjell", Number.MASKING_CHARACTER_NOT_SUPPORTED),
        ("dc.title == fjell*", Number.MASKING_CHARACTER_NOT_SUPPORTED),
        ("a*", Number.MASKED_WORDS_TOO_SHORT),
        ("*", Number.MASKED_WORDS_TOO_SHORT),
        ("*" * 400, Number.MASKING_CHARACTER_NOT_SUPPORTED),
        ("^fjell", Number.ANCHORING_CHARACTER_NOT_SUPPORTED),
        ('"!!!"', Number.TERM_IN_INVALID_FORMAT),
        ("bath.isbn = 123", Number.TERM_IN_INVALID_FORMAT),
        ("dc.date = soon", Number.TERM_IN_INVALID_FORMAT),
        ("rec.creationDate = 2026-02-30", Number.TERM_IN_INVALID_FORMAT),
        ("rec.identifier = one", Number.TERM_IN_INVALID_FORMAT),
        (" or ".join("a" * 99), Number.TOO_MANY_BOOLEAN_OPERATORS),
        ("a prox b", Number.PROXIMITY_NOT_SUPPORTED),
        ("a and/rel.combine=sum b", Number.UNSUPPORTED_BOOLEAN_MODIFIER),
        ("a sortby dc.subject", Number.SORT_NOT_SUPPORTED),
        ("a sortby dc.title dc.date", Number.UNSUPPORTED_SORT_SEQUENCE),
        ("a sortby dc.title/sort.missingLow", Number.UNSUPPORTED_SORT_SEQUENCE),
    ],
)
def test_what_cannot_be_asked_has_its_number(query: str, expected: Number, program: Client) -> None:
    assert number(search(program, query)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"operation": "scan", "scanClause": "a"}, Number.UNSUPPORTED_OPERATION),
        ({"operation": "delete"}, Number.UNSUPPORTED_OPERATION),
        ({"version": "3.0"}, Number.UNSUPPORTED_VERSION),
        ({"startRecord": "0"}, Number.UNSUPPORTED_PARAMETER_VALUE),
        ({"startRecord": "-1"}, Number.UNSUPPORTED_PARAMETER_VALUE),
        ({"maximumRecords": "many"}, Number.UNSUPPORTED_PARAMETER_VALUE),
        ({"queryType": "xquery"}, Number.UNSUPPORTED_PARAMETER_VALUE),
        ({"colour": "red"}, Number.UNSUPPORTED_PARAMETER),
        ({"startRecord": "99"}, Number.FIRST_RECORD_POSITION_OUT_OF_RANGE),
        ({"startRecord": "999999999"}, Number.FIRST_RECORD_POSITION_OUT_OF_RANGE),
        ({"recordSchema": "unimarc"}, Number.UNKNOWN_SCHEMA_FOR_RETRIEVAL),
        ({"recordPacking": "zip"}, Number.UNSUPPORTED_RECORD_PACKING),
        ({"recordXPath": "//a"}, Number.XPATH_RETRIEVAL_UNSUPPORTED),
        ({"sortKeys": "title"}, Number.SORT_NOT_SUPPORTED),
        ({"stylesheet": "/x.xsl"}, Number.STYLESHEETS_NOT_SUPPORTED),
    ],
)
def test_what_is_wrong_beside_the_query_has_its_number(
    told: dict[str, str], expected: Number, program: Client
) -> None:
    assert number(search(program, "sult", **told)) == expected


@pytest.mark.parametrize("schema", ["marcxml", "dc", "mods", "info:srw/schema/1/marcxml-v1.1", ""])
def test_records_come_in_the_schema_that_is_asked_for(schema: str, program: Client) -> None:
    answer = search(program, "dc.title == sult", recordSchema=schema)
    (record,) = answer.iter(f"{OLD}record")
    (data,) = record.findall(f"{OLD}recordData/*")
    roots = {"dc": "dc", "mods": "mods"}
    assert data.tag.rpartition("}")[2] == roots.get(schema, "record")
    assert "Sult" in "".join(data.itertext())
    as_text = search(program, "dc.title == sult", recordSchema=schema, recordPacking="string")
    text = as_text.findtext(f".//{OLD}recordData")
    assert text
    again = ElementTree.fromstring(text)  # noqa: S314 - it is what we wrote
    assert ElementTree.tostring(again) == ElementTree.tostring(data)


def test_a_long_answer_is_read_in_parts(program: Client) -> None:
    query = "cql.allRecords = 1 sortby dc.date/sort.ascending"
    first = search(program, query, maximumRecords="3")
    assert first.findtext(f"{OLD}numberOfRecords") == "8"
    assert first.findtext(f"{OLD}nextRecordPosition") == "4"
    assert first.findtext(f"{OLD}echoedSearchRetrieveRequest/{OLD}query") == query
    last = search(program, query, maximumRecords="10", startRecord="4")
    assert last.findtext(f"{OLD}nextRecordPosition") is None
    places = [each.text for each in last.iter(f"{OLD}recordPosition")]
    assert places == ["4", "5", "6", "7", "8"]
    none = search(program, "sult", maximumRecords="0")
    assert none.findtext(f"{OLD}numberOfRecords") == "4"
    assert none.find(f"{OLD}records") is None


def test_sorting(program: Client) -> None:
    titles = "{http://purl.org/dc/elements/1.1/}title"
    for direction, first in (("ascending", "Fjellet"), ("descending", "Sult")):
        query = f'dc.title any "sult fjellet" sortby dc.title/sort.{direction}'
        assert next(search(program, query).iter(titles)).text == first


def test_version_2_has_its_own_names(program: Client) -> None:
    """It is asked in without version and operation, and answers in its own namespace."""
    answer = ask(program, query="dc.title == sult", recordXMLEscaping="string", recordPacking="x")
    assert answer.tag == f"{NEW}searchRetrieveResponse"
    assert answer.findtext(f".//{NEW}recordXMLEscaping") == "string"
    assert answer.find(f"{NEW}version") is None
    assert number(ask(program, query="a prox b")) == Number.PROXIMITY_NOT_SUPPORTED
    same = ask(program, version="2.0", operation="searchRetrieve", query="sult")
    assert same.tag == f"{NEW}searchRetrieveResponse"


def test_it_explains_itself(program: Client) -> None:
    zeerex = "{http://explain.z3950.org/dtd/2.0/}"
    for told in ({}, {"operation": "explain", "version": "1.2"}):
        answer = ask(program, **told)
        assert answer.tag == f"{OLD}explainResponse"
        assert answer.findtext(f".//{zeerex}host") == "testserver"
        assert answer.findtext(f".//{zeerex}database") == "sru"
        named = {each.text for each in answer.iter(f"{zeerex}title")}
        assert set(INDEXES) < named
        schemas = {each.get("name") for each in answer.iter(f"{zeerex}schema")}
        assert schemas == {"marcxml", "dc", "mods"}
    assert ask(program, version="2.0", operation="explain").tag == f"{NEW}explainResponse"


def test_every_index_that_is_explained_can_be_asked(program: Client) -> None:
    terms = {"dc.date": "1990", "bath.isbn": "9788205295353", "dc.identifier": "9788205295353"}
    terms |= {"bath.standardidentifier": "9788205295353", "rec.creationdate": "2026-03-02"}
    terms |= {"rec.lastmodificationdate": "2026-03-02", "rec.identifier": "1", "rec.id": "1"}
    for each in INDEXES:
        answer = search(program, f"{each} = {terms.get(each, 'sult')}")
        assert not re.search("diagnostic", "".join(part.tag for part in answer.iter())), each


def test_what_a_browser_may_send_harms_nothing(program: Client) -> None:
    for query in ("sult\x00fjell", "\ud83d\ude00", "sult%' OR 1=1 --", "dc.title = '\u2028'"):
        search(program, query.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert found(program, "sult\x00 and hamsun") == {"sult", "hunger"}
    assert program.delete("/sru").status_code == 405
