"""Two entries for one person at the desk: found, compared, made one, and two again."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.models import Loan
from hylla.patrons.actions import say_own_record, set_protected_address
from hylla.patrons.models import Person, Session
from hylla.privacy.models import AccessEntry, MergeCapsule
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town

Send = Callable[..., str]
BORN = date(1985, 5, 14)
ASKED = {"proof": "passport", "is_one": "on"}


@pytest.fixture
def first(town: Town, scan: Send) -> Patron:
    """The patron who is open at the desk."""
    patron = town.patron(given_name="Embla", birth_date=BORN)
    scan(patron.card)
    return patron


@pytest.fixture
def second(town: Town) -> Patron:
    """The same person, entered once more."""
    return town.patron(given_name="Embla", birth_date=BORN)


def chosen(page: str, **changes: str) -> dict[str, str]:
    """Read the form of the comparison as a browser does, with what is chosen and shown."""
    told = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    picked = re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.S)
    for name, options in picked:
        found = re.search(r'value="([^"]*)" selected', options)
        told[name] = found[1] if found else ""
    return {**told, **ASKED, **changes}


def test_two_entries_become_one_and_two_again(
    town: Town, desk: Client, first: Patron, second: Patron
) -> None:
    """From the page of the details to the comparison, and back within the day."""
    town.lend(second, town.item("Ulvetid"))
    assert "/en/desk/merge/" in desk.get("/en/desk/details/").content.decode()
    page = desk.get("/en/desk/merge/").content.decode()
    assert "Same name and birth date" in page
    assert second.card in page
    page = desk.post("/en/desk/merge/", {"card": second.card}).content.decode()
    assert "Are they one person?" in page
    done = desk.post("/en/desk/merge/do/", chosen(page)).content.decode()
    assert "The two entries are one." in done
    assert "Ulvetid" in done
    assert Loan.objects.get().patron_id == first.id
    assert not Person.objects.filter(pk=second.id).exists()
    page = desk.get("/en/desk/merge/").content.decode()
    assert "Make them two again" in page
    page = desk.post("/en/desk/merge/undo/").content.decode()
    assert "They are two again." in page
    assert Loan.objects.get().patron_id == second.id


def test_the_other_may_be_the_one_that_stays(desk: Client, first: Patron, second: Patron) -> None:
    """And is open after that; it was chosen which card works."""
    page = desk.post("/en/desk/merge/", {"card": second.card}).content.decode()
    told = chosen(page, stays="second", card="first")
    done = desk.post("/en/desk/merge/do/", told).content.decode()
    assert first.card in done
    assert Person.objects.get(pk__in=[first.id, second.id]).pk == second.id


def test_both_were_looked_at_and_both_are_told(desk: Client, first: Patron, second: Patron) -> None:
    """A row for each, whether they become one or not."""
    desk.post("/en/desk/merge/", {"card": second.card})
    looks = AccessEntry.objects.filter(task="merge")
    assert set(looks.values_list("person", flat=True)) == {first.id, second.id}
    assert all("contact" in each for each in looks.values_list("kinds", flat=True))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"proof": ""}, "id_proof_error"),
        ({"is_one": ""}, "id_is_one_error"),
        ({"stays": "third"}, "id_stays_error"),
        ({"seen": "0" * 64}, "Something has changed meanwhile."),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_done(
    desk: Client, first: Patron, second: Patron, changes: dict[str, str], said: str
) -> None:
    """Beside its field, with both still there."""
    page = desk.post("/en/desk/merge/", {"card": second.card}).content.decode()
    told = {key: value for key, value in chosen(page, **changes).items() if value}
    answer = desk.post("/en/desk/merge/do/", told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Person.objects.filter(pk__in=[first.id, second.id]).count() == 2


def test_what_changed_since_is_shown_before_it_is_agreed_to(
    town: Town, desk: Client, first: Patron, second: Patron
) -> None:
    """A loan since the page was made: it is shown anew, and the next yes counts."""
    page = desk.post("/en/desk/merge/", {"card": second.card}).content.decode()
    town.lend(second, town.item("Ulvetid"))
    answer = desk.post("/en/desk/merge/do/", chosen(page))
    assert answer.status_code == 422
    again = desk.post("/en/desk/merge/do/", chosen(answer.content.decode()))
    assert "The two entries are one." in again.content.decode()


@pytest.mark.parametrize("card", ["99887766", "ææ", "x" * 60])
def test_a_card_that_nobody_has(desk: Client, first: Patron, card: str) -> None:
    """It is said beside the field."""
    answer = desk.post("/en/desk/merge/", {"card": card})
    assert answer.status_code == 422
    assert "id_card_error" in answer.content.decode()


def test_the_same_card_is_no_other_entry(desk: Client, first: Patron) -> None:
    answer = desk.post("/en/desk/merge/", {"card": first.card})
    assert "This is the same entry." in answer.content.decode()


@pytest.mark.parametrize("listed", ["", "7", "-1", "x", "9" * 30])
def test_whom_the_desk_has_not_looked_at_is_not_merged(
    desk: Client, first: Patron, second: Patron, listed: str
) -> None:
    """A number from somewhere else is nobody."""
    told = {**ASKED, "listed": listed, "stays": "first"}
    page = desk.post("/en/desk/merge/do/", told).content.decode()
    assert "Two entries for one person" in page
    assert Person.objects.filter(pk=second.id).exists()


def test_case_60_nobody_makes_their_own_entries_one(
    desk: Client, first: Patron, second: Patron
) -> None:
    """Neither oneself nor a colleague, without breaking the glass."""
    at_work = Session.objects.exclude(staff=None).get()
    assert at_work.staff_id is not None
    say_own_record(at_work.staff_id, second.id)
    answer = desk.post("/en/desk/merge/", {"card": second.card})
    assert answer.status_code == 422
    assert "This is your own record." in answer.content.decode()
    assert not AccessEntry.objects.filter(person=second.id, task="merge").exists()


def test_who_is_protected_is_not_listed(desk: Client, first: Patron, second: Patron) -> None:
    """By the card only, and no address is shown."""
    set_protected_address(second.id, protected=True)
    assert second.card not in desk.get("/en/desk/merge/").content.decode()
    page = desk.post("/en/desk/merge/", {"card": second.card}).content.decode()
    assert "Restricted" in page
    assert "protected from now on" in page


def test_it_is_not_open_to_every_role(town: Town, staff_client: Callable[[str], Client]) -> None:
    """A children's librarian compares no numbers, and so makes nobody one."""
    child = town.child(age=9)
    desk = staff_client(town.staff(Role.CHILDREN))
    desk.post("/en/desk/", {"entry": child.card})
    page = desk.get("/en/desk/merge/").content.decode()
    assert "This is not open to your role." in page


def test_after_a_day_the_page_offers_no_undo(desk: Client, first: Patron, second: Patron) -> None:
    """And who asks all the same is told."""
    page = desk.post("/en/desk/merge/", {"card": second.card}).content.decode()
    desk.post("/en/desk/merge/do/", chosen(page))
    MergeCapsule.objects.update(merged_at=timezone.now() - timedelta(hours=24))
    assert "Make them two again" not in desk.get("/en/desk/merge/").content.decode()
    page = desk.post("/en/desk/merge/undo/").content.decode()
    assert "This cannot be undone any more." in page


def test_what_was_used_last_is_offered_first(desk: Client, first: Patron, second: Patron) -> None:
    """The telephone and the card of the entry that was used since."""
    Person.objects.filter(pk=first.id).update(last_used_on=date(2020, 1, 1))
    told = chosen(desk.post("/en/desk/merge/", {"card": second.card}).content.decode())
    assert [told[name] for name in ("stays", "card", "emails")] == ["first", "second", "second"]
