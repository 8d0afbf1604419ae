"""A scan that is sent again, because no answer came, is acted on once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.models import Loan
from hylla.patrons.actions.scans import forget_scans
from hylla.patrons.models import TakenScan
from hylla.patrons.queries.scans import scan_taken
from hylla.statistics.models import Event, Tally
from tests.doors.town import Town

Send = Callable[..., str]


def counted(event: Event) -> int:
    return sum(Tally.objects.filter(event=event).values_list("count", flat=True))


def test_a_loan_sent_twice_is_made_once(town: Town, scan: Send) -> None:
    patron, item = town.patron(), town.item("Vinterfjell")
    scan(patron.card)
    assert "loan now" in scan(item.barcode, word="a")
    again = scan(item.barcode, word="a")
    assert "Lent: Vinterfjell." in again
    assert "it is done once" in again
    assert counted(Event.CHECKOUT) == 1
    assert "on loan to the same patron" in scan(item.barcode, word="b"), "another scan"


def test_a_return_sent_twice_takes_nothing_from_the_next_borrower(town: Town, scan: Send) -> None:
    item = town.item("Vinterfjell")
    town.lend(town.patron(), item, days_ago=60)
    first = scan(item.barcode, word="a")
    assert "the fee is" in first
    loan = town.lend(town.patron(), item)
    again = scan(item.barcode, word="a")
    assert "it is done once" in again
    assert "the fee is" in again
    assert Loan.objects.filter(pk=loan.pk, returned_at=None).exists()
    assert counted(Event.RETURN) == 1


def test_the_same_page_with_another_item_is_another_scan(town: Town, scan: Send) -> None:
    """Without scripts a page that is gone back to has the word of the first scan."""
    for number in range(2):
        town.lend(town.patron(), item := town.item(f"Bok {number}"))
        assert "it is done once" not in scan(item.barcode, word="a")
    assert not Loan.objects.exists()


def test_what_is_refused_can_be_tried_again(town: Town, scan: Send) -> None:
    scan(town.patron().card)
    item = town.item("Vinterfjell")
    loan = town.lend(town.patron(), item)
    assert "on loan to someone else" in scan(item.barcode, word="a")
    loan.delete()
    assert "Lent: Vinterfjell." in scan(item.barcode, word="a")


@pytest.mark.parametrize("found", [0, 1])
def test_two_at_the_same_time(
    town: Town, scan: Send, monkeypatch: pytest.MonkeyPatch, found: int
) -> None:
    """The second looked before the first was done: the constraint has the last word."""
    item = town.item("Vinterfjell")
    town.lend(town.patron(), item)
    scan(item.barcode, word="a")
    looks = iter([None])

    def blind(session: str, mark: str) -> object:
        return next(looks, None) if (taken := scan_taken(session, mark)) is None else _late(taken)

    def _late(taken: object) -> object:
        return next(looks, taken)

    monkeypatch.setattr("hylla.patrons.actions.scans.scan_taken", blind)
    if found:
        town.lend(town.patron(), item)
    page = scan(item.barcode, word="a")
    assert "it is done once" in page
    assert Loan.objects.count() == found, "nothing of the second act stays"


def test_of_a_scan_neither_item_nor_patron_is_kept_and_it_is_forgotten(
    town: Town, scan: Send, desk: Client
) -> None:
    patron, item = town.patron(), town.item()
    scan(patron.card)
    scan(item.barcode, word="a")
    row = TakenScan.objects.values().get()
    assert item.barcode not in str(row)
    assert str(patron.id) not in str(row)
    assert forget_scans(now=timezone.now() + timedelta(minutes=59)) == 0
    assert forget_scans(now=timezone.now() + timedelta(minutes=61)) == 1
    scan(town.item().barcode, word="c")
    desk.post("/en/desk/log-out/")
    assert not TakenScan.objects.exists()


def test_a_page_made_while_nobody_was_open_does_not_lend(town: Town, scan: Send) -> None:
    item = town.item("Vinterfjell")
    scan(town.patron().card)
    page = scan(item.barcode, opened="0")
    assert "Another patron was opened" in page
    assert 'data-outcome="stale"' in page
    assert not Loan.objects.exists()
