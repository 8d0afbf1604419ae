"""Each sentence of the notice opens to what it rests on, without a script."""

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


def test_a_late_sentence_tells_how_late_why_and_whose_task(late: None) -> None:
    page = Client().get("/en/privacy/").content.decode()
    sentence = page.partition('id="s-loans-go-with-the-return"')[2].partition("</li>\n")[0]
    whole = page.partition('id="s-loans-go-with-the-return"')[2].partition("</details>")[0]
    assert "<details" in sentence or "<details" in whole
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
    page = Client().get("/en/privacy/").content.decode()
    whole = page.partition('id="s-no-gender"')[2].partition("</details>")[0]
    assert "No table has a column for gender." in whole
    assert "looked at." not in whole
