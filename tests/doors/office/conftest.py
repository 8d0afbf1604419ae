"""An office to work in."""

from collections.abc import Callable

import pytest
from django.test import Client

from hylla.library.models import Staff
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

StaffClient = Callable[[str], Client]


@pytest.fixture
def office(town: Town, staff_client: StaffClient) -> Client:
    """A browser in which the privacy officer is logged in."""
    return staff_client(town.staff(Role.PRIVACY_OFFICER, username="officer"))


@pytest.fixture
def administrator(town: Town, staff_client: StaffClient) -> Client:
    """A browser in which an administrator is logged in."""
    return staff_client(town.staff(Role.ADMINISTRATOR, username="admin"))


@pytest.fixture
def read(office: Client) -> Callable[..., str]:
    """Return what opens a page of the office."""

    def get(path: str = "") -> str:
        answer = office.get(f"/en/office/{path}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return get


@pytest.fixture
def press(office: Client) -> Callable[..., str]:
    """Return what sends a form of the office and returns the page it leads to."""

    def send(path: str, expected: int = 200, **told: str) -> str:
        answer = office.post(f"/en/office/{path}", told, follow=True)
        assert answer.status_code == expected, answer.status_code
        return answer.content.decode()

    return send


def staff_id(username: str) -> int:
    """Return the number of a member of staff."""
    return Staff.objects.get(username=username).pk
