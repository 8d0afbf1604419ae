"""Which browsers are kiosks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.actions import add_kiosk, new_kiosk_code, retire_machine, start_kiosk
from hylla.library.models import Kiosk
from hylla.privacy.vocabulary import Role
from tests.doors.kiosk.conftest import NAME
from tests.doors.town import Town

PAGES = [
    *("", "lend/", "return/", "loans/", "loans/renew/", "receipt/"),
    *("over/", "here/", "larger/", "program/"),
]


@pytest.mark.parametrize("page", PAGES)
def test_another_browser_is_asked_for_a_code(code: str, visitor: Client, page: str) -> None:
    for send in (visitor.get, visitor.post):
        answer = send(f"/en/kiosk/{page}")
        assert answer.status_code == 302
        assert answer["Location"] == "/en/kiosk/start/"
    assert not visitor.cookies


def test_a_code_works_once(code: str, visitor: Client) -> None:
    assert start_kiosk(code.lower().replace("-", " "), now=timezone.now())
    answer = visitor.post("/en/kiosk/start/", {"code": code})
    assert answer.status_code == 422
    assert "This code is wrong, spent" in answer.content.decode()
    assert not visitor.cookies


@pytest.mark.django_db
def test_an_empty_code_starts_nothing(kiosk: Client) -> None:
    assert Kiosk.objects.get().code_hash == "", "spent"
    assert start_kiosk("", now=timezone.now()) is None
    assert kiosk.post("/en/kiosk/start/", {"code": " "}).status_code == 422


def test_a_code_lives_for_a_day(code: str) -> None:
    late = timezone.now() + timedelta(hours=24, seconds=1)
    assert start_kiosk(code, now=late) is None
    assert start_kiosk(code, now=timezone.now())


def test_neither_code_nor_token_stands_in_the_database(code: str, kiosk: Client) -> None:
    token = kiosk.cookies["hylla_kiosk"].value.partition(".")[0]
    row = Kiosk.objects.values().get()
    assert len(token) > 40
    assert not {code, token} & {str(value) for value in row.values()}


def test_the_cookie_is_the_machines_alone(kiosk: Client) -> None:
    assert list(kiosk.cookies) == ["hylla_kiosk"]
    cookie = kiosk.cookies["hylla_kiosk"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_the_code_may_come_with_a_link(code: str, visitor: Client) -> None:
    page = visitor.get("/en/kiosk/start/", {"code": code}).content.decode()
    assert f'value="{code}"' in page


def test_a_new_code_moves_the_kiosk_to_another_browser(kiosk: Client) -> None:
    assert start_kiosk(new_kiosk_code(NAME, now=timezone.now()), now=timezone.now())
    assert kiosk.get("/en/kiosk/").status_code == 302


def test_a_retired_machine_is_a_kiosk_no_more(kiosk: Client) -> None:
    assert kiosk.get("/en/kiosk/").status_code == 200
    retire_machine(NAME)
    assert kiosk.get("/en/kiosk/").status_code == 302


def test_an_administrator_makes_kiosks(town: Town, staff_client: Callable[[str], Client]) -> None:
    office = staff_client(town.staff(Role.ADMINISTRATOR))
    made = office.post("/en/kiosk/machines/", {"name": "kiosk-1", "branch": str(town.west.pk)})
    assert made.context["code"] in made.content.decode()
    assert start_kiosk(made.context["code"], now=timezone.now())
    again = office.post("/en/kiosk/machines/", {"name": "kiosk-1", "branch": str(town.west.pk)})
    assert again.status_code == 422
    assert "This user name is taken." in again.content.decode()
    fresh = office.post("/en/kiosk/machines/code/", {"name": "kiosk-1"})
    assert start_kiosk(fresh.context["code"], now=timezone.now())
    assert "none yet" not in office.get("/en/kiosk/machines/").content.decode()
    office.post("/en/kiosk/machines/retire/", {"name": "kiosk-1"})
    assert "none yet" in office.get("/en/kiosk/machines/").content.decode()


def test_nobody_else_makes_kiosks(
    town: Town, visitor: Client, staff_client: Callable[[str], Client]
) -> None:
    add_kiosk(NAME, branch_id=town.main.pk, now=timezone.now())
    for page in ("machines/", "machines/code/", "machines/retire/"):
        assert visitor.post(f"/en/kiosk/{page}", {"name": NAME}).status_code == 302
        desk = staff_client(town.staff(Role.DESK)).post(f"/en/kiosk/{page}", {"name": NAME})
        assert desk.status_code == 403
        assert NAME not in desk.content.decode()
    assert Kiosk.objects.get().machine.is_active
