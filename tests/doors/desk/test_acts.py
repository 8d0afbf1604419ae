"""What is done for an open patron."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import Item
from hylla.circulation.actions import return_item
from hylla.circulation.models import Hold, Loan
from hylla.fees.actions import open_claim
from hylla.fees.models import Claim, ClaimKind, Voucher
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import set_protected_address, sign_in
from hylla.patrons.models import Block, Card, Consent, Email
from hylla.statistics.models import Event, Tally
from tests.doors.town import Patron, Town

Send = Callable[..., str]
ACTS = (
    *("close", "contact", "renew", "renew-all", "lost", "holds/place", "holds/cancel", "settle"),
    *("holds/pause", "holds/resume", "sets/lend", "sets/settle", "sets/cancel"),
    *("pin", "card/lost", "card/replace", "block", "unblock", "find/open"),
)


@pytest.fixture
def patron(town: Town, scan: Send) -> Patron:
    """The patron who is open at the desk."""
    patron = town.patron(given_name="Embla")
    scan(patron.card)
    return patron


def a_claim(town: Town, patron: Patron) -> str:
    day = timezone.localdate()
    kind = ClaimKind.DAMAGED
    return str(open_claim(patron.id, branch_id=town.main.pk, kind=kind, amount_ore=12_050, on=day))


def test_renewing_one_loan(town: Town, patron: Patron, act: Send) -> None:
    loan = town.lend(patron, item := town.item("Vinterfjell"), days_ago=10)
    assert "Vinterfjell: Renewed, now due" in act("renew", item=item.barcode)
    assert Loan.objects.get(pk=loan.pk).renewals == 1


def test_a_receipt_is_sent_by_the_patrons_own_way(town: Town, patron: Patron, act: Send) -> None:
    assert "Nothing is on loan." in act("receipt/send")
    town.lend(patron, town.item("Vinterfjell"))
    Email.objects.filter(person=patron.id).delete()
    assert "Print it." in act("receipt/send")
    Email.objects.create(person_id=patron.id, address="prove@example.org")
    page = act("receipt/send")
    assert "The receipt goes by e-mail, without titles." in page
    assert "prove@example.org" not in page


def test_renewing_all_says_what_became_of_each(town: Town, patron: Patron, act: Send) -> None:
    town.lend(patron, town.item(), days_ago=10)
    town.lend(patron, town.item())
    page = act("renew-all")
    assert "1 of 2 loans are renewed" in page
    assert "renewing today gives no more time" in page


def test_renewing_what_another_has(town: Town, patron: Patron, act: Send) -> None:
    town.lend(town.patron(), item := town.item())
    assert "This is on loan to someone else." in act("renew", item=item.barcode)


def test_a_hold_is_placed_and_cancelled(town: Town, patron: Patron, act: Send) -> None:
    town.lend(town.patron(), item := town.item("Vinterfjell"))
    page = act("holds/place", barcode=item.barcode, pickup=str(town.west.pk))
    assert "Hold placed on Vinterfjell, as number 1 in the queue." in page
    hold = Hold.objects.get()
    assert hold.pickup_branch == town.west
    assert "The hold is cancelled." in act("holds/cancel", hold=str(hold.pk))
    assert not Hold.objects.exists()


def test_a_hold_on_one_copy(town: Town, patron: Patron, act: Send) -> None:
    item = town.item("Vinterfjell")
    page = act("holds/place", barcode=item.barcode, alone="on", pickup=str(town.west.pk))
    assert "Hold placed on Vinterfjell, as number 1 in the queue." in page
    assert re.search(rf"Only the copy [^<]*{item.barcode}", page)
    assert Hold.objects.get().only_item == item


def test_a_hold_on_any_edition(town: Town, patron: Patron, act: Send) -> None:
    """Said at the desk as it is kept; of one copy, or without any edition, it is refused."""
    asked = {"barcode": town.item("Vinterfjell").barcode, "pickup": str(town.west.pk)}
    wrong = act("holds/place", **asked, editions="any", alone="on")
    assert "One copy, or a set, is of this edition." in wrong
    assert "Say that any edition will do." in act("holds/place", **asked, any_form="on")
    assert not Hold.objects.exists()
    page = act("holds/place", **asked, editions="any", any_form="on")
    assert page.count("Any edition, in any language</") > 1
    assert "Printed or read aloud" in page
    assert Hold.objects.get().any_language


def test_a_set_is_gathered_and_lent(town: Town, patron: Patron, act: Send) -> None:
    item, day = town.item("Vinterfjell"), timezone.localdate() + timedelta(days=9)
    Item.objects.filter(pk=town.item().pk).update(record=item.record)
    asked = {"barcode": item.barcode, "pickup": str(town.main.pk), "copies": "2"}
    assert "Say how many copies, and on which day." in act("holds/place", **asked)
    page = act("holds/place", **asked, needed_on=day.isoformat())
    assert "2 copies of Vinterfjell are gathered for the group." in page
    assert "0 of 2 copies are there" in page
    key = str(Hold.objects.values_list("set_key", flat=True).distinct().get())
    assert "This hold does not exist any more." in act("sets/lend", hold=key)
    return_item(
        barcode=item.barcode,
        branch_id=town.main.pk,
        now=timezone.now(),
        policy=policy_in_force(),
    )
    assert "The set is 1 copy now." in act("sets/settle", hold=key)
    assert "1 copy is lent." in act("sets/lend", hold=key)
    assert not Hold.objects.exists()


def test_a_hold_is_paused_and_the_pause_removed(town: Town, patron: Patron, act: Send) -> None:
    town.lend(town.patron(), item := town.item("Vinterfjell"))
    act("holds/place", barcode=item.barcode, pickup=str(town.main.pk))
    hold, day = str(Hold.objects.get().pk), timezone.localdate() + timedelta(days=20)
    assert "The hold is paused until" in act("holds/pause", hold=hold, until=day.isoformat())
    paused = Hold.objects.get().pause
    assert paused is not None
    assert paused.until_on == day
    assert "Say on which day the pause ends." in act("holds/pause", hold=hold, until="")
    assert "The pause is removed." in act("holds/resume", hold=hold)
    assert Hold.objects.get().pause is None


@pytest.mark.parametrize("where", ["holds/pause", "holds/resume"])
@pytest.mark.parametrize("told", ["", "6a0b1f9e-7a0f-4f0e-9d55-0d3a1f1b2c3d"])
def test_pausing_a_hold_that_is_not_there(patron: Patron, act: Send, where: str, told: str) -> None:
    page = act(where, hold=told, until="2999-01-01")
    assert re.search("hold does not exist|no such hold", page)


def test_a_hold_on_nothing_keeps_what_was_typed(patron: Patron, act: Send, town: Town) -> None:
    page = act("holds/place", barcode="77665544", pickup=str(town.main.pk))
    assert "No item has this barcode." in page
    assert 'value="77665544"' in page


@pytest.mark.parametrize("told", ["", "nonsense", "6a0b1f9e-7a0f-4f0e-9d55-0d3a1f1b2c3d"])
def test_cancelling_a_hold_that_is_not_there(patron: Patron, act: Send, told: str) -> None:
    assert re.search("hold does not exist|no such hold", act("holds/cancel", hold=told))


@pytest.mark.parametrize("method", ["cash", "card", "waived"])
def test_a_claim_is_settled(town: Town, patron: Patron, act: Send, method: str) -> None:
    claim = a_claim(town, patron)
    assert "Settled, voucher number" in act("settle", claim=claim, method=method, reason="wrong")
    assert Voucher.objects.get().method == method
    assert Voucher.objects.get().waived_for == ("wrong" if method == "waived" else "")
    assert not Claim.objects.filter(settled_at=None).exists()


@pytest.mark.parametrize("reason", ["", "small", "mercy"])
def test_nothing_is_waived_without_a_reason(
    town: Town, patron: Patron, act: Send, reason: str
) -> None:
    """`small` is the program's own: nobody at a desk can say so."""
    claim = a_claim(town, patron)
    page = act("settle", claim=claim, method="waived", reason=reason)
    assert "choose why" in page
    assert '<option value="contested">' in page
    assert '<option value="small">' not in page
    assert not Voucher.objects.exists()


