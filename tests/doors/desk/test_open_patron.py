"""Who is open at which desk is kept apart, and goes with the patron, the desk and the minutes."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.models import Loan
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import close_idle_desks
from hylla.patrons.models import AtDesk, Person, Session
from hylla.privacy.erasure import ask
from hylla.privacy.vocabulary import Role
from tests.doors.town import Patron, Town

Send = Callable[..., str]


@pytest.fixture
def patron(town: Town, scan: Send) -> Patron:
    """The patron who is open at the desk."""
    patron = town.patron(given_name="Embla")
    scan(patron.card)
    return patron


def opening_on(page: str) -> str:
    """Return for which opening a page was made, as its forms say it."""
    told = re.search(r'name="opened" value="([0-9]+)"', page)
    assert told is not None
    return told[1]


def test_the_session_itself_says_nothing_of_patrons(
    town: Town, patron: Patron, desk: Client, act: Send
) -> None:
    act("find", name="Tjernvatn", also="14.05.1985")
    kept = dict(desk.session.items())
    assert set(kept) == {"staff", "minute", "begun", "fresh", "full"}
    assert AtDesk.objects.filter(person_id=patron.id).count() == 2, "open, and listed"


def test_an_erased_patron_is_forgotten_and_the_librarian_stays(
    patron: Patron, town: Town, desk: Client, scan: Send
) -> None:
    assert ask(patron.id, policy=policy_in_force(), now=timezone.now())
    assert not AtDesk.objects.exists()
    assert Session.objects.get().person is None
    page = desk.get("/en/desk/").content.decode()
    assert "Log in at the desk" not in page
    assert "Embla" not in page


def test_a_scan_for_an_erased_patron_says_so_and_returns_nothing(
    patron: Patron, town: Town, desk: Client, scan: Send
) -> None:
    opening = opening_on(desk.get("/en/desk/").content.decode())
    town.lend(town.patron(), item := town.item())
    ask(patron.id, policy=policy_in_force(), now=timezone.now())
    page = scan(item.barcode, opened=opening)
    assert "The patron is not open any more" in page
    assert f'value="{item.barcode}"' in page, "what was scanned stays in the field"
    assert Loan.objects.filter(closed_at=None).exists(), "it was meant to be lent"


def test_someone_erased_between_two_looks(
    patron: Patron, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is read, and then the patron goes: what is left is a sentence."""

    def gone(*_: object, **__: object) -> None:
        raise Person.DoesNotExist

    monkeypatch.setattr("hylla.doors.desk.record.glance_at", gone)
    page = desk.get("/en/desk/").content.decode()
    assert "This patron is not known here any more." in page
    assert not AtDesk.objects.exists()


def test_what_is_typed_for_one_patron_never_reaches_another(
    patron: Patron, town: Town, desk: Client, scan: Send, act: Send
) -> None:
    """Two tabs of one browser are one desk."""
    first = opening_on(desk.get("/en/desk/").content.decode())
    scan(town.patron(given_name="Ask").card)
    page = act("pin", pin="9364", opened=first)
    assert "Another patron was opened at this desk" in page
    assert "PIN set" not in page
    page = scan((item := town.item()).barcode, opened=first)
    assert "Another patron was opened at this desk" in page
    assert not Loan.objects.filter(item=item).exists()


def test_the_same_patron_again_is_the_same_opening(
    patron: Patron, desk: Client, scan: Send
) -> None:
    first = opening_on(desk.get("/en/desk/").content.decode())
    assert opening_on(scan(patron.card)) == first


def test_each_desk_has_a_patron_of_its_own(
    patron: Patron, town: Town, desk: Client, staff_client: Callable[[str], Client]
) -> None:
    other = staff_client(town.staff(Role.DESK))
    other.post("/en/desk/", {"entry": town.patron(given_name="Ask").card})
    assert "Embla" in desk.get("/en/desk/").content.decode()
    assert "Ask" in other.get("/en/desk/").content.decode()
    assert AtDesk.objects.filter(is_open=True).count() == 2


def test_logging_out_forgets_who_was_open(patron: Patron, desk: Client) -> None:
    desk.post("/en/desk/log-out/")
    assert not AtDesk.objects.exists()


def test_a_desk_that_is_left_is_forgotten_by_the_worker(patron: Patron, town: Town) -> None:
    assert close_idle_desks(now=timezone.now()) == 0
    assert close_idle_desks(now=timezone.now() + timedelta(minutes=6)) == 1


def test_nobody_is_opened_from_an_old_search(town: Town, act: Send, desk: Client) -> None:
    town.patron(given_name="Embla")
    act("find", name="Embla", also="14.05.1985")
    AtDesk.objects.update(at=timezone.now() - timedelta(minutes=6))
    answer = desk.post("/en/desk/find/open/", {"listed": str(AtDesk.objects.get().pk)})
    assert answer.status_code == 302


def test_nobody_is_opened_from_another_desks_search(
    town: Town, act: Send, staff_client: Callable[[str], Client]
) -> None:
    town.patron(given_name="Embla")
    act("find", name="Embla", also="14.05.1985")
    other = staff_client(town.staff(Role.DESK))
    told = {"listed": str(AtDesk.objects.get().pk)}
    assert other.post("/en/desk/find/open/", told).status_code == 302
