"""Someone without a card, in front of their own browser."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.doors.town import Town
from tests.patrons.samples import ADULT, synthetic_id

Press = Callable[..., str]
NUMBER = synthetic_id(ADULT)
MINE = {
    "given_name": "Sigrun",
    "family_name": "Løvmark",
    "national_id": NUMBER,
    "email": "sigrun@example.org",
    "phone": "",
}


@pytest.fixture
def register(visitor: Client, town: Town) -> Press:
    """Return what goes through all steps, and returns the page after the last."""

    def go(**changes: Any) -> str:
        told = {
            "way": "number",
            "accept": "on",
            "home_branch": str(town.main.pk),
            **MINE,
            **changes,
        }
        steps = changes.pop("steps", ("who", "contact", "check"))
        page = ""
        for step in steps:
            answer = visitor.post("/en/register/new/", {**told, "step": step, "go": "on"})
            assert answer.status_code in {200, 302, 422, 429}
            page = answer.content.decode()
        return page

    return go


def reference_in(page: str) -> str:
    """Return the reference that a page shows."""
    found = re.search(r'class="where">([A-Z0-9]{6})<', page)
    assert found, page
    return found[1]


def text_of(page: str) -> str:
    """Return what a page says, without its marks and without what is new each time."""
    plain = re.sub(r"<[^>]*>", " ", unescape(page))
    return re.sub(r"\s+", " ", re.sub(r"\b[A-Z0-9]{6}\b", "REFERENCE", plain))


def hidden_in(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return unescape(found[1])
