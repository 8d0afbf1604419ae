"""Registering, lists and look-ups."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import place_hold
from hylla.library.models import ClosedDay
from hylla.library.queries import policy_in_force
from hylla.patrons.models import Identity, Person
from tests.doors.town import Town

Send = Callable[..., str]
WHO = {
    "family_name": "Nordlys",
    "given_name": "Liv",
    "birth_date": "1990-05-14",
    "emails": "liv@example.org",
    "phones": "412 34 567",
    "channel": "email",
    "language": "nn",
}


@pytest.fixture
def told(town: Town) -> dict[str, str]:
    """What is typed about someone new."""
    return {**WHO, "home_branch": str(town.west.pk)}


def test_registering_opens_the_new_patron(told: dict[str, str], act: Send) -> None:
    page = act("register", **told, pin="9364")
    assert "Registered. Card number:" in page
    assert "Liv Nordlys" in page
    identity = Identity.objects.get(family_name="Nordlys")
    assert (identity.language, identity.person.home_branch.code) == ("nn", "west")


def test_all_that_is_wrong_is_said_at_once(told: dict[str, str], desk: Client) -> None:
    wrong = {
        **told,
        "emails": "liv at example",
        "phones": "12",
        "national_id": "123",
        "postcode": "x",
        "pin": "1111",
    }
    answer = desk.post("/en/desk/register/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Not registered" in page
    for name in ("emails", "phones", "national_id", "pin"):
        assert f'id="id_{name}_error"' in page
        assert f'href="#id_{name}"' in page, "the summary leads to the field"
    for name in ("emails", "phones", "national_id", "family_name"):
        assert f'value="{wrong[name]}"' in page, "nothing typed is lost"
    assert 'value="1111"' not in page, "but the PIN is typed anew"
    assert not Person.objects.exists()


def test_an_empty_registration(town: Town, desk: Client) -> None:
    answer = desk.post("/en/desk/register/", {})
    assert answer.status_code == 422
    assert 'id="id_family_name_error"' in answer.content.decode()


def test_the_hold_shelf_has_codes_and_no_names(town: Town, desk: Client, scan: Send) -> None:
    item, patron = town.item("Vinterfjell"), town.patron(given_name="Embla")
    place_hold(
        person_id=patron.id,
        record_id=item.record_id,
        pickup_branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    scan(item.barcode)
    page = desk.get("/en/desk/shelf/").content.decode()
    assert "Vinterfjell" in page
    assert item.barcode in page
    assert "Embla" not in page


@pytest.mark.parametrize("page", ["", "print/"])
def test_what_to_fetch_has_things_and_no_names(town: Town, desk: Client, page: str) -> None:
    item, patron = (
        town.item("Vinterfjell", shelf_mark="839.82 NYG"),
        town.patron(given_name="Embla"),
    )
    place_hold(
        person_id=patron.id,
        record_id=item.record_id,
        pickup_branch_id=town.west.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    found = desk.get(f"/en/desk/shelf/fetch/{page}").content.decode()
    for told in ("Vinterfjell", item.barcode, "839.82 NYG"):
        assert told in found
    assert "Embla" not in found
    desk.post("/en/desk/", {"entry": item.barcode})
    found = desk.get(f"/en/desk/shelf/fetch/{page}").content.decode()
    assert "Nobody waits for anything that stands on the shelves." in found


def test_the_overdue_list_has_things_and_no_names(town: Town, desk: Client) -> None:
    patron = town.patron(given_name="Embla")
    town.lend(patron, town.item("Vinterfjell"), days_ago=40)
    town.lend(patron, town.item("Sommerhav"))
    page = desk.get("/en/desk/overdue/").content.decode()
    assert "Vinterfjell" in page
    assert "Sommerhav" not in page
    assert "Embla" not in page


def test_an_item_on_loan_says_until_when_and_not_whose(town: Town, act: Send) -> None:
    town.lend(town.patron(given_name="Embla"), item := town.item("Vinterfjell"))
    page = act("item", barcode=item.barcode)
    assert "On loan until" in page
    assert "Embla" not in page


def test_an_item_that_is_not_there(desk: Client) -> None:
    answer = desk.post("/en/desk/item/", {"barcode": "404"})
    assert answer.status_code == 422
    assert "No item has this barcode." in answer.content.decode()
    assert 'value="404"' in answer.content.decode()


def test_a_closed_day_comes_and_goes(town: Town, act: Send, desk: Client) -> None:
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    page = act("closed-days", on=day, reason="Stocktaking")
    assert "Stocktaking" in page
    assert ClosedDay.objects.get().branch == town.main
    assert desk.post("/en/desk/closed-days/open/", {"day": "2026-02-30"}).status_code == 302
    act("closed-days/open", day=day)
    assert not ClosedDay.objects.exists()


@pytest.mark.parametrize("on", ["", "yesterday", "2020-01-01", "2026-02-30"])
def test_a_day_that_cannot_be_closed(desk: Client, on: str) -> None:
    answer = desk.post("/en/desk/closed-days/", {"on": on})
    assert answer.status_code == 422
    assert not ClosedDay.objects.exists()
