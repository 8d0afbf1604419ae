"""Machines' accounts, made and retired by the administrator."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from hylla.doors.desk.machines import CHARSETS, FIELDS
from hylla.doors.sip2.library.machines import SHOWN
from hylla.formats.sip2 import Charset
from hylla.library.actions import machine_signed_in
from hylla.library.models import Machine
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

MACHINE = {"username": "hall-1", "charset": "utf-8", "fields_seen": ["AE", "AU"]}


@pytest.fixture
def office(town: Town, staff_client: Callable[[str], Client]) -> Client:
    """A browser in which an administrator is logged in."""
    return staff_client(town.staff(Role.ADMINISTRATOR))


def test_a_machine_is_added_and_its_secret_shown_once(town: Town, office: Client) -> None:
    answer = office.post("/en/desk/machines/", {**MACHINE, "branch": town.main.pk})
    told = re.search(r'class="where code">([^<]+)<', answer.content.decode())
    assert told is not None
    machine = machine_signed_in("hall-1", told[1])
    assert machine is not None
    assert (machine.branch_id, machine.fields) == (town.main.pk, "AE AU")
    page = office.get("/en/desk/machines/").content.decode()
    assert "hall-1" in page
    assert told[1] not in page


def test_a_name_that_is_taken_is_refused_beside_its_field(town: Town, office: Client) -> None:
    told = {**MACHINE, "branch": town.main.pk}
    office.post("/en/desk/machines/", told)
    answer = office.post("/en/desk/machines/", told)
    assert answer.status_code == 422
    assert 'id="id_username_error"' in answer.content.decode()
    assert Machine.objects.count() == 1


def test_a_retired_machine_logs_in_no_more(town: Town, office: Client) -> None:
    office.post("/en/desk/machines/", {**MACHINE, "branch": town.main.pk})
    page = office.post("/en/desk/machines/retire/", {"machine": "hall-1"}).content.decode()
    assert "is retired" in page
    assert not Machine.objects.get().is_active
    assert "No machine has an account." in page


def test_others_have_no_business_there(town: Town, staff_client: Callable[[str], Client]) -> None:
    desk = staff_client(town.staff(Role.DESK))
    assert desk.get("/en/desk/machines/").status_code == 403
    assert desk.post("/en/desk/machines/retire/", {"machine": "x"}).status_code == 403


def test_the_fields_and_encodings_are_those_of_the_machines_door() -> None:
    assert set(FIELDS) == {each.value for each in SHOWN}
    assert {code for code, _ in CHARSETS} == {each.value for each in Charset}
