"""An administrator takes on staff, changes what they do, and ends their work; the desk follows."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.models import Staff
from hylla.patrons.models import Session
from hylla.privacy.vocabulary import Role
from tests.doors.town import PASSWORD, Town

StaffClient = Callable[[str], Client]
PAGE = "/en/desk/colleagues/"
NEW = {
    "name": "Una Ny",
    "username": "una",
    "roles": ["desk"],
    "language": "nb",
    "undertaking_on": "2026-01-05",
}


@pytest.fixture
def office(town: Town, staff_client: StaffClient) -> Client:
    """A browser in which an administrator has just logged in."""
    return staff_client(town.staff(Role.ADMINISTRATOR, username="leader"))


@pytest.fixture
def colleague(town: Town) -> Staff:
    """Someone at the desk."""
    return Staff.objects.get(username=town.staff(Role.DESK, username="ole"))


def take_on(office: Client, town: Town, **changes: object) -> str:
    answer = office.post(f"{PAGE}new/", {**NEW, "branch": town.main.pk, **changes})
    return answer.content.decode()


def first_password(page: str) -> str:
    found = re.search(r'<strong class="code whole">([^<]+)</strong>', page)
    assert found is not None
    return found[1]


def test_a_new_colleague_chooses_a_password_before_anything_else(
    office: Client, town: Town, visitor: Client
) -> None:
    password = first_password(take_on(office, town))
    assert password not in office.get(PAGE).content.decode()
    told = {"username": "una", "password": password}
    assert visitor.post("/en/desk/log-in/", told)["Location"] == "/en/desk/ways-in/"
    assert visitor.get("/en/desk/")["Location"] == "/en/desk/ways-in/"
    assert visitor.post("/en/desk/", {"entry": "1"})["Location"] == "/en/desk/ways-in/"
    page = visitor.get("/en/desk/ways-in/").content.decode()
    assert "Choose your own password" in page
    assert "An app that shows codes" not in page
    own = {"new": PASSWORD, "again": PASSWORD}
    assert visitor.post("/en/desk/ways-in/password/", own).status_code == 200
    assert visitor.get("/en/desk/").status_code == 200


def test_without_the_undertaking_they_do_not_log_in(
    office: Client, town: Town, visitor: Client
) -> None:
    page = take_on(office, town, undertaking_on="")
    assert "They log in once the duty of secrecy is signed" in page
    told = {"username": "una", "password": first_password(page)}
    assert visitor.post("/en/desk/log-in/", told).status_code == 422
    una = Staff.objects.get(username="una")
    signed = {"colleague": una.pk, "on": "2026-01-05"}
    assert "Una Ny has signed" in office.post(f"{PAGE}undertaking/", signed).content.decode()
    assert visitor.post("/en/desk/log-in/", told).status_code == 302


def test_all_that_is_wrong_is_said_beside_its_field(office: Client, town: Town) -> None:
    page = take_on(office, town, username="leader", roles=[])
    assert "This user name is taken." in page
    assert "A member of staff has at least one role." in page
    assert "Una Ny" in page
    assert not Staff.objects.filter(name="Una Ny").exists()


def test_a_change_holds_from_the_next_page(
    office: Client, town: Town, colleague: Staff, staff_client: StaffClient
) -> None:
    desk = staff_client("ole")
    assert desk.get("/en/desk/").status_code == 200
    assert "Main library" in desk.get("/en/desk/").content.decode()
    told = {
        "colleague": colleague.pk,
        "name": "Ole Annen",
        "branch": town.west.pk,
        "roles": ["cataloguer"],
        "language": "sv",
    }
    assert "Saved." in office.post(f"{PAGE}one/", told).content.decode()
    assert desk.get("/en/desk/").status_code == 403
    assert "Western branch, Ole Annen" in desk.get("/en/desk/item/").content.decode()


def test_somebody_stays_administrator(office: Client, town: Town) -> None:
    leader = Staff.objects.get(username="leader")
    told = {
        "colleague": leader.pk,
        "name": "Leader",
        "branch": town.main.pk,
        "roles": ["desk"],
        "language": "en",
    }
    answer = office.post(f"{PAGE}one/", told)
    assert answer.status_code == 422
    assert "Make a colleague administrator first." in answer.content.decode()
    town.staff(Role.ADMINISTRATOR)
    assert office.post(f"{PAGE}one/", told).status_code == 200
    assert office.get(PAGE).status_code == 403


def test_who_has_left_is_out_at_once_and_for_good(
    office: Client, colleague: Staff, staff_client: StaffClient, visitor: Client
) -> None:
    desk = staff_client("ole")
    page = office.post(f"{PAGE}end/", {"colleague": colleague.pk}).content.decode()
    assert "Ole does not work here any more." in page
    assert not Session.objects.filter(staff_id=colleague.pk).exists()
    assert "Log in at the desk" in desk.get("/en/desk/").content.decode()
    told = {"username": "ole", "password": PASSWORD}
    assert visitor.post("/en/desk/log-in/", told).status_code == 422
    colleague.refresh_from_db()
    assert colleague.left_on == timezone.localdate()
    gone = office.post(f"{PAGE}one/", {"colleague": colleague.pk})
    assert "Nobody of that name works here." in gone.content.decode()


def test_a_new_first_password_logs_out_and_the_old_one_is_none(
    office: Client, colleague: Staff, staff_client: StaffClient, visitor: Client
) -> None:
    staff_client("ole")
    page = office.post(f"{PAGE}password/", {"colleague": colleague.pk}).content.decode()
    assert not Session.objects.filter(staff_id=colleague.pk).exists()
    old = visitor.post("/en/desk/log-in/", {"username": "ole", "password": PASSWORD})
    assert old.status_code == 422
    new = visitor.post("/en/desk/log-in/", {"username": "ole", "password": first_password(page)})
    assert new["Location"] == "/en/desk/ways-in/"


@pytest.mark.parametrize("act", ["end", "password", "reset"])
def test_nobody_does_to_themselves_what_locks_them_out(office: Client, act: str) -> None:
    leader = Staff.objects.get(username="leader")
    page = office.post(f"{PAGE}{act}/", {"colleague": leader.pk}).content.decode()
    assert "This is you." in page
    assert office.get(PAGE).status_code == 200


@pytest.mark.parametrize("path", ["", "new/", "one/", "undertaking/", "password/", "end/"])
def test_only_administrators_come_here(
    town: Town, staff_client: StaffClient, colleague: Staff, path: str
) -> None:
    answer = staff_client("ole").post(PAGE + path, {"colleague": colleague.pk})
    assert answer.status_code == 403


def test_an_old_log_in_is_not_enough(office: Client, town: Town) -> None:
    session = office.session
    session["fresh"] = "2026-01-01T00:00:00+00:00"
    session.save()
    page = office.get(f"{PAGE}new/").content.decode()
    assert "show once more that it is you" in page
    assert f'value="{PAGE}"' in page
    assert "Log in" in take_on(office, town)
    assert not Staff.objects.filter(username="una").exists()


def test_the_list_says_what_each_does(office: Client, town: Town) -> None:
    town.staff(Role.CHILDREN, Role.DESK, username="kim")
    Staff.objects.filter(username="kim").update(undertaking_on=None)
    page = office.get(PAGE).content.decode()
    assert "Desk, Children&#x27;s library" in page
    assert page.count("not signed") == 1
    assert "1 January 2024" in page
    assert date(2024, 1, 1) == Staff.objects.get(username="leader").undertaking_on
