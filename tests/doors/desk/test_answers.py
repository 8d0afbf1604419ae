"""Answers for the desk's script: without what is on its screen already, and never without more."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.doors.town import Town

DESK = "/en/desk/"
STAYS = re.compile(r'<div data-stays="(\w+)"></div>')
FORMS = ("hold", "guardians", "account")


def opening_in(page: str) -> str:
    found = re.search(r'name="opened" value="(\d+)"', page)
    assert found is not None
    return found[1]


def asked(client: Client, entry: str, part: str, **more: str) -> str:
    told = {"entry": entry, **more}
    return client.post(DESK, told, headers={"Hylla-Part": part}).content.decode()


def test_a_part_has_neither_menu_nor_foot(desk: Client, town: Town) -> None:
    page = asked(desk, town.patron().card, "0")
    assert 'data-outcome="opened"' in page
    assert 'id="scan"' in page
    assert "<header" not in page
    assert "<footer" not in page
    # The forms are there: another patron's stood on the screen, or nobody's.
    assert not STAYS.findall(page)
    assert "New PIN" in page


def test_the_forms_on_the_screen_are_not_sent_again(desk: Client, town: Town) -> None:
    opening = opening_in(asked(desk, town.patron().card, "0"))
    item = town.item("Vinterfjell")
    for more in ({}, {"mode": "return"}):
        page = asked(desk, item.barcode, opening, opened=opening, **more)
        assert tuple(STAYS.findall(page)) == FORMS
        assert "New PIN" not in page
        assert "Vinterfjell" in page
        assert opening_in(page) == opening


def test_another_patron_comes_with_forms_of_their_own(desk: Client, town: Town) -> None:
    opening = opening_in(asked(desk, town.patron().card, "0"))
    page = asked(desk, town.patron().card, opening, opened=opening)
    assert opening_in(page) != opening
    assert not STAYS.findall(page)


def test_without_the_script_everything_is_sent(desk: Client, town: Town) -> None:
    desk.post(DESK, {"entry": town.patron().card})
    page = desk.post(DESK, {"entry": town.item().barcode}).content.decode()
    assert "<header" in page
    assert "New PIN" in page
    assert not STAYS.findall(page)


def test_a_form_with_something_wrong_in_it_is_sent(desk: Client, town: Town) -> None:
    opening = opening_in(asked(desk, town.patron().card, "0"))
    told = {"opened": opening, "pin": "1"}
    page = desk.post(f"{DESK}pin/", told, headers={"Hylla-Part": opening}).content.decode()
    assert not STAYS.findall(page)
    assert "New PIN" in page


def test_words_lead_to_a_whole_page(desk: Client) -> None:
    page = asked(desk, "nobody of that name", "0")
    assert "<header" in page


def test_a_scan_asks_no_more_for_many_loans(desk: Client, town: Town) -> None:
    few, many = town.patron(), town.patron()
    town.lend(few, town.item())
    for _ in range(4):
        town.lend(many, town.item())
    counted = []
    # The first scan of a day reads what is kept in the process from then on.
    for each in (many, few, many):
        with CaptureQueriesContext(connection) as statements:
            assert 'data-outcome="opened"' in asked(desk, each.card, "0")
        counted.append(len(statements))
    assert counted[1] == counted[2]
