"""What is wrong with a policy is said in the language of whoever reads it, and in English."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from hylla.doors.parts.phrases import in_words, wrong
from hylla.library.actions import publish_policy
from hylla.privacy.checks import lint
from hylla.privacy.policy import PolicyErrors, Problem, parse_policy, phrase
from hylla.site.catalogues import compile_catalogues
from tests.builders import policy_of


@pytest.fixture(autouse=True, scope="module")
def catalogues() -> None:
    compile_catalogues()


def problems(*edits: tuple[str, str]) -> dict[str, Problem]:
    text = Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")
    for pattern, line in edits:
        text, changed = re.subn(pattern, line, text, count=1, flags=re.MULTILINE)
        assert changed, pattern
    with pytest.raises(PolicyErrors) as refused:
        parse_policy(text, name="policy")
    return {each.key: each for each in refused.value.problems}


@pytest.mark.parametrize(
    ("language", "allowed"),
    [
        ("nb", "høyst P14D"),
        ("nn", "høgst P14D"),
        ("sv", "högst P14D"),
        ("en", "at most P14D"),
    ],
)
def test_a_period_that_is_too_long(language: str, allowed: str) -> None:
    found = problems(("^closed_loan = .*", 'closed_loan = "P15D"'))["periods.closed_loan"]
    with translation.override(language):
        said = wrong(found)
    assert (said.where, said.found, said.allowed) == ("periods.closed_loan", "P15D", allowed)
    assert "14" in said.source
    assert str(found).startswith("policy: periods.closed_loan: found P15D; allowed: at most P14D")


def test_a_phrase_in_a_phrase_is_said_too() -> None:
    found = problems(("^adult = .*", "adlt = 18"))
    with translation.override("sv"):
        assert wrong(found["ages.adlt"]).found == "en okänd nyckel"
        assert "menade du adult? en av" in wrong(found["ages.adlt"]).allowed
        assert wrong(found["ages.adult"]).found == "inget"
        assert in_words(phrase("a: %(why)s", why=phrase("a list"))) == "a: en lista"


def test_text_that_was_typed_is_left_as_it_is() -> None:
    with translation.override("sv"):
        assert in_words("a list") == "a list"
        assert in_words(7) == "7"


def test_a_period_that_a_clock_needs_is_named_by_its_key(db: None) -> None:
    text = Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")
    text = re.sub("^closed_loan = .*\n", "", text, flags=re.MULTILINE)
    with pytest.raises(PolicyErrors) as refused:
        publish_policy(text, now=None)  # type: ignore[arg-type] # it does not come so far
    told = [each for each in refused.value.problems if each.key == "periods.closed_loan"]
    assert [each.found for each in told] == ["nothing"]


def test_what_the_linter_finds_is_said_too() -> None:
    askoy = policy_of("askoy")
    weak = replace(askoy, decisions=replace(askoy.decisions, longer={}))
    finding, _ = lint(weak)
    with translation.override("sv"):
        said = in_words(finding.told)
    assert "sparas i P10Y" in said
    assert "Vad du kan göra: spara det i" in said
    assert str(finding).startswith("warning: longer-than-needed at settled-claims-go")