def test_another_patrons_claim_is_not_settled(town: Town, patron: Patron, act: Send) -> None:
    claim = a_claim(town, town.patron())
    assert "There is no such claim." in act("settle", claim=claim, method="cash")
    assert Claim.objects.get().settled_at is None


def test_a_lost_item_is_asked_for_its_price_and_claimed(
    town: Town, patron: Patron, act: Send
) -> None:
    town.lend(patron, item := town.item("Vinterfjell"))
    assert "Price in kroner" in act("lost", item=item.barcode)
    assert "Claimed: 349\N{NO-BREAK SPACE}kr." in act("lost", item=item.barcode, price="349")
    assert Claim.objects.get().amount_ore == 34_900


def test_a_price_that_is_none_is_asked_again(town: Town, patron: Patron, act: Send) -> None:
    town.lend(patron, item := town.item())
    page = act("lost", item=item.barcode, price="dear")
    assert 'value="dear"' in page
    assert not Claim.objects.exists()


def test_a_new_pin_works(patron: Patron, act: Send) -> None:
    assert "The new PIN works now." in act("pin", pin="9364")
    assert sign_in(patron.card, "9364", now=timezone.now()) == patron.id


@pytest.mark.parametrize("pin", ["12", "1111", "1234", "abcd", ""])
def test_a_pin_that_is_too_easy(patron: Patron, act: Send, pin: str) -> None:
    page = act("pin", pin=pin)
    assert "<h2>PIN not set</h2>" in page
    assert 'id="id_pin_error"' in page
    assert page.count('href="#id_pin"') == 1, "the summary stands once, at the top"


