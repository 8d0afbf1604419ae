"""Where staff come after log-in, and what their menu holds."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from hylla.privacy.vocabulary import Role
from tests.doors.town import PASSWORD, Town

StaffClient = Callable[[str], Client]


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.PRIVACY_OFFICER, "/en/office/"), (Role.INVOICE, "/en/office/invoices/")],
)
def test_who_opens_nothing_at_the_desk_comes_to_their_own_work(
    visitor: Client, town: Town, role: Role, first: str
) -> None:
    name = town.staff(role)
    answer = visitor.post("/en/desk/log-in/", {"username": name, "password": PASSWORD})
    assert answer.headers["location"] == first


def test_whoever_asks_for_the_log_in_itself_does_not_come_back_to_it(
    visitor: Client, town: Town
) -> None:
    form = visitor.get("/en/desk/log-in/").content.decode()
    assert 'value="/en/desk/log-in/"' not in form


def test_a_refusal_never_ends_without_a_way_on(town: Town, staff_client: StaffClient) -> None:
    answer = staff_client(town.staff(Role.PRIVACY_OFFICER)).get("/en/desk/")
    assert answer.status_code == 403
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert '<li><a href="/en/privacy/">' in main


@pytest.mark.parametrize(
    ("role", "path", "kept_back"),
    [
        (Role.DESK, "/en/desk/item/", True),
        (Role.CATALOGUER, "/en/desk/item/", False),
    ],
)
def test_a_long_menu_keeps_back_what_is_seldom_used(
    town: Town, staff_client: StaffClient, role: Role, path: str, kept_back: bool
) -> None:
    page = staff_client(town.staff(role)).get(path).content.decode()
    menu = page.partition('<nav class="menu"')[2].partition("</nav>")[0]
    assert ("<summary" in menu) is kept_back


def test_a_page_that_is_kept_back_marks_where_one_is(town: Town, staff_client: StaffClient) -> None:
    page = staff_client(town.staff(Role.DESK)).get("/en/desk/overdue/").content.decode()
    assert re.search(r"<summary data-here\s*>", page)
