"""The branches, their hours and the ways between them, by the administrator."""

from collections.abc import Callable

import pytest
from django.test import Client

from hylla.library.actions import add_branch
from hylla.library.models import Branch, Distance
from hylla.library.queries import minutes_from, opening_week
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

PAGE = "/en/desk/branches/"
WEEK = {"opens_0": "10:00", "closes_0": "16:00"}


@pytest.fixture
def office(town: Town, staff_client: Callable[[str], Client]) -> Client:
    """A browser in which an administrator is logged in."""
    return staff_client(town.staff(Role.ADMINISTRATOR))


@pytest.fixture
def other(town: Town) -> Branch:
    """Another branch."""
    return add_branch("vika", name="Vika")


def test_a_branch_is_added_and_changed(town: Town, office: Client) -> None:
    assert town.main.name in office.get(PAGE).content.decode()
    page = office.post(PAGE, {"name": "Strand", **WEEK}).content.decode()
    assert "Saved: Strand." in page
    made = Branch.objects.get(name="Strand")
    assert [each.weekday for each in opening_week(made.pk)] == [0]
    office.post(PAGE, {"branch": made.pk, "name": "Nordvika", **WEEK, "opens_0": "11:00"})
    made.refresh_from_db()
    assert made.name == "Nordvika"
    assert opening_week(made.pk)[0].opens_at.hour == 11


def test_hours_that_cannot_be_are_told_beside_the_day(town: Town, office: Client) -> None:
    answer = office.post(PAGE, {"name": "Vika", "opens_0": "16:00", "closes_0": "10:00"})
    assert answer.status_code == 422
    assert "This is not later than the opening." in answer.content.decode()
    assert not Branch.objects.filter(name="Vika").exists()


def test_a_way_is_as_long_back(town: Town, office: Client, other: Branch) -> None:
    told = {"branch": town.main.pk, f"to_{other.pk}": "25"}
    assert "from the nearest branch" in office.post(f"{PAGE}distances/", told).content.decode()
    assert minutes_from(town.main.pk) == {other.pk: 25}
    assert minutes_from(other.pk) == {town.main.pk: 25}
    shown = office.get(f"{PAGE}?branch={other.pk}").content.decode()
    assert 'value="25"' in shown
    office.post(f"{PAGE}distances/", {**told, f"to_{other.pk}": ""})
    assert not Distance.objects.exists()


@pytest.mark.parametrize("minutes", ["0", "-3", "99999999", "far"])
def test_an_absurd_way_is_refused(town: Town, office: Client, other: Branch, minutes: str) -> None:
    told = {"branch": town.main.pk, f"to_{other.pk}": minutes}
    answer = office.post(f"{PAGE}distances/", told)
    assert answer.status_code == 422
    assert f'id="id_to_{other.pk}_error"' in answer.content.decode()
    assert not Distance.objects.exists()


def test_only_administrators_come_in(town: Town, staff_client: Callable[[str], Client]) -> None:
    clerk = staff_client(town.staff(Role.DESK))
    assert clerk.get(PAGE).status_code == 403
    assert clerk.post(f"{PAGE}distances/", {"branch": town.main.pk}).status_code == 403


def test_a_branch_that_is_not_there_is_the_list(town: Town, office: Client) -> None:
    assert office.get(f"{PAGE}?branch=999").status_code == 200
    assert office.post(f"{PAGE}distances/", {"branch": "x"}).status_code == 302
