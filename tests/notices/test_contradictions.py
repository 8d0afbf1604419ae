"""The contradictions and weak spots in the five texts, as far as the program can meet them now."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hylla.privacy.notice import problems_of, read_sentences
from hylla.privacy.policy import Policy, PolicyErrors, parse_policy, read_policy

POLICIES = Path(__file__).parents[2] / "policies"
DECLARED = frozenset(act for sentence in read_sentences() for act in sentence.acts)


def policy(library: str) -> Policy:
    return read_policy(POLICIES / f"{library}.toml")


def refusal(library: str, pattern: str, line: str) -> str:
    """Return why the library's file is refused with one line changed."""
    text = (POLICIES / f"{library}.toml").read_text(encoding="utf-8")
    changed, hits = re.subn(pattern, line, text, count=1, flags=re.MULTILINE)
    assert hits == 1
    with pytest.raises(PolicyErrors) as caught:
        parse_policy(changed, name=f"{library}.toml")
    (problem,) = caught.value.problems
    return str(problem)


def test_c5_denying_what_is_kept() -> None:
    """Kungsbacka says that it keeps no history: a sentence that tells of one is refused there."""
    told = [
        replace(each, when="") if each.id == "history-goes" else each for each in read_sentences()
    ]
    (problem,) = problems_of(told, policy("kungsbacka"), DECLARED)
    assert problem.key == "no-history.denies"
    assert problems_of(read_sentences(), policy("kungsbacka"), DECLARED) == ()


@pytest.mark.parametrize("purpose", ["lending", "fees"])
def test_c7_l9_consent_that_debts_outlive(purpose: str) -> None:
    line = f'{purpose} = {{ article = "a", law = "gdpr-6-1-a" }}'
    assert "7(3)" in refusal("bergen", f"^{purpose} = .*", line)


def test_c12_l5_a_period_nobody_decided() -> None:
    askoy = policy("askoy")
    undecided = {key: each for key, each in askoy.periods.items() if key != "inactive_patron"}
    problems = problems_of(read_sentences(), replace(askoy, periods=undecided), DECLARED)
    assert {problem.allowed for problem in problems} == {"periods.inactive_patron"}


def test_c13_l14_a_law_no_longer_in_force() -> None:
    line = 'staff = { article = "c", law = "no-personopplysningsloven-2000-18" }'
    assert "in force in NO on 2024-04-04" in refusal("sandnes", "^staff = .*", line)


def test_l7_longer_than_the_law_needs() -> None:
    assert "periods.settled_claim" in {warning.key for warning in policy("askoy").warnings}
    assert "periods.settled_claim" not in {each.key for each in policy("kungsbacka").warnings}


def test_l11_children_without_a_rule() -> None:
    told = {warning.key: warning.found for warning in policy("kungsbacka").warnings}
    assert told["ages.clocks.inactive_patron"] == "nobody below 18 is removed by it"
