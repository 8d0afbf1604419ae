"""OAI-PMH 2.0: the catalogue is harvested whole, and so is what has changed or gone since.

Sections are those of the protocol. A foreign client is in test_foreign_clients.py.
"""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from hylla.catalogue.actions import NewTitle, add_titles, add_usual_item_types, withdraw_item
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.doors.harvest import oai
from hylla.formats.oai import Ask, Code, Fault, Verb, asked
from hylla.formats.oai.answering import NAMESPACE
from tests.builders import a_branch

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=5)
PREFIX = "oai:localhost:"


@pytest.fixture
def shelves(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[int, ...]:
    """Five titles, told of two at a time; the last copy of the second is gone since later."""
    monkeypatch.setattr(oai, "AT_A_TIME", 2)
    add_usual_item_types()
    branch = a_branch()
    numbers = add_titles(
        [
            NewTitle(
                str(each),
                TitleFacts(f"Fjell {each}", kind="film" if each == 4 else "book"),
                (NewCopy(f"B{each}", branch.pk, "book", "A"),),
            )
            for each in range(5)
        ],
        source="test",
        on=DAY,
    )
    withdraw_item("B1", on=LATER)
    return numbers


def ask(program: Client, **told: str) -> ElementTree.Element:
    """Ask by GET and by POST, which must give the same (3.1.1)."""
    by_get = program.get("/oai", told)
    by_post = program.post("/oai", told)
    assert by_get.status_code == by_post.status_code == 200
    assert by_get["Content-Type"] == "text/xml; charset=utf-8"
    moment = re.compile(r"<(?:responseDate>|resumptionToken ).*?</")
    assert moment.sub("", by_get.content.decode()) == moment.sub("", by_post.content.decode())
    return ElementTree.fromstring(by_get.content)  # noqa: S314 - it is what we wrote


def texts(answer: ElementTree.Element, name: str) -> list[str]:
    return [each.text or "" for each in answer.iter(f"{{{NAMESPACE}}}{name}")]


def error(program: Client, **told: str) -> str:
    (found,) = ask(program, **told).iter(f"{{{NAMESPACE}}}error")
    assert found.text
    return str(found.get("code"))


def listed(program: Client, verb: str = "ListRecords", **told: str) -> list[str]:
    """Return the numbers of a whole list, page by page."""
    found, answer = list[str](), ask(program, verb=verb, **{"metadataPrefix": "oai_dc", **told})
    while True:
        page = [each.removeprefix(PREFIX) for each in texts(answer, "identifier")]
        assert 0 < len(page) <= 2
        found += page
        tokens = texts(answer, "resumptionToken")
        if not tokens or not tokens[0]:
            return found
        answer = ask(program, verb=verb, resumptionToken=tokens[0])


def test_who_answers_and_how(program: Client, shelves: tuple[int, ...]) -> None:
    answer = ask(program, verb="Identify")
    assert texts(answer, "baseURL") == texts(answer, "request") == ["http://testserver/oai"]
    assert texts(answer, "earliestDatestamp") == [DAY.isoformat()]
    assert texts(answer, "deletedRecord") == ["persistent"]
    assert texts(answer, "granularity") == ["YYYY-MM-DD"]
    assert "@" in texts(answer, "adminEmail")[0]


def test_an_empty_catalogue_answers_too(program: Client) -> None:
    assert texts(ask(program, verb="Identify"), "earliestDatestamp") == ["1970-01-01"]
    assert error(program, verb="ListRecords", metadataPrefix="oai_dc") == Code.NO_RECORDS_MATCH


def test_a_list_goes_on_to_its_end(program: Client, shelves: tuple[int, ...]) -> None:
    """What changed last comes last; the last token is empty (3.5)."""
    wanted = [str(shelves[each]) for each in (0, 2, 3, 4, 1)]
    assert listed(program) == listed(program, "ListIdentifiers") == wanted
    first = ask(program, verb="ListRecords", metadataPrefix="oai_dc")
    (token,) = first.iter(f"{{{NAMESPACE}}}resumptionToken")
    assert (token.get("completeListSize"), token.get("cursor")) == ("5", "0")
    second = ask(program, verb="ListRecords", resumptionToken=str(token.text))
    (token,) = second.iter(f"{{{NAMESPACE}}}resumptionToken")
    assert (token.get("completeListSize"), token.get("cursor")) == ("5", "2")


def test_days_and_sets_choose(program: Client, shelves: tuple[int, ...]) -> None:
    """Both days are included (2.7.1)."""
    later = LATER.isoformat()
    assert listed(program, **{"from": later}) == [str(shelves[1])]
    assert len(listed(program, until=DAY.isoformat())) == 4
    assert listed(program, **{"from": later, "until": later}) == [str(shelves[1])]
    assert listed(program, set="film") == [str(shelves[4])]
    assert "film" in texts(ask(program, verb="ListSets"), "setSpec")


def test_what_is_gone_is_told_of_without_metadata(
    program: Client, shelves: tuple[int, ...]
) -> None:
    told = {"verb": "GetRecord", "identifier": f"{PREFIX}{shelves[1]}", "metadataPrefix": "marc21"}
    answer = ask(program, **told)
    (header,) = answer.iter(f"{{{NAMESPACE}}}header")
    assert header.get("status") == "deleted"
    assert texts(answer, "datestamp") == [LATER.isoformat()]
    assert not texts(answer, "metadata")


@pytest.mark.parametrize(
    ("prefix", "path"),
    [
        ("oai_dc", "{http://purl.org/dc/elements/1.1/}title"),
        ("mods", "{http://www.loc.gov/mods/v3}title"),
        ("marc21", "{http://www.loc.gov/MARC21/slim}datafield[@tag='245']/*"),
    ],
)
def test_a_record_in_each_format(
    prefix: str, path: str, program: Client, shelves: tuple[int, ...]
) -> None:
    told = {"verb": "GetRecord", "identifier": f"{PREFIX}{shelves[0]}", "metadataPrefix": prefix}
    answer = ask(program, **told)
    assert answer.findtext(f".//{path}") == "Fjell 0"
    assert prefix in texts(ask(program, verb="ListMetadataFormats"), "metadataPrefix")
    formats = ask(program, verb="ListMetadataFormats", identifier=f"{PREFIX}{shelves[0]}")
    assert prefix in texts(formats, "metadataPrefix")


LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
ONE = {"verb": "GetRecord", "metadataPrefix": "oai_dc"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, Code.BAD_VERB),
        ({"verb": "Nonsense"}, Code.BAD_VERB),
        ({"verb": "identify"}, Code.BAD_VERB),
        ({"verb": "Identify", "extra": "1"}, Code.BAD_ARGUMENT),
        ({"verb": "ListRecords"}, Code.BAD_ARGUMENT),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, Code.BAD_ARGUMENT),
        ({**LIST, "from": "last week"}, Code.BAD_ARGUMENT),
        ({**LIST, "from": "2026-02-30"}, Code.BAD_ARGUMENT),
        ({**LIST, "from": "20260228"}, Code.BAD_ARGUMENT),
        ({**LIST, "from": "2026-03-02T10:00:00Z"}, Code.BAD_ARGUMENT),
        ({**LIST, "from": "2026-03-03", "until": "2026-03-02"}, Code.BAD_ARGUMENT),
        ({**LIST, "resumptionToken": "x"}, Code.BAD_ARGUMENT),
        ({"verb": "ListRecords", "resumptionToken": "x"}, Code.BAD_TOKEN),
        ({"verb": "ListSets", "resumptionToken": "x"}, Code.BAD_TOKEN),
        ({**LIST, "metadataPrefix": "unimarc"}, Code.CANNOT_DISSEMINATE),
        ({**ONE, "metadataPrefix": "x", "identifier": "y"}, Code.CANNOT_DISSEMINATE),
        ({**ONE, "identifier": f"{PREFIX}999999"}, Code.ID_DOES_NOT_EXIST),
        ({**ONE, "identifier": f"{PREFIX}{'9' * 400}"}, Code.ID_DOES_NOT_EXIST),
        ({**ONE, "identifier": f"{PREFIX}\N{SUPERSCRIPT TWO}"}, Code.ID_DOES_NOT_EXIST),
        ({**ONE, "identifier": "oai:elsewhere.example:1"}, Code.ID_DOES_NOT_EXIST),
        ({"verb": "ListMetadataFormats", "identifier": "1"}, Code.ID_DOES_NOT_EXIST),
        ({**LIST, "until": "1990-01-01"}, Code.NO_RECORDS_MATCH),
        ({**LIST, "set": "vellum"}, Code.NO_RECORDS_MATCH),
        ({**LIST, "set": "map"}, Code.NO_RECORDS_MATCH),
    ],
)
def test_what_is_wrong_is_told_in_the_protocols_words(
    told: dict[str, str], code: Code, program: Client, shelves: tuple[int, ...]
) -> None:
    assert error(program, **told) == code


