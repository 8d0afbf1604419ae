"""A desk to stand at."""

from collections.abc import Callable

import pytest
from django.test import Client

from hylla.privacy.vocabulary import Role
from tests.doors.town import Town


@pytest.fixture
def desk(town: Town, staff_client: Callable[[str], Client]) -> Client:
    """A browser in which someone at the desk is logged in."""
    return staff_client(town.staff(Role.DESK))


@pytest.fixture
def scan(desk: Client) -> Callable[..., str]:
    """Return what sends a line from the scanner and returns the page."""

    def send(entry: str, **more: str) -> str:
        answer = desk.post("/en/desk/", {"entry": entry, **more})
        assert answer.status_code == 200
        return answer.content.decode()

    return send


@pytest.fixture
def act(desk: Client) -> Callable[..., str]:
    """Return what presses a button of the desk and returns the page."""

    def press(where: str, **told: str) -> str:
        answer = desk.post(f"/en/desk/{where}/", told)
        assert answer.status_code == 200
        return answer.content.decode()

    return press
