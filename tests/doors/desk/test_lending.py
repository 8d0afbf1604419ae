"""The desk's one field: a card opens, an item is lent or returned, and every no has its reasons."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import place_hold
from hylla.circulation.models import Hold, Loan
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import block, report_card_lost
from hylla.patrons.models import AtDesk, Card
from hylla.patrons.models.cards import BlockReason
from hylla.site.logs import Lines
from hylla.statistics.models import Event, Tally
from tests.doors.town import Patron, Town

Scan = Callable[..., str]


def hold(town: Town, patron: Patron, record_id: int, branch_id: int) -> None:
    place_hold(
        person_id=patron.id,
        record_id=record_id,
        pickup_branch_id=branch_id,
        now=timezone.now(),
        policy=policy_in_force(),
    )


def test_a_card_opens_its_patron(scan: Scan, town: Town) -> None:
    patron = town.patron(given_name="Embla")
    page = scan(patron.card)
    assert "Embla Tjernvatn" in page
    assert "<title>Desk: a patron is open" in page


def test_an_item_is_lent_to_the_open_patron(scan: Scan, town: Town) -> None:
    patron, item = town.patron(), town.item("Vinterfjell")
    scan(patron.card)
    page = scan(item.barcode)
    assert "Lent: Vinterfjell." in page
    assert Loan.objects.get(item=item).patron_id == patron.id


def test_without_a_patron_an_item_is_returned(scan: Scan, town: Town) -> None:
    item = town.item("Vinterfjell")
    town.lend(town.patron(), item)
    page = scan(item.barcode)
    assert "Returned: Vinterfjell." in page
    assert "Back on its shelf" in page
    assert not Loan.objects.exists()


def test_returning_with_a_patron_open(scan: Scan, town: Town) -> None:
    patron, item = town.patron(given_name="Embla"), town.item("Vinterfjell")
    town.lend(patron, item)
    scan(patron.card)
    page = scan(item.barcode, mode="return")
    assert "Returned: Vinterfjell." in page
    assert "Embla Tjernvatn" in page
    assert re.search(r'value="return"[^>]* checked', page), "the mode stays as it was chosen"


def test_what_is_waited_for_goes_to_the_shelf_by_code(scan: Scan, town: Town) -> None:
    item = town.item()
    town.lend(town.patron(), item)
    waiting = town.patron(given_name="Ventende", family_name="Skogly")
    hold(town, waiting, item.record_id, town.main.pk)
    page = scan(item.barcode)
    assert f"Hold shelf: {Hold.objects.get().shelf_code}" in page
    assert "Skogly" not in page, "whom it is for stands nowhere"


def test_what_is_waited_for_elsewhere_is_sent_there(scan: Scan, town: Town) -> None:
    item = town.item()
    town.lend(town.patron(), item)
    hold(town, town.patron(), item.record_id, town.west.pk)
    assert "Send to: Western branch" in scan(item.barcode)


def test_a_late_return_tells_its_fee(scan: Scan, town: Town) -> None:
    item = town.item()
    town.lend(town.patron(), item, days_ago=32)
    page = scan(item.barcode)
    assert "It was late; the fee is" in page
    assert re.search(r"the fee is [0-9]+\skr\.", page)


def test_an_item_that_was_not_out_says_so(scan: Scan, town: Town) -> None:
    assert "It was not on loan." in scan(town.item().barcode)


@pytest.mark.parametrize("entry", ["", "   "])
def test_an_empty_enter_closes_the_patron(scan: Scan, town: Town, entry: str) -> None:
    scan(town.patron(given_name="Embla").card)
    page = scan(entry)
    assert "The patron is closed." in page
    assert "Embla" not in page


def test_the_button_closes_the_patron(scan: Scan, act: Scan, town: Town) -> None:
    scan(town.patron(given_name="Embla").card)
    assert "The patron is closed." in act("close")
    assert "Embla" not in scan(town.item().barcode)


def test_another_card_opens_another_patron(scan: Scan, town: Town) -> None:
    scan(town.patron(given_name="Embla").card)
    page = scan(town.patron(given_name="Ask").card)
    assert "Ask Tjernvatn" in page
    assert "Embla" not in page


def test_five_idle_minutes_close_the_patron(scan: Scan, desk: Client, town: Town) -> None:
    scan(town.patron(given_name="Embla").card)
    AtDesk.objects.update(at=timezone.now() - timedelta(minutes=5, seconds=1))
    page = desk.get("/en/desk/").content.decode()
    assert "Embla" not in page
    assert not AtDesk.objects.exists()


def test_an_act_after_five_idle_minutes_says_why_nothing_happened(
    scan: Scan, act: Scan, town: Town
) -> None:
    patron, item = town.patron(), town.item()
    loan = town.lend(patron, item)
    scan(patron.card)
    AtDesk.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert "after five idle minutes" in act("renew", item=item.barcode)
    assert Loan.objects.get(pk=loan.pk).renewals == 0


@pytest.mark.parametrize("entry", ["\x00", "12\x0034", "\x1b[31m", "9" * 4000, "💣1", "' OR 1=1"])
@pytest.mark.parametrize("mode", ["", "return"])
def test_what_no_scanner_sends(scan: Scan, town: Town, entry: str, mode: str) -> None:
    scan(town.patron().card)
    assert "Lent:" not in scan(entry, mode=mode)


def test_a_lost_card_opens_nobody(scan: Scan, town: Town) -> None:
    patron = town.patron(given_name="Embla")
    report_card_lost(patron.id, on=timezone.localdate())
    page = scan(patron.card)
    assert "This card does not work any more" in page
    assert "Embla" not in page


def test_every_reason_is_shown_and_may_be_overridden(scan: Scan, town: Town) -> None:
    patron, item = town.patron(), town.item()
    block(patron.id, BlockReason.CONDUCT, on=timezone.localdate())
    Card.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    scan(patron.card)
    page = scan(item.barcode)
    assert "Borrowing is stopped. Please talk to the staff." in page
    assert "This card was valid until" in page
    codes = re.search(r'name="overriding" value="([^"]+)"', page)
    assert codes is not None
    assert not Loan.objects.exists()
    assert "Lent:" in scan(item.barcode, overriding=codes[1])


def test_what_was_overridden_is_written_down_and_counted(
    scan: Scan, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """By its codes: who borrowed, and what, stands nowhere."""
    patron, item = town.patron(), town.item("Vinterfjell")
    block(patron.id, BlockReason.CONDUCT, on=timezone.localdate())
    scan(patron.card)
    # What a browser sends beside what stood in the way is not written down.
    scan(item.barcode, overriding="blocked_conduct too_many_loans made_up")
    (line,) = (each for each in caplog.records if each.name == "hylla.desk")
    assert json.loads(Lines().format(line)) == {
        "at": ANY,
        "level": "info",
        "log": "hylla.desk",
        "event": "override",
        "code": "blocked_conduct",
    }
    tally = Tally.objects.get(event=Event.OVERRIDE)
    assert (tally.count, tally.branch, tally.category) == (1, "main", "adult")


def test_a_loan_without_override_is_no_override(
    scan: Scan, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    scan(town.patron().card)
    assert "Lent:" in scan(town.item().barcode, overriding="blocked_conduct")
    assert not [each for each in caplog.records if each.name == "hylla.desk"]
    assert not Tally.objects.filter(event=Event.OVERRIDE).exists()


def test_what_may_not_be_overridden_has_no_button(scan: Scan, town: Town) -> None:
    item, patron = town.item(), town.patron()
    town.lend(town.patron(), item)
    scan(patron.card)
    page = scan(item.barcode)
    assert "This is on loan to someone else." in page
    assert "overriding" not in page


def test_what_is_still_out_is_returned_first_and_then_lent(scan: Scan, town: Town) -> None:
    """It lies on the desk: nobody is told whose loan it was, and the next scan lends it."""
    item, patron = town.item("Vinterfjell"), town.patron()
    owner = town.patron(given_name="Embla")
    town.lend(owner, item)
    scan(patron.card)
    page = scan(item.barcode)
    assert "return it first" in page
    assert "Look it up" in page
    assert "Embla" not in page
    page = scan(item.barcode, mode="once")
    assert "Returned: Vinterfjell." in page
    assert 'value="return" accesskey="1" checked' not in page
    assert "Lent: Vinterfjell." in scan(item.barcode)
    assert Loan.objects.get(item=item).patron_id == patron.id


def test_what_was_lent_today_stands_first_the_last_on_top(scan: Scan, town: Town) -> None:
    patron = town.patron()
    for title, days in (("Gammel", 40), ("Eldre", 20)):
        loan = town.lend(patron, town.item(title), days_ago=days)
        loan.lent_at -= timedelta(days=days)
        loan.save()
    scan(patron.card)
    for title in ("Breen", "Vinterfjell"):
        page = scan(town.item(title).barcode)
    table = page[page.index('id="loans"') :]
    titles = ["Vinterfjell", "Breen", "Gammel", "Eldre"]
    assert sorted(titles, key=table.index) == titles


def test_what_is_set_aside_for_another(scan: Scan, town: Town) -> None:
    item = town.item()
    hold(town, town.patron(), item.record_id, town.main.pk)
    scan(item.barcode)
    scan(town.patron().card)
    assert "This is set aside for someone else." in scan(item.barcode)


def test_too_many_loans(scan: Scan, town: Town) -> None:
    patron = town.patron()
    for _ in range(5):
        town.lend(patron, town.item())
    scan(patron.card)
    assert "No more than 5 loans at a time." in scan(town.item().barcode)


def test_of_very_many_loans_the_first_are_shown_and_then_all(
    town: Town, scan: Scan, act: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan takes no longer for who has 1,000 loans; what is said of a loan is always shown."""
    monkeypatch.setattr("hylla.doors.desk.record.MOST_LOANS", 1)
    patron, last = town.patron(), town.item("Isbjørn")
    town.lend(patron, town.item("Vinterfjell"), days_ago=40)
    town.lend(patron, last)
    page = scan(patron.card)
    assert "1 of 2 are shown." in page
    assert "Isbjørn" in page
    assert "Vinterfjell" not in page
    for everything in act("loans"), act("renew-all"):
        assert "Isbjørn" in everything
        assert "Vinterfjell" in everything
        assert "are shown." not in everything
