"""A desk that is left shows nobody's data, whatever is tried; what was under way waits."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from hylla.circulation.models import Loan
from hylla.library.actions import set_staff_card
from hylla.library.models import Staff
from hylla.patrons.models import AtDesk, Session
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.builders import half
from tests.doors.town import PASSWORD, Patron, Town

Send = Callable[..., str]
LOCK, BACK, OVER = "/en/desk/lock/", "/en/desk/lock/back/", "/en/desk/lock/take-over/"
LOCKED = "The desk is locked"
BADGE, BADGE_PIN = "B4711", "482719"


@pytest.fixture
def patron(town: Town, scan: Send) -> Patron:
    """The patron who is open at the desk."""
    patron = town.patron(given_name="Embla", family_name="Tjernvatn")
    scan(patron.card)
    return patron


@pytest.fixture
def colleague(town: Town) -> Staff:
    """Someone else of the staff, with a badge."""
    staff = Staff.objects.get(username=town.staff(Role.DESK, username="colleague"))
    set_staff_card(staff.pk, number=BADGE, pin=BADGE_PIN)
    return staff


def leave(client: Client, *, minutes: int) -> None:
    """Let minutes pass in which nothing is done."""
    session = client.session
    session["minute"] -= minutes
    session.save()


def kept_on(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_locked_desk_shows_nobody(patron: Patron, desk: Client) -> None:
    page = text(desk.post(LOCK))
    assert LOCKED in page
    for told in ("Embla", "Tjernvatn", patron.card):
        assert told not in page
    assert not AtDesk.objects.exists(), "the record is closed"


def test_no_address_of_the_desk_opens_while_it_is_locked(patron: Patron, desk: Client) -> None:
    """Whatever is typed into the address bar, or sent by a page that was open."""
    desk.post(LOCK)
    seen = AccessEntry.objects.count()
    addresses = [
        f"/en/desk/{pattern}"
        for pattern in _addresses()
        # The page of a desk without network is the same for everyone.
        if not pattern.startswith(("log-in", "log-out", "lock")) and pattern != "offline/"
    ]
    assert len(addresses) > 30
    for address in half(addresses):
        for answer in (desk.get(address), desk.post(address, {"entry": patron.card})):
            page = text(answer)
            assert "Embla" not in page, address
            assert answer.status_code in {204, 302, 401} or LOCKED in page, address
    assert AccessEntry.objects.count() == seen
    assert not AtDesk.objects.exists()


def _addresses() -> list[str]:
    found = [each for each in get_resolver().url_patterns if "desk" in str(each.pattern)]
    nested = [each for outer in get_resolver().url_patterns for each in _nested(outer)]
    return [str(each.pattern) for each in [*found, *nested] if "<" not in str(each.pattern)]


def _nested(outer: Any) -> list[Any]:
    inner = getattr(outer, "url_patterns", [])
    if getattr(outer, "app_name", None) == "desk":
        return list(inner)
    return [each for one in inner for each in _nested(one)]


def test_it_locks_by_itself_after_idle_minutes(patron: Patron, desk: Client) -> None:
    leave(desk, minutes=5)
    assert LOCKED not in text(desk.get("/en/desk/"))
    leave(desk, minutes=6)
    page = text(desk.get("/en/desk/"))
    assert LOCKED in page
    assert "Embla" not in page
    assert LOCKED in text(desk.get("/en/desk/")), "and looking does not unlock it"


def test_an_idle_desk_does_nothing_that_is_sent(patron: Patron, town: Town, desk: Client) -> None:
    item = town.item()
    leave(desk, minutes=6)
    assert LOCKED in text(desk.post("/en/desk/", {"entry": item.barcode}))
    assert not Loan.objects.exists()


def test_whoever_types_keeps_it_open(desk: Client) -> None:
    leave(desk, minutes=4)
    assert desk.post("/en/desk/lock/still-here/").status_code == 204
    leave(desk, minutes=4)
    assert LOCKED not in text(desk.get("/en/desk/"))
    desk.post(LOCK)
    assert desk.post("/en/desk/lock/still-here/").status_code == 204
    assert LOCKED in text(desk.get("/en/desk/")), "a locked desk is not kept open"


def test_the_password_unlocks_under_a_new_key(desk: Client) -> None:
    desk.post(LOCK)
    before = desk.cookies["hylla"].value
    answer = desk.post(BACK, {"secret": PASSWORD, "kept": ""})
    assert answer["Location"] == "/en/desk/"
    assert desk.cookies["hylla"].value != before
    assert Session.objects.count() == 1
    assert LOCKED not in text(desk.get("/en/desk/"))


def test_a_wrong_one_does_not(desk: Client) -> None:
    desk.post(LOCK)
    answer = desk.post(BACK, {"secret": "something else entirely", "kept": ""})
    assert answer.status_code == 422
    assert "<h2>Not unlocked</h2>" in text(answer)
    assert LOCKED in text(desk.get("/en/desk/"))


def test_what_was_scanned_is_kept_and_waits_for_a_press(
    patron: Patron, town: Town, desk: Client
) -> None:
    item = town.item()
    leave(desk, minutes=6)
    page = text(desk.post("/en/desk/", {"entry": item.barcode}))
    assert item.barcode not in page, "sealed"
    page = text(desk.post(BACK, {"secret": PASSWORD, "kept": kept_on(page)}))
    assert "What you were doing is kept." in page
    assert f'name="entry" value="{item.barcode}"' in page
    assert 'action="/en/desk/"' in page
    assert not Loan.objects.exists()


def test_a_half_filled_form_is_kept(desk: Client) -> None:
    """What the script sends along when it locks: the page, the form, and what stood in it."""
    told = {"locked_at": "/en/desk/register/", "locked_form": "/en/desk/register/"}
    page = text(desk.post(LOCK, {**told, "family_name": "Tjernvatn", "given_name": "Sol"}))
    assert "Tjernvatn" not in page
    page = text(desk.post(BACK, {"secret": PASSWORD, "kept": kept_on(page)}))
    assert 'name="family_name" value="Tjernvatn"' in page
    assert "locked_at" not in page


def test_a_page_that_was_only_read_is_opened_again(desk: Client) -> None:
    leave(desk, minutes=6)
    kept = kept_on(text(desk.get("/en/desk/shelf/")))
    assert desk.post(BACK, {"secret": PASSWORD, "kept": kept})["Location"] == "/en/desk/shelf/"


@pytest.mark.parametrize("at", ["https://evil.example/", "//evil.example/", "/en/my/", "/nowhere/"])
def test_it_leads_nowhere_else(desk: Client, at: str) -> None:
    page = text(desk.post(LOCK, {"locked_at": at, "locked_form": at, "x": "1"}))
    answer = desk.post(BACK, {"secret": PASSWORD, "kept": kept_on(page)})
    assert answer["Location"] == "/en/desk/"


def test_what_is_kept_opens_at_no_other_desk(
    desk: Client, staff_client: Callable[[str], Client], colleague: Staff
) -> None:
    page = text(desk.post(LOCK, {"locked_at": "/en/desk/shelf/"}))
    other = staff_client(colleague.username)
    other.post(LOCK)
    for kept in (kept_on(page), "AAAA", "é"):
        answer = other.post(BACK, {"secret": PASSWORD, "kept": kept})
        assert answer["Location"] == "/en/desk/"
        other.post(LOCK)


def test_a_colleague_takes_over_with_card_and_pin(
    patron: Patron, desk: Client, colleague: Staff
) -> None:
    page = text(desk.post(LOCK, {"locked_at": "/en/desk/shelf/"}))
    before = desk.cookies["hylla"].value
    told = {"card": BADGE.lower(), "pin": BADGE_PIN, "kept": kept_on(page)}
    assert desk.post(OVER, told)["Location"] == "/en/desk/", "not to what another was doing"
    assert desk.cookies["hylla"].value != before
    page = text(desk.get("/en/desk/"))
    assert "Colleague" in page
    assert "Embla" not in page
    assert Session.objects.get().staff_id == colleague.pk


def test_who_took_over_changes_no_way_in_without_a_full_log_in(
    desk: Client, colleague: Staff
) -> None:
    desk.post(LOCK)
    desk.post(OVER, {"card": BADGE, "pin": BADGE_PIN})
    page = text(desk.post("/en/desk/ways-in/card/", {"drop": "1"}))
    assert "show once more that it is you" in page


def test_a_card_is_not_enough_where_nobody_logged_in_today(desk: Client, colleague: Staff) -> None:
    desk.post(LOCK)
    session = desk.session
    session["full"] = (timezone.localdate() - timedelta(days=1)).isoformat()
    session.save()
    assert "take-over" not in text(desk.get("/en/desk/"))
    desk.post(OVER, {"card": BADGE, "pin": BADGE_PIN})
    assert LOCKED in text(desk.get("/en/desk/"))


def test_a_card_is_not_enough_in_a_browser_of_ones_own(visitor: Client, colleague: Staff) -> None:
    assert visitor.post(OVER, {"card": BADGE, "pin": BADGE_PIN})["Location"] == "/en/desk/"
    assert not visitor.cookies


def test_five_wrong_attempts_at_one_desk_ask_for_a_full_log_in(
    desk: Client, colleague: Staff, town: Town
) -> None:
    """Whichever cards are tried: the sixth attempt finds no desk any more."""
    desk.post(LOCK)
    for number in range(5):
        answer = desk.post(OVER, {"card": f"B{number}000", "pin": "000001"})
    assert "this desk needs a full log-in now" in text(answer)
    assert not Session.objects.exists()
    desk.post(OVER, {"card": BADGE, "pin": BADGE_PIN})
    assert "Log in at the desk" in text(desk.get("/en/desk/"))


def test_five_wrong_pins_lock_the_card_at_every_desk(
    desk: Client, colleague: Staff, staff_client: Callable[[str], Client], town: Town
) -> None:
    other = staff_client(town.staff(Role.DESK))
    for client, times in ((desk, 3), (other, 2)):
        client.post(LOCK)
        for _ in range(times):
            client.post(OVER, {"card": BADGE, "pin": "000001"})
    page = text(other.post(OVER, {"card": BADGE, "pin": BADGE_PIN}))
    assert "Locked for 15 minutes" in page
    assert "<h2>Locked for now</h2>" in page
    assert "check what you wrote" not in page


def test_someone_who_left_meanwhile_does_not_come_back(desk: Client, town: Town) -> None:
    desk.post(LOCK)
    Staff.objects.update(left_on=timezone.localdate())
    assert desk.post(BACK, {"secret": PASSWORD}).status_code == 422
    Staff.objects.all().delete()
    assert "Log in at the desk" in text(desk.get("/en/desk/"))


def test_another_site_neither_locks_nor_unlocks(desk: Client) -> None:
    for address in (LOCK, BACK, OVER):
        answer = desk.post(address, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert desk.get(LOCK).status_code == 302
    assert LOCKED not in text(desk.get("/en/desk/"))


def test_logging_out_of_a_locked_desk(desk: Client) -> None:
    desk.post(LOCK)
    assert "You are logged out." in text(desk.post("/en/desk/log-out/"))
    assert not Session.objects.exists()


def test_a_patron_is_not_locked(town: Town, patron_client: Callable[[Patron], Client]) -> None:
    client = patron_client(town.patron())
    leave(client, minutes=20)
    assert "<title>Log in" not in text(client.get("/en/my/"))
    assert client.post(LOCK).status_code == 200
    assert "<title>Log in" not in text(client.get("/en/my/"))
