"""A kiosk to stand at."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.actions import add_kiosk
from tests.doors.town import Town

NAME = "kiosk-entrance"


@pytest.fixture
def code(town: Town) -> str:
    """The code of a new kiosk at the main branch."""
    return add_kiosk(NAME, branch_id=town.main.pk, now=timezone.now())


@pytest.fixture
def kiosk(code: str, visitor: Client) -> Client:
    """A browser that is the kiosk."""
    answer = visitor.post("/en/kiosk/start/", {"code": code})
    assert answer.status_code == 302
    return visitor


@pytest.fixture
def press(kiosk: Client) -> Callable[..., str]:
    """Return what sends a scan or a press of the kiosk, and returns the page."""

    def send(where: str, **told: str) -> str:
        answer = kiosk.post(f"/en/kiosk/{where}", told)
        assert answer.status_code == 200, answer.status_code
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.content.decode()

    return send
