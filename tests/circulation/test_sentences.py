"""Every no has a sentence in four languages."""

import re
from datetime import date

import pytest
from django.utils.translation import gettext, override

from hylla.circulation.rules.codes import IN_ORE, Refusal
from hylla.circulation.sentences import EVERY, SENTENCES, say
from hylla.fees.rules import FeeRefusal
from hylla.fees.sentences import SENTENCES as FEES
from hylla.library.refusals import Reason
from tests.circulation.world import POLICIES

LANGUAGES = ("nb", "nn", "sv")


def test_each_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Refusal)
    assert set(FEES) == set(FeeRefusal)
    assert set(EVERY) > set(Refusal) | set(FeeRefusal)


@pytest.mark.parametrize("code", [*Refusal, *FeeRefusal])
def test_each_sentence_is_translated(code: str) -> None:
    with override("en"):
        english = str(EVERY[code])
    for language in LANGUAGES:
        with override(language):
            assert gettext(english) != english


@pytest.mark.parametrize("code", [*Refusal, *FeeRefusal])
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_each_sentence_can_be_said(code: str, language: str) -> None:
    with override(language):
        said = say(Reason(code, day=date(2026, 12, 1), number=123_400))
        needs = str(EVERY[code])
    assert "%" not in said
    if "%(day)s" in needs:
        assert "2026" in said
    if "%(number)s" in needs:
        assert ("1234" if code in IN_ORE else "123400") in re.sub(r"[\s,]", "", said)


def test_an_age_is_no_sum_of_money() -> None:
    with override("nb"):
        assert "15 år" in say(Reason(Refusal.TOO_YOUNG, number=15))
        owed = say(Reason(Refusal.FEES_OVER_LIMIT, number=123_450))
        assert "1 234,50 kr" in owed.replace("\xa0", " ")


def test_each_code_is_documented() -> None:
    """`unknown_card` and the rest stand in docs/domains/circulation.md."""
    page = (POLICIES.parent / "docs" / "domains" / "circulation.md").read_text(encoding="utf-8")
    assert not [code for code in Refusal if f"`{code}`" not in page]
