"""The notice in its four forms, and the difference between two of them."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typing_extensions import override

from hylla.privacy.notice import (
    Format,
    notice_difference,
    render,
    rewordings,
    sections,
    sentences_for,
    text_of,
)
from hylla.privacy.policy import Period, Policy, read_policy
from hylla.privacy.vocabulary import Language, Purpose

FOLDER = Path(__file__).parents[3] / "policies"
POLICIES = [read_policy(file) for file in sorted(FOLDER.glob("*.toml"))]
libraries = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.code)
languages = pytest.mark.parametrize("language", Language)


class Outline(HTMLParser):
    """Gathers ids, links and text, and checks that what opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.text += data


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    assert parser.open == []
    return parser


def fjordvik() -> Policy:
    return read_policy(FOLDER / "fjordvik.toml")


@libraries
@languages
def test_every_form_holds_every_sentence(policy: Policy, language: Language) -> None:
    texts = [text_of(each, policy, language) for each in sentences_for(policy)]
    markdown = render(policy, language, Format.MARKDOWN)
    parsed = outline(render(policy, language, Format.HTML))
    read = json.loads(render(policy, language, Format.JSON))
    in_json = [each["text"] for part in read["sections"] for each in part["sentences"]]
    assert all(text in markdown and text in parsed.text for text in texts)
    assert in_json == texts


@libraries
def test_each_id_stands_once_in_the_html(policy: Policy) -> None:
    ids = outline(render(policy, Language.SV, "html")).ids
    assert len(ids) == len(set(ids))
    assert {each.id for each in sentences_for(policy)} <= set(ids)


def test_html_from_a_policy_is_escaped_and_its_addresses_are_links() -> None:
    policy = replace(fjordvik(), name="<b>Fjordvik & co</b>")
    html = render(policy, Language.EN, "html")
    assert "<b>" not in html
    assert "&lt;b&gt;Fjordvik &amp; co" in html
    links = outline(html).links
    assert "https://www.datatilsynet.no" in links
    assert "mailto:post@bibliotek.fjordvik.example.org" in links
    assert all(re.fullmatch(r"(https://|mailto:)[^\s<>]*\w", link) for link in links)


def test_every_section_has_a_heading_in_the_language() -> None:
    for language in Language:
        found = sections(fjordvik(), language)
        assert all(section.heading and section.lines for section in found)
    assert [section.heading for section in sections(fjordvik(), Language.NN)][4] == (
        "Barn, føresette og elevar"
    )


def test_the_linked_data_has_a_basis_for_every_purpose_and_a_length_for_every_clock() -> None:
    policy = read_policy(FOLDER / "bergen.toml")
    (handling,) = json.loads(render(policy, Language.NB, Format.JSON_LD))["@graph"]
    bases = {each["@id"]: each["dpv:hasLegalBasis"]["@id"] for each in handling["dpv:hasProcess"]}
    assert set(bases) == {f"#{purpose}" for purpose in Purpose}
    assert bases["#membership"] == "eu-gdpr:A6-1-a"
    assert bases["#lending"] == "eu-gdpr:A6-1-b"
    lasts = {each["@id"]: each["dpv:hasDuration"] for each in handling["dpv:hasStorageCondition"]}
    assert lasts["#circulation.Loan:closed_loan"] == {"@type": "dpv:UntilEventDuration"}
    assert lasts["#patrons.Person:inactive_patron"]["rdf:value"]["@value"] == "P60M"
    assert handling["dpv:hasDataController"]["@type"] == "dpv:DataController"


def test_a_longer_period_shows_in_the_words_that_change_and_only_there() -> None:
    old = fjordvik()
    new = replace(old, periods={**old.periods, "closed_loan": Period(hours=24)})
    changed = {each.id: each for each in rewordings(old, new, Language.EN)}
    assert set(changed) == {"loans-go-with-the-return", "loans-go-after-the-return"}
    assert changed["loans-go-with-the-return"].new is None
    assert "24 hours" in str(changed["loans-go-after-the-return"].new)
    assert notice_difference(old, new, Language.NB).count("\n+ ") == 1
    assert notice_difference(old, old, Language.NB) == ""


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="pdf"):
        render(fjordvik(), Language.EN, "pdf")
