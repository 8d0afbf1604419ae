"""Whoever watches the process sees whether the notice is kept, without reading a page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hylla.privacy.models import SentenceCheck

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_health_tells_lateness_and_stays_up() -> None:
    SentenceCheck.objects.create(
        sentence="messages-go", state="late", rows=3, late_by=timedelta(hours=5), checked_at=NOW
    )
    answer = Client().get("/healthz")
    lines = answer.content.decode().splitlines()
    assert answer.status_code == 200
    assert lines[0] == "ok"
    assert "sentences_late 1" in lines
    assert "sentences_contradicted 0" in lines
    assert "sentences_late_by_seconds 18000" in lines
    assert f"sentences_looked_at {NOW.isoformat()}" in lines


def test_a_library_that_nobody_has_looked_at_is_well_all_the_same() -> None:
    assert Client().get("/healthz").content.decode().splitlines()[:2] == ["ok", "sentences_kept 0"]
