"""Each sentence of the notice leads to what it rests on, without a script."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hylla.doors.parts.looks import LOOKS, WHY
from hylla.privacy.models import LookedAt, SentenceCheck, StateChange
from hylla.privacy.notice import Probe
from hylla.privacy.verify import Why

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_every_probe_and_every_reason_has_words() -> None:
    assert set(LOOKS) == set(Probe)
    assert set(WHY) == set(Why)


@pytest.fixture
def late(db: Any) -> None:
    """A sentence that stood well, and whose rows are late since today."""
    act = "circulation.Loan:closed_loan"
    SentenceCheck.objects.create(
        sentence="loans-go-with-the-return", state="late", rows=3, checked_at=NOW, stood_at=NOW,
        late_by=timedelta(days=2, hours=3), owner="administrator",
    )  # fmt: skip
    LookedAt.objects.create(
        name=act, state="late", rows=120, wrong=3, why="night_missed", checked_at=NOW
    )
    for state, days in (("kept", 9), ("late", 0)):
        StateChange.objects.create(
            sentence="loans-go-with-the-return", state=state, rows=1, at=NOW - timedelta(days=days)
        )


def basis_of(sentence: str) -> str:
    """Go where the notice's link beside a sentence leads, and return what stands there."""
    page = Client().get("/en/privacy/").content.decode()
    beside = page.partition(f'id="s-{sentence}"')[2].partition("</li>")[0]
    assert f'href="/en/privacy/promises/{sentence}/"' in beside
    told = Client().get(f"/en/privacy/promises/{sentence}/").content.decode()
    assert f'href="/en/privacy/#s-{sentence}"' in told
    return told.partition("<h1>")[2].partition("</main>")[0]


def test_a_sentence_that_no_notice_has() -> None:
    assert Client().get("/en/privacy/promises/no-such-sentence/").status_code == 404


def test_a_late_sentence_tells_how_late_why_and_whose_task(late: None) -> None:
    whole = basis_of("loans-go-with-the-return")
    assert "late</strong>" in whole
    for told in (
        "3 rows late by up to 2 days",
        "The removal by night was not run.",
        "system administrator",
        "at once",
        "R01",
        "120 looked at.",
        "GDPR art. 6(1)",
    ):
        assert told in whole, told
    assert whole.index("15 June") < whole.index("6 June"), "the last change stands first"


def test_a_sentence_nobody_has_looked_at_says_so() -> None:
    whole = basis_of("no-gender")
    assert "No table has a column for gender." in whole
    assert "looked at." not in whole
