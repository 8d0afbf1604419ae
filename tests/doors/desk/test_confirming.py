"""Who asked for a card on the web is compared at the desk, and confirmed or removed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from hylla.library.queries import policy_in_force
from hylla.patrons.actions import Applied, apply_for_card
from hylla.patrons.models import Applicant, ApplicantReading, Person
from hylla.patrons.models.applicants import Way
from hylla.patrons.rules import NewGuardian, NewPatron
from hylla.privacy.access import readings_of
from hylla.privacy.vocabulary import Kind, Role
from tests.doors.town import Town, change_policy
from tests.patrons.samples import ADULT, CHILD, synthetic_id

NUMBER = synthetic_id(ADULT)


def waiting(town: Town, **changes: Any) -> Applied:
    """Let someone wait."""
    values: dict[str, Any] = {
        "given_name": "Sigrun",
        "family_name": "Løvmark",
        "national_id": NUMBER,
        "home_branch_id": town.main.pk,
        "emails": ("sigrun@example.org",),
        **changes,
    }
    way = Way.NUMBER if values["national_id"] else Way.DESK
    return apply_for_card(
        NewPatron(**values), way=way, policy=policy_in_force(), now=datetime.now(UTC)
    )


def test_the_list_names_them_and_notes_it(town: Town, desk: Client) -> None:
    applied = waiting(town)
    page = desk.get("/en/desk/waiting/").content.decode()
    assert "Sigrun Løvmark" in page
    assert applied.reference in page
    assert "14 May" not in page, "the year is enough to find someone"
    (reading,) = ApplicantReading.objects.all()
    assert (reading.role, reading.task) == (Role.DESK, "search_hits")


def test_a_reference_opens_one(town: Town, desk: Client) -> None:
    applied = waiting(town)
    page = desk.post("/en/desk/waiting/", {"reference": applied.reference.lower()})
    assert "Compare and confirm" in page.content.decode()
    page = desk.post("/en/desk/waiting/", {"reference": "NOBODY"})
    assert "Nobody waits with this reference." in page.content.decode()


def test_what_was_written_is_shown_with_the_number_masked(town: Town, desk: Client) -> None:
    applied = waiting(town)
    page = desk.post("/en/desk/waiting/compare/", {"id": str(applied.applicant_id)})
    text = page.content.decode()
    assert "sigrun@example.org" in text
    assert NUMBER[-4:] in text
    assert NUMBER not in text
    reading = ApplicantReading.objects.get()
    assert Kind.NATIONAL_ID in reading.kinds.split()


def test_confirmed_they_are_a_patron_who_can_read_who_looked(town: Town, desk: Client) -> None:
    applied = waiting(town)
    told = {"id": str(applied.applicant_id)}
    desk.post("/en/desk/waiting/compare/", told)
    answer = desk.post("/en/desk/waiting/confirm/", {**told, "given_name": "Sigrun Anne"})
    assert "Registered. Card number:" in answer.content.decode()
    person = Person.objects.get()
    assert (person.identity.given_name, person.identity.family_name) == ("Sigrun Anne", "Løvmark")
    assert person.identity.birth_date == ADULT
    assert not Applicant.objects.exists()
    read = readings_of(person.pk, policy=policy_in_force(), now=datetime.now(UTC))
    tasks = [each.task for each in read]
    assert "confirmation" in tasks


def test_a_number_can_be_added_from_the_proof(town: Town, desk: Client) -> None:
    applied = waiting(town, national_id="", birth_date=ADULT)
    told = {"id": str(applied.applicant_id), "national_id": NUMBER[:-1] + "0"}
    wrong = desk.post("/en/desk/waiting/confirm/", told)
    assert wrong.status_code == 422
    desk.post("/en/desk/waiting/confirm/", {**told, "national_id": NUMBER})
    assert Person.objects.get().cards.get().kind == "national"


def test_a_child_is_confirmed_with_the_guardian(town: Town, desk: Client) -> None:
    guardian = NewGuardian(given_name="Ola", family_name="Løvmark", phones=("41234567",))
    applied = waiting(
        town, national_id=synthetic_id(CHILD), emails=(), guardian=guardian, given_name="Runa"
    )
    page = desk.post("/en/desk/waiting/compare/", {"id": str(applied.applicant_id)})
    assert "Ola Løvmark" in page.content.decode()
    desk.post("/en/desk/waiting/confirm/", {"id": str(applied.applicant_id)})
    child = Person.objects.get(identity__given_name="Runa")
    assert child.guardianships.get().guardian.identity.given_name == "Ola"


def test_whoever_is_a_patron_already_is_said_to_staff(town: Town, desk: Client) -> None:
    applied = waiting(town)
    town.patron(national_id=NUMBER, birth_date=ADULT)
    told = {"id": str(applied.applicant_id)}
    assert "is a patron already" in desk.post("/en/desk/waiting/compare/", told).content.decode()
    answer = desk.post("/en/desk/waiting/confirm/", told)
    assert "registered already" in answer.content.decode()
    assert Person.objects.count() == 1


def test_all_who_used_the_number_go_with_the_confirmation(town: Town, desk: Client) -> None:
    waiting(town, emails=("nosy@example.org",))
    other = waiting(town, national_id=synthetic_id(ADULT, nth=2))
    mine = waiting(town)
    desk.post("/en/desk/waiting/confirm/", {"id": str(mine.applicant_id)})
    assert Applicant.objects.get().pk == other.applicant_id
    assert Person.objects.get().emails.get().address == "sigrun@example.org"


def test_it_can_be_refused(town: Town, desk: Client) -> None:
    applied = waiting(town)
    told = {"id": str(applied.applicant_id)}
    assert "is removed" in desk.post("/en/desk/waiting/refuse/", told).content.decode()
    assert not Applicant.objects.exists()
    for where in ("compare", "confirm", "refuse"):
        page = desk.post(f"/en/desk/waiting/{where}/", told).content.decode()
        assert "This registration is gone" in page


@pytest.mark.parametrize("role", [Role.CATALOGUER, Role.CHILDREN, Role.ADMINISTRATOR])
def test_others_see_nobody(town: Town, staff_client: Callable[[str], Client], role: Role) -> None:
    waiting(town)
    client = staff_client(town.staff(role))
    answer = client.get("/en/desk/waiting/")
    assert (answer.status_code, "Løvmark" in answer.content.decode()) == (403, False)


def test_the_menu_has_it_where_it_is_offered(town: Town, desk: Client) -> None:
    assert "/desk/waiting/" in desk.get("/en/desk/").content.decode()
    change_policy(("online = true", "online = false"))
    assert "/desk/waiting/" not in desk.get("/en/desk/").content.decode()
