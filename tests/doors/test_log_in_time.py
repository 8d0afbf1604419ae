"""A log-in lasts by the time the program runs at, which in a demo need not be the machine's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hylla.patrons.models import Session
from tests.doors.town import PIN, Town

THEN = datetime(2031, 5, 6, 9, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what sets the program's clock, and returns a browser that opens pages then."""

    def browser(now: datetime, cookies: Any = None) -> Client:
        monkeypatch.setattr("hylla.site.middleware.clock", lambda: lambda: now)
        client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
        if cookies is not None:
            client.cookies = cookies
        return client

    return browser


def is_in(client: Client) -> bool:
    return "Log out" in client.get("/en/my/").content.decode()


@pytest.mark.parametrize("years", [-6, 6])
def test_a_log_in_ends_half_an_hour_after_its_last_use_by_the_given_time(
    town: Town, at: Any, years: int
) -> None:
    now = datetime.now(UTC) + timedelta(days=365 * years)
    client = at(now)
    client.post("/en/my/log-in/", {"card": town.patron().card, "pin": PIN})
    assert Session.objects.get().expire_date == now + timedelta(minutes=30)
    assert is_in(at(now + timedelta(minutes=29), client.cookies))
    later = at(now + timedelta(hours=2), client.cookies)
    assert not is_in(later)