def test_a_lost_card_is_stopped_and_replaced(town: Town, patron: Patron, act: Send) -> None:
    assert "The card is stopped." in act("card/lost")
    page = act("card/replace", charge="on")
    new = Card.objects.get(status="active").number
    assert new in page
    assert "Claimed: 50\N{NO-BREAK SPACE}kr." in page
    assert Claim.objects.get().kind == "card"


def test_a_new_card_may_be_free(patron: Patron, act: Send) -> None:
    act("card/replace")
    assert not Claim.objects.exists()


def test_lending_without_a_valid_card(town: Town, patron: Patron, act: Send, scan: Send) -> None:
    act("card/lost")
    assert "Replace the card first." in scan(town.item().barcode)


def test_a_block_is_set_and_lifted(patron: Patron, act: Send) -> None:
    until = timezone.localdate() + timedelta(days=10)
    page = act("block", reason="conduct", until_on=until.isoformat())
    assert "Blocked: Conduct." in page
    page = act("unblock", reason="conduct")
    assert "The block is lifted: Conduct." in page
    ended = Block.objects.get().until_on
    assert ended is not None
    assert ended < timezone.localdate()


def test_the_right_to_talking_books_is_noted_and_never_shown(
    patron: Patron, act: Send, scan: Send
) -> None:
    before = scan(patron.card)
    assert "is noted. Nothing is kept of what you were shown." in act("talking-books", right="yes")
    assert Consent.objects.get(withdrawn_at=None).what == "talking_books"
    assert scan(patron.card).count("alking books") == before.count("alking books")
    assert "is not noted." in act("talking-books", right="no")
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_a_block_in_the_past(patron: Patron, act: Send) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    page = act("block", reason="conduct", until_on=yesterday.isoformat())
    assert "This day is past." in page
    assert not Block.objects.exists()


def test_contact_is_shown_on_demand_only(town: Town, scan: Send, act: Send) -> None:
    patron = town.patron(emails=("embla@example.org",))
    assert "embla@example.org" not in scan(patron.card)
    page = act("contact")
    assert "embla@example.org" in page
    assert "Gata 1" in page


def test_a_protected_address_is_restricted(town: Town, scan: Send, act: Send) -> None:
    patron = town.patron()
    set_protected_address(patron.id, protected=True)
    assert "Restricted" in scan(patron.card)
    page = act("contact")
    assert "Gata 1" not in page
    assert "Restricted" in page


def test_every_act_leads_back_when_its_address_is_opened(desk: Client) -> None:
    for act in ACTS:
        answer = desk.get(f"/en/desk/{act}/")
        assert answer.status_code == 302, act


def test_staff_renew_all_the_same_where_they_may(
    town: Town, patron: Patron, act: Send, caplog: pytest.LogCaptureFixture
) -> None:
    loan = town.lend(patron, item := town.item("Vinterfjell"), days_ago=3)
    Loan.objects.update(renewals=2)
    page = act("renew", item=item.barcode)
    assert "Override and renew all the same" in page
    codes = re.findall(r'name="overriding" value="([^"]*)"', page)
    assert codes == ["too_many_renewals"]
    with caplog.at_level(logging.INFO, "hylla.desk"):
        assert "Renewed, now due" in act("renew", item=item.barcode, overriding=codes[0])
    assert [each.__dict__["code"] for each in caplog.records if each.msg == "override"] == codes
    assert Loan.objects.get(pk=loan.pk).renewals == 3
    assert Tally.objects.get(event=Event.OVERRIDE).count == 1


def test_what_staff_may_not_set_aside_is_not_offered(town: Town, patron: Patron, act: Send) -> None:
    town.lend(patron, item := town.item("Vinterfjell"))
    page = act("renew", item=item.barcode)
    assert "gives no more time" in page
    assert "Override" not in page
