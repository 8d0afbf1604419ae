"""A child gets a card together with a guardian, who is a patron or someone new."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.patrons.actions import report_card_lost
from hylla.patrons.models import Guardianship, Identity, Person
from tests.doors.town import Patron, Town, change_policy

Send = Callable[..., str]
NEW = {"guardian_name": "Nordlys", "guardian_given": "Siri", "guardian_phone": "412 34 568"}


@pytest.fixture
def child(town: Town) -> dict[str, str]:
    """What is typed about a child of eight."""
    return {
        "family_name": "Nordlys",
        "given_name": "Liv",
        "birth_date": f"{timezone.localdate().year - 8}-01-01",
        "channel": "email",
        "language": "nn",
        "home_branch": str(town.west.pk),
    }


def errors_on(page: str) -> set[str]:
    """Return the fields beside which something is wrong."""
    return set(re.findall(r'id="id_(\w+)_error"', page))


def refused(desk: Client, told: dict[str, str]) -> str:
    """Send a registration that is refused, and return the page."""
    before = Person.objects.count()
    answer = desk.post("/en/desk/register/", told)
    assert answer.status_code == 422
    assert Person.objects.count() == before
    return answer.content.decode()


def test_a_child_without_a_guardian_is_not_registered(child: dict[str, str], desk: Client) -> None:
    assert errors_on(refused(desk, child)) == {"guardian_card"}


def test_a_new_guardian(child: dict[str, str], act: Send) -> None:
    page = act("register", **child, **NEW)
    assert "Liv Nordlys" in page
    assert "Siri Nordlys, until" in page
    guardian = Guardianship.objects.get().guardian
    assert guardian.identity.language == "nn", "that of the child's messages"
    assert [each.number for each in guardian.phones.all()] == ["+4741234568"]
    assert not guardian.cards.exists()


def test_a_guardian_who_is_a_patron(child: dict[str, str], town: Town, act: Send) -> None:
    parent = town.patron()
    act("register", **child, guardian_card=parent.card)
    assert Guardianship.objects.get().guardian_id == parent.id


def test_a_guardians_card_that_nobody_has(child: dict[str, str], desk: Client) -> None:
    assert "Nobody has this card." in refused(desk, {**child, "guardian_card": "999"})


def test_a_guardians_card_that_was_lost(child: dict[str, str], desk: Client, town: Town) -> None:
    parent = town.patron()
    report_card_lost(parent.id, on=timezone.localdate())
    assert "lost or replaced" in refused(desk, {**child, "guardian_card": parent.card})


def test_a_guardian_who_is_a_child(child: dict[str, str], desk: Client, town: Town) -> None:
    sibling = town.child(age=16)
    page = refused(desk, {**child, "guardian_card": sibling.card})
    assert "A guardian is of age." in page
    assert errors_on(page) == {"guardian_card"}


def test_a_card_and_someone_new(child: dict[str, str], desk: Client, town: Town) -> None:
    page = refused(desk, {**child, **NEW, "guardian_card": town.patron().card})
    assert "Either the card of a patron or someone new" in page


def test_what_is_wrong_stands_beside_whose_it_is(child: dict[str, str], desk: Client) -> None:
    guardian = {"guardian_given": "Siri", "guardian_phone": "12", "guardian_email": "siri"}
    page = refused(desk, {**child, **guardian})
    assert errors_on(page) == {"guardian_name", "guardian_phone", "guardian_email"}
    page = refused(desk, {**child, **guardian, "phones": "34"})
    assert errors_on(page) == {"phones", "guardian_name", "guardian_phone", "guardian_email"}
    for told in "12", "34", "siri", "Siri":
        assert f'value="{told}"' in page, "nothing typed is lost"


def test_a_guardian_whom_nothing_reaches(child: dict[str, str], desk: Client) -> None:
    assert errors_on(refused(desk, {**child, "guardian_name": "Nordlys"})) == {"guardian_phone"}


def test_all_at_once_with_what_is_no_date(child: dict[str, str], desk: Client, town: Town) -> None:
    """What the form itself refuses does not hide what the library refuses."""
    taken = town.patron().card
    told = {**child, "birth_date": "soon", "card_number": taken, "phones": "1", "family_name": ""}
    page = refused(desk, {**told, "guardian_card": "999"})
    wrong = {"birth_date", "card_number", "phones", "family_name", "guardian_card"}
    assert errors_on(page) == wrong


def test_a_library_that_keeps_no_guardians(child: dict[str, str], desk: Client, act: Send) -> None:
    change_policy(("guardians = true", "guardians = false"))
    assert "guardian_" not in desk.get("/en/desk/register/").content.decode()
    page = act("register", **child, **NEW, emails="liv@example.org")
    assert "Liv Nordlys" in page
    assert "Guardian" not in page
    assert not Guardianship.objects.exists()


@pytest.fixture
def open_child(town: Town, scan: Send) -> Patron:
    """A child who is open at the desk."""
    child = town.child(age=9, given_name="Lillian")
    scan(child.card)
    return child


def test_a_second_guardian_by_card(open_child: Patron, town: Town, act: Send) -> None:
    parent = town.patron(given_name="Sol")
    page = act("guardians/add", guardian_card=parent.card)
    assert "The guardian is added." in page
    assert "Sol Tjernvatn, until" in page
    assert Guardianship.objects.filter(child_id=open_child.id).count() == 2


def test_a_second_guardian_who_is_new(open_child: Patron, act: Send) -> None:
    act("guardians/add", **NEW)
    assert Identity.objects.filter(given_name="Siri").exists()


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, {"guardian_card"}),
        ({"guardian_card": "999"}, {"guardian_card"}),
        ({"guardian_name": "7", "guardian_phone": "1"}, {"guardian_name", "guardian_phone"}),
    ],
)
def test_who_is_not_added(
    open_child: Patron, act: Send, told: dict[str, str], wrong: set[str]
) -> None:
    page = act("guardians/add", **told)
    assert "Guardian not added" in page
    assert errors_on(page) == wrong
    assert all(f'value="{each}"' in page for each in told.values())
    assert Guardianship.objects.count() == 1


def test_nobody_guards_themselves(open_child: Patron, act: Send) -> None:
    assert "Guardian not added" in act("guardians/add", guardian_card=open_child.card)


def test_a_guardianship_ends(open_child: Patron, act: Send) -> None:
    row = Guardianship.objects.get()
    page = act("guardians/end", guardianship=str(row.pk))
    assert "Prøve is no longer a guardian." in page
    assert "No guardian is entered." in page
    assert Guardianship.objects.get().ends_on == timezone.localdate()


def test_another_childs_guardianship_does_not_end(
    open_child: Patron, town: Town, act: Send
) -> None:
    other = town.child(age=9)
    row = Guardianship.objects.get(child_id=other.id)
    for told in str(row.pk), "", "x":
        assert "There is no such guardian." in act("guardians/end", guardianship=told)
    row.refresh_from_db()
    assert row.ends_on > timezone.localdate()


def test_an_adult_has_no_guardians_here(town: Town, scan: Send) -> None:
    assert "Guardians" not in scan(town.patron().card)
