"""What the tests of the pages share: a town, and browsers that send what browsers send."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.doors.town import PASSWORD, PIN, Patron, Town, make_town


@pytest.fixture
def town(db: None) -> Town:
    """A small library."""
    return make_town()


@pytest.fixture
def visitor(db: None) -> Client:
    """Someone's browser, in English, logged in nowhere."""
    return Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})


@pytest.fixture
def patron_client(visitor: Client) -> Callable[[Patron], Client]:
    """Return what logs a patron in."""

    def log_in(patron: Patron) -> Client:
        answer = visitor.post("/en/my/log-in/", {"card": patron.card, "pin": PIN})
        assert answer.status_code == 302
        return visitor

    return log_in


@pytest.fixture
def staff_client() -> Callable[[str], Client]:
    """Return what logs staff in, in a browser of their own."""

    def log_in(username: str) -> Client:
        client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
        answer = client.post("/en/desk/log-in/", {"username": username, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return log_in
