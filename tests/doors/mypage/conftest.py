"""A patron who is logged in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.doors.town import Patron, Town


@pytest.fixture
def patron(town: Town) -> Patron:
    """The patron whose page it is."""
    return town.patron(given_name="Embla", emails=("embla@example.org",))


@pytest.fixture
def mine(patron: Patron, patron_client: Callable[[Patron], Client]) -> Client:
    """The patron's browser."""
    return patron_client(patron)


@pytest.fixture
def press(mine: Client) -> Callable[..., str]:
    """Return what presses a button of the page and returns the next."""

    def send(where: str, **told: str) -> str:
        answer = mine.post(f"/en/my/{where}/", told)
        assert answer.status_code in {200, 422}
        return answer.content.decode()

    return send
