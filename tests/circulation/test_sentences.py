"""Every no has a sentence in four languages."""

import re
from datetime import date

import pytest
from django.utils.translation import override

from hylla.circulation.rules.codes import IN_ORE, Refusal
from hylla.circulation.sentences import EVERY, SENTENCES, say
from hylla.fees.rules import FeeRefusal
from hylla.fees.sentences import SENTENCES as FEES
from hylla.formats.bank_credits import Fault
from hylla.library.refusals import Reason
from tests.circulation.world import POLICIES

LANGUAGES = ("nb", "nn", "sv")
WITH_DAY = {Refusal.CARD_EXPIRED, Refusal.RENEWAL_GAINS_NOTHING, Refusal.PAUSE_TOO_LONG}


def test_each_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Refusal)
    assert set(FEES) == {*FeeRefusal, *Fault}
    assert set(EVERY) > set(Refusal) | set(FeeRefusal)


@pytest.mark.parametrize("code", [*Refusal, *FeeRefusal, *Fault])
def test_each_sentence_is_translated(code: str) -> None:
    reason = Reason(code, day=date(2026, 12, 1), number=123_400)
    with override("en"):
        english = say(reason)
    for language in LANGUAGES:
        with override(language):
            assert say(reason) != english


@pytest.mark.parametrize("code", [*Refusal, *FeeRefusal, *Fault])
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_each_sentence_can_be_said(code: str, language: str) -> None:
    with override(language):
        said = say(Reason(code, day=date(2026, 12, 1), number=123_400))
        plain = say(Reason(code, number=0))
    assert "%" not in said
    if code in WITH_DAY:
        assert "2026" in said
    if re.search(r"(?<![\d.])0(?!\d)", plain):
        assert ("1234" if code in IN_ORE else "123400") in re.sub(r"[\s,]", "", said)


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "No more than 1 hold at a time."),
        ("en", 2, "No more than 2 holds at a time."),
        ("nb", 1, "Ikke mer enn 1 reservering om gangen."),
        ("nn", 2, "Ikkje meir enn 2 reserveringar om gongen."),
        ("sv", 1, "Högst 1 reservation åt gången."),
    ],
)
def test_one_is_not_said_as_many(language: str, number: int, said: str) -> None:
    with override(language):
        assert say(Reason(Refusal.TOO_MANY_HOLDS, number=number)) == said


def test_an_age_is_no_sum_of_money() -> None:
    with override("nb"):
        assert "15 år" in say(Reason(Refusal.TOO_YOUNG, number=15))
        owed = say(Reason(Refusal.FEES_OVER_LIMIT, number=123_450))
        assert "1 234,50 kr" in owed.replace("\xa0", " ")


def test_each_code_is_documented() -> None:
    """`unknown_card` and the rest stand in docs/domains/circulation.md."""
    page = (POLICIES.parent / "docs" / "domains" / "circulation.md").read_text(encoding="utf-8")
    assert not [code for code in Refusal if f"`{code}`" not in page]