def test_a_request_that_cannot_be_read_is_not_repeated(
    program: Client, shelves: tuple[int, ...]
) -> None:
    """3.2.1.3: without its arguments, so that nothing strange is sent back."""
    (request,) = ask(program, verb="<script>").iter(f"{{{NAMESPACE}}}request")
    assert not request.attrib
    (request,) = ask(program, **ONE, identifier="x").iter(f"{{{NAMESPACE}}}request")
    assert request.get("identifier") == "x"


def test_an_argument_is_given_once(program: Client, shelves: tuple[int, ...]) -> None:
    answer = program.get("/oai?verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=mods")
    assert b'code="badArgument"' in answer.content
    answer = program.get("/oai?verb=Identify&verb=ListSets")
    assert b'code="badVerb"' in answer.content
    assert program.put("/oai").status_code == 405


def test_a_token_is_ours_of_its_verb_and_lives_a_day(
    program: Client, shelves: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (token,) = texts(ask(program, **LIST), "resumptionToken")
    mended = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert error(program, verb="ListRecords", resumptionToken=mended) == Code.BAD_TOKEN
    assert error(program, verb="ListIdentifiers", resumptionToken=token) == Code.BAD_TOKEN
    again = [listed_page(program, token) for _ in range(2)]
    assert again[0] == again[1]
    monkeypatch.setattr(oai, "TOKENS_LIVE", timedelta(seconds=-1))
    (token,) = texts(ask(program, **LIST), "resumptionToken")
    assert error(program, verb="ListRecords", resumptionToken=token) == Code.BAD_TOKEN


def listed_page(program: Client, token: str) -> list[str]:
    return texts(ask(program, verb="ListRecords", resumptionToken=token), "identifier")


def test_a_title_that_changes_on_the_way_is_not_missed(
    program: Client, shelves: tuple[int, ...]
) -> None:
    """It goes to the end of the list, where the harvester still comes."""
    (token,) = texts(ask(program, **LIST), "resumptionToken")
    withdraw_item("B3", on=LATER)
    rest = listed_page(program, token)
    (token,) = texts(ask(program, verb="ListRecords", resumptionToken=token), "resumptionToken")
    rest += listed_page(program, token)
    assert rest == [f"{PREFIX}{shelves[each]}" for each in (4, 1, 3)]


def test_asking_is_read_by_itself() -> None:
    told = asked({"verb": ["ListRecords"], "metadataPrefix": ["mods"], "from": ["2026-03-02"]})
    assert isinstance(told, Ask)
    assert (told.verb, told.prefix, told.since, told.until) == (
        Verb.LIST_RECORDS,
        "mods",
        date(2026, 3, 2),
        None,
    )
    with pytest.raises(Fault) as caught:
        asked({"verb": ["GetRecord"]})
    assert caught.value.text == "GetRecord needs identifier and metadataPrefix"
