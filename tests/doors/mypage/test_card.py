"""The library card on the screen."""

import pytest
from django.test import Client
from django.utils import timezone

from hylla.patrons.actions import report_card_lost
from tests.doors.town import Patron


def test_the_number_stands_large_and_as_bars(patron: Patron, mine: Client) -> None:
    page = mine.get("/en/my/card/").content.decode()
    assert f'aria-label="Card number {patron.card}"' in page
    assert "<path d=" in page
    assert "brightness" in page
    assert "style=" not in page, "the content security policy would leave it out"


@pytest.mark.parametrize("where", ["card/", ""])
def test_a_lost_card_is_not_shown(patron: Patron, mine: Client, where: str) -> None:
    report_card_lost(patron.id, on=timezone.localdate())
    answer = mine.get(f"/en/my/{where}")
    assert patron.card not in answer.content.decode()
