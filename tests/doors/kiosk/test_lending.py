"""Lending, renewing and returning at a kiosk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import place_hold
from hylla.circulation.models import Loan
from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.library.models import Machine
from hylla.library.queries import policy_in_force
from hylla.messages.models import Message
from hylla.patrons.actions import block, report_card_lost
from hylla.patrons.models import AtKiosk, Email
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.erasure import ask
from hylla.privacy.models import AccessEntry
from tests.doors.town import PIN, Patron, Town, change_policy
from tests.formats.paper.reading import roles, text_of

Press = Callable[..., str]


@pytest.fixture
def patron(town: Town) -> Patron:
    """Someone who comes by."""
    return town.patron(given_name="Embla")


@pytest.fixture
def open_visit(press: Press, patron: Patron) -> Press:
    """Card and PIN are given."""
    press("lend/", entry=patron.card)
    press("lend/", pin=PIN)
    return press


def test_lending_with_card_and_pin(press: Press, patron: Patron, town: Town) -> None:
    item = town.item("Vinterfjell")
    page = press("lend/", entry=patron.card)
    assert "<h1" in page
    assert "Your PIN" in page
    assert "Embla" not in page, "the card alone tells no name"
    page = press("lend/", pin=PIN)
    assert "Hello, Embla" in page
    assert "Tjernvatn" not in page, "no more than the first name"
    page = press("lend/", entry=item.barcode)
    assert "Lent" in page
    assert "Vinterfjell" in page
    assert Loan.objects.get(item=item).branch == town.main


def test_nothing_is_lent_before_the_pin(press: Press, patron: Patron, town: Town) -> None:
    press("lend/", entry=patron.card)
    assert "Your PIN" in press("lend/", entry=town.item().barcode)
    assert "The PIN is wrong." in press("lend/", pin="9999")
    assert not Loan.objects.exists()


def test_a_policy_may_let_the_card_lend_alone(press: Press, patron: Patron, town: Town) -> None:
    change_policy(("pin_at_kiosk = true", "pin_at_kiosk = false"))
    press("lend/", entry=patron.card)
    assert "Lent" in press("lend/", entry=town.item().barcode)
    assert "Your PIN" in press("loans/"), "it still does not tell of other loans"


def test_the_pin_locks_and_points_to_the_staff(press: Press, patron: Patron) -> None:
    press("lend/", entry=patron.card)
    for _ in range(5):
        press("lend/", pin="9999")
    page = press("lend/", pin=PIN)
    assert "The PIN is locked for 15 minutes." in page
    assert "Please see the staff." in page


def test_cards_that_are_no_use_all_sound_alike(press: Press, patron: Patron, town: Town) -> None:
    report_card_lost(patron.id, on=timezone.localdate())
    pages = [press("lend/", entry=card) for card in (patron.card, "2000000000", "nonsense")]
    for page in pages:
        assert "This card cannot be used here." in page
        assert "reported" not in page
    assert not AtKiosk.objects.exists()


def test_why_someone_may_not_borrow_stands_nowhere(
    press: Press, patron: Patron, town: Town
) -> None:
    block(patron.id, BlockReason.CONDUCT, on=timezone.localdate())
    open_claim(
        patron.id,
        kind=ClaimKind.OVERDUE,
        amount_ore=99_900,
        branch_id=town.main.pk,
        on=timezone.localdate(),
    )
    press("lend/", entry=patron.card)
    for page in (press("lend/", pin=PIN), press("lend/", entry=town.item().barcode)):
        assert "You cannot borrow just now." in page
        assert "Please see the staff." in page
        assert "999" not in page
        assert "unpaid" not in page
    assert "You owe 999" in press("loans/"), "after the PIN, on the page that is theirs"


def test_what_waits_for_another_is_not_lent_and_nobody_is_named(
    open_visit: Press, town: Town
) -> None:
    item, other = town.item("Ulvetid"), town.patron(given_name="Ask")
    now, policy = timezone.now(), policy_in_force()
    place_hold(
        person_id=other.id,
        record_id=item.record_id,
        pickup_branch_id=town.main.pk,
        now=now,
        policy=policy,
    )
    page = open_visit("return/", entry=item.barcode)
    assert "Put it in the box for the staff." in page
    assert "Ask" not in page
    page = open_visit("lend/", entry=item.barcode)
    assert "This cannot be borrowed just now." in page
    assert not Loan.objects.exists()


def test_returning_needs_no_card_and_tells_nobody(press: Press, patron: Patron, town: Town) -> None:
    item = town.item("Vinterfjell")
    town.lend(patron, item, days_ago=60)
    page = press("return/", entry=item.barcode)
    assert "Returned" in page
    assert "Put it on the trolley." in page
    assert "1 thing returned." in page
    assert "Embla" not in page
    assert " kr" not in page, "that it was late is between the patron and the library"
    assert "2 things returned." in press("return/", entry=item.barcode, count="1")
    assert not Loan.objects.filter(item=item, returned_at=None).exists()


def test_the_first_page_takes_cards_and_things(press: Press, patron: Patron, town: Town) -> None:
    assert "Returned" in press("", entry=town.item().barcode)
    assert "We do not know this barcode." in press("", entry="999")
    assert "Your PIN" in press("", entry=patron.card)


def test_a_thing_before_the_card_and_a_card_for_a_thing(
    press: Press, patron: Patron, town: Town
) -> None:
    assert "Your card first, please." in press("lend/", entry=town.item().barcode)
    assert "That is a card." in press("return/", entry=patron.card)


def test_another_card_begins_another_visit(open_visit: Press, town: Town) -> None:
    other = town.patron(given_name="Ask")
    assert "Your PIN" in open_visit("lend/", entry=other.card)
    assert AtKiosk.objects.get().person_id == other.id
    assert not AtKiosk.objects.get().pin_was_right


def test_loans_are_shown_and_renewed_after_the_pin(
    press: Press, patron: Patron, town: Town
) -> None:
    late, soon = town.item("Vinterfjell"), town.item("Ulvetid")
    town.lend(patron, late, days_ago=20)
    town.lend(patron, soon, days_ago=30)
    assert "Vinterfjell" not in press("loans/", entry=patron.card)
    page = press("loans/", pin=PIN)
    assert page.index("Ulvetid") < page.index("Vinterfjell")
    assert "Overdue" in page
    assert "Renewed" in press("loans/renew/", item=late.barcode)
    page = press("loans/renew/")
    assert "1 of 2 loans are renewed" in page
    assert set(Loan.objects.values_list("renewals", flat=True)) == {1}


def test_renewing_needs_the_pin(kiosk: Client, press: Press, patron: Patron, town: Town) -> None:
    town.lend(patron, town.item(), days_ago=20)
    press("loans/", entry=patron.card)
    assert kiosk.post("/en/kiosk/loans/renew/").status_code == 302
    assert Loan.objects.get().renewals == 0


def test_a_machine_tells_only_what_its_account_may(
    kiosk: Client, open_visit: Press, patron: Patron
) -> None:
    Machine.objects.update(fields="")
    assert "Embla" not in open_visit("lend/")
    assert kiosk.get("/en/kiosk/loans/").status_code == 302


def test_titles_stand_on_a_receipt_only_when_asked_for(open_visit: Press, town: Town) -> None:
    open_visit("lend/", entry=town.item("Vinterfjell").barcode)
    slip = open_visit("receipt/")
    assert "1 thing due" in slip
    assert "Vinterfjell" not in slip
    assert "Vinterfjell" in open_visit("receipt/", titles="1")


def test_a_receipt_is_sent_where_there_is_a_way(
    open_visit: Press, town: Town, patron: Patron
) -> None:
    open_visit("lend/", entry=town.item("Vinterfjell").barcode)
    assert "Send it to me" in open_visit("receipt/")
    Email.objects.filter(person=patron.id).delete()
    assert "Print it." in open_visit("receipt/", send="1")
    Email.objects.create(person_id=patron.id, address="prove@example.org")
    assert "goes by e-mail, without titles" in open_visit("receipt/", send="1")
    assert Message.objects.get(template="receipt").person_id == patron.id


def test_a_receipt_of_returns_has_a_number_and_no_titles(press: Press, town: Town) -> None:
    press("return/", entry=town.item("Vinterfjell").barcode)
    slip = press("receipt/returned/", count="1")
    assert "1 thing returned." in slip
    assert "Vinterfjell" not in slip


def test_every_page_about_someone_stands_in_their_read_log(
    open_visit: Press, patron: Patron
) -> None:
    before = AccessEntry.objects.filter(person_id=patron.id).count()
    assert before == 1
    open_visit("loans/")
    entry = AccessEntry.objects.filter(person_id=patron.id).latest("pk")
    assert (entry.role, entry.unit, entry.task) == ("machine", "main", "self_service")
    assert {"borrowed", "money", "name"} <= set(entry.kinds.split())


def test_a_visit_ends_without_a_press(kiosk: Client, open_visit: Press, town: Town) -> None:
    open_visit("lend/", entry=town.item("Vinterfjell").barcode)
    AtKiosk.objects.update(at=timezone.now() - timedelta(seconds=36))
    page = kiosk.get("/en/kiosk/loans/").content.decode()
    assert "Vinterfjell" not in page
    assert "Scan your card" in page
    assert not AtKiosk.objects.exists()


def test_more_time_is_given_for_the_rest_of_the_visit(kiosk: Client, open_visit: Press) -> None:
    answer = kiosk.post("/en/kiosk/more-time/", {"back": "/en/kiosk/lend/"}, follow=True)
    assert 'data-waits="120"' in answer.content.decode()
    AtKiosk.objects.update(at=timezone.now() - timedelta(seconds=110))
    assert "Hello, Embla" in open_visit("lend/")
    AtKiosk.objects.update(at=timezone.now() - timedelta(seconds=126))
    assert "Scan your card" in open_visit("lend/")


def test_pressing_keys_is_being_there(kiosk: Client, open_visit: Press) -> None:
    AtKiosk.objects.update(at=timezone.now() - timedelta(seconds=25))
    assert kiosk.get("/en/kiosk/here/?visit=1").status_code == 204
    assert (timezone.now() - AtKiosk.objects.get().at).total_seconds() < 20
    AtKiosk.objects.all().delete()
    assert kiosk.get("/en/kiosk/here/?visit=1").status_code == 409


@pytest.mark.parametrize("page", ["", "over/"])
def test_the_first_page_forgets_who_stood_there(
    kiosk: Client, open_visit: Press, page: str
) -> None:
    """Also when the machine restarts: its browser begins there."""
    before = kiosk.cookies["hylla_kiosk"].value
    kiosk.get(f"/en/kiosk/{page}")
    assert not AtKiosk.objects.exists()
    after = kiosk.cookies["hylla_kiosk"].value
    assert before != after, "a page kept for Back goes when a cookie changes"
    assert before.partition(".")[0] == after.partition(".")[0]


def test_who_leaves_leaves_the_library_its_language_and_usual_letters(kiosk: Client) -> None:
    assert "letters-1" in kiosk.post("/sv/kiosk/larger/", follow=True).content.decode()
    answer = kiosk.get("/sv/kiosk/over/", follow=True)
    assert answer.redirect_chain == [("/nb/kiosk/", 302)]
    assert "letters-0" in answer.content.decode()
    assert 'data-waits="0"' in answer.content.decode()


def test_an_erased_patron_stands_nowhere(open_visit: Press, patron: Patron) -> None:
    assert ask(patron.id, policy=policy_in_force(), now=timezone.now())
    assert not AtKiosk.objects.exists()
    assert "Scan your card" in open_visit("lend/")


def test_a_receipt_to_keep_has_days_and_numbers_only(
    open_visit: Press, kiosk: Client, town: Town
) -> None:
    open_visit("lend/", entry=town.item("Vinterfjell").barcode)
    assert "Save as PDF" in open_visit("receipt/", titles="1")
    answer = kiosk.post("/en/kiosk/receipt/", {"pdf": "1", "titles": "1"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    text = " ".join(text_of(answer.content).split())
    assert "1 loan" in text
    assert "Vinterfjell" not in text
    assert {"Document", "Table", "TH"} <= set(roles(answer.content))


def test_a_receipt_of_returns_to_keep_has_the_number(press: Press, kiosk: Client) -> None:
    assert "Save as PDF" in press("receipt/returned/", count="2")
    answer = kiosk.post("/en/kiosk/receipt/returned/", {"pdf": "1", "count": "2"})
    assert "2 things" in " ".join(text_of(answer.content).split())
