"""The office's page of debt collection: numbers only, what goes out before it goes, and its end."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.fees.actions import hand_over
from hylla.fees.models import Claim, Invoice, Voucher
from hylla.library.queries import policy_in_force
from hylla.messages.models import Message
from hylla.patrons.actions.rights import restrict
from hylla.patrons.models import Address, Person
from hylla.privacy.models import AccessEntry, OnwardNotice
from hylla.privacy.rights.terms import Asked
from hylla.privacy.vocabulary import Role
from tests.builders import an_invoice
from tests.doors.town import Patron, Town, change_policy

StaffClient = Callable[[str], Client]
PAGE = "/en/office/invoices/collection/"
COLLECTOR = "Prøveinkasso AS"
ORE = 35_050


@pytest.fixture
def owing(town: Town) -> Patron:
    patron = town.patron(given_name="Embla", family_name="Markvik")
    Address.objects.filter(person=patron.id).update(
        line_1="=Prøveveien 1", line_2="", postcode="5003", city="Bergen", country="NO"
    )
    return patron


@pytest.fixture
def invoice(town: Town, owing: Patron) -> Invoice:
    """One that is so late that somebody may be warned."""
    day = timezone.localdate()
    person = Person.objects.get(pk=owing.id)
    made = an_invoice(person, made_on=day - timedelta(days=70), due_on=day - timedelta(days=40))
    Claim.objects.create(
        patron=person, branch=town.main, kind="lost", amount_ore=ORE, opened_on=day, invoice=made
    )
    return made


@pytest.fixture
def warned(invoice: Invoice) -> Invoice:
    """The days of the warning are over."""
    day = timezone.localdate()
    invoice.warned_on, invoice.warned_until_on = day - timedelta(days=20), day - timedelta(days=6)
    invoice.save()
    return invoice


@pytest.fixture
def collected(warned: Invoice) -> Invoice:
    hand_over(warned.pk, now=timezone.now(), policy=policy_in_force())
    return warned


@pytest.fixture
def clerk(town: Town, staff_client: StaffClient) -> Client:
    return staff_client(town.staff(Role.INVOICE))


def page(clerk: Client) -> str:
    return clerk.get(PAGE).content.decode()


def send(clerk: Client, path: str, **told: object) -> tuple[int, str]:
    answer = clerk.post(f"{PAGE}{path}/", told)
    return answer.status_code, answer.content.decode()


def test_the_list_names_nobody_and_logs_nothing(invoice: Invoice, clerk: Client) -> None:
    assert PAGE in clerk.get("/en/office/invoices/").content.decode()
    shown = page(clerk)
    assert "To be warned" in shown
    assert invoice.number in shown
    assert "40 days late" in shown
    assert "Markvik" not in shown
    assert "350" not in shown
    assert not AccessEntry.objects.exists()


def test_the_warning_that_was_chosen_is_sent_once(invoice: Invoice, clerk: Client) -> None:
    status, shown = send(clerk, "warn", invoice=str(invoice.pk))
    assert status == 200
    assert "1 warning is on its way" in shown
    assert "The warning is on its way" in shown
    assert Message.objects.get().template == "collection_warning"
    status, shown = send(clerk, "warn", invoice=str(invoice.pk))
    assert status == 422
    assert f"Invoice {invoice.number}: A warning of debt collection is on its way" in shown
    assert Message.objects.count() == 1


def test_what_goes_out_is_shown_before_it_goes_and_the_look_is_logged(
    warned: Invoice, owing: Patron, clerk: Client
) -> None:
    assert "May be handed over" in page(clerk)
    status, shown = send(clerk, "look", invoice=str(warned.pk))
    assert status == 200
    assert "Embla Markvik" in shown
    assert "Prøveveien 1" in shown
    assert "350.50" in shown
    assert COLLECTOR in shown
    entry = AccessEntry.objects.get()
    assert (entry.person_id, entry.task, entry.role) == (owing.id, "invoice", Role.INVOICE)
    warned.refresh_from_db()
    assert warned.collector == ""
    status, shown = send(clerk, "hand-over", invoice=str(warned.pk))
    assert status == 200
    assert "1 invoice is handed over" in shown
    warned.refresh_from_db()
    assert warned.collector == COLLECTOR


def test_the_file_has_what_the_claim_needs_and_stands_in_the_log(
    collected: Invoice, owing: Patron, clerk: Client
) -> None:
    """A line that begins as a formula does is text; neither a title nor a card number is there."""
    answer = clerk.post(f"{PAGE}file/", {"invoice": str(collected.pk)})
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["warned_on"] == str(collected.warned_on)
    assert row == {
        "invoice": collected.number,
        "reference": collected.reference,
        "amount": "350.50",
        "currency": "NOK",
        "made_on": str(collected.made_on),
        "due_on": str(collected.due_on),
        "warned_on": str(collected.warned_on),
        "name": "Embla Markvik",
        "address_1": "'=Prøveveien 1",
        "address_2": "5003 Bergen",
        "address_3": "",
        "address_4": "",
    }
    entry = AccessEntry.objects.get()
    assert (entry.person_id, entry.task) == (owing.id, "collection")


def test_no_file_is_made_of_what_was_not_handed_over(warned: Invoice, clerk: Client) -> None:
    status, shown = send(clerk, "file", invoice=str(warned.pk))
    assert status == 422
    assert "Nothing is done" in shown
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("path", ["warn", "look", "hand-over", "file", "recalled", "closed"])
@pytest.mark.parametrize("told", [{}, {"invoice": "no-key", "recall": "x"}])
def test_nothing_comes_of_nothing(
    invoice: Invoice, clerk: Client, path: str, told: dict[str, str]
) -> None:
    status, shown = send(clerk, path, **told)
    assert status == 422
    assert "Nothing is done" in shown
    assert clerk.get(f"{PAGE}{path}/").status_code == 302


def test_of_what_was_paid_meanwhile_it_says_so(invoice: Invoice, clerk: Client) -> None:
    Invoice.objects.update(settled_at=timezone.now())
    status, shown = send(clerk, "warn", invoice=str(invoice.pk))
    assert status == 422
    assert f"Invoice {invoice.number}: This invoice has been settled already." in shown
    status, shown = send(clerk, "hand-over", invoice=str(invoice.pk))
    assert status == 422


def test_what_is_paid_here_is_recalled_until_the_collector_has_deleted(
    collected: Invoice, clerk: Client
) -> None:
    shown = clerk.get(f"/en/office/invoices/{collected.pk}/").content.decode()
    assert f"{COLLECTOR}, since" in shown
    clerk.post(f"/en/office/invoices/{collected.pk}/paid/")
    notice = OnwardNotice.objects.get()
    shown = page(clerk)
    assert "To be recalled" in shown
    assert f"{COLLECTOR}: {collected.number}" in shown
    status, shown = send(clerk, "closed", recall=notice.pk)
    assert status == 422, "nobody has asked it yet"
    status, shown = send(clerk, "recalled", recall=notice.pk)
    assert status == 200
    assert "1 is recalled" in shown
    status, shown = send(clerk, "closed", recall=notice.pk)
    assert "1 is closed and deleted there" in shown
    assert "To be recalled" not in shown
    notice.refresh_from_db()
    assert (notice.reference, notice.done_at is None) == ("", False)


def test_the_privacy_officer_sees_who_it_is(
    collected: Invoice, clerk: Client, town: Town, staff_client: StaffClient
) -> None:
    clerk.post(f"/en/office/invoices/{collected.pk}/paid/")
    officer = staff_client(town.staff(Role.PRIVACY_OFFICER))
    shown = officer.get("/en/office/deletions/").content.decode()
    assert COLLECTOR in shown
    assert "It is the debt collector" in shown


def test_a_clerk_answers_for_no_other_recipient(collected: Invoice, clerk: Client) -> None:
    row = OnwardNotice.objects.create(
        recipient="Drift", reference="2000", asked_at=timezone.now(), told_at=timezone.now()
    )
    assert "Drift" not in page(clerk)
    status, _ = send(clerk, "closed", recall=row.pk)
    assert status == 422
    row.refresh_from_db()
    assert row.done_at is None


def test_what_the_collector_says_is_paid_needs_no_recall(collected: Invoice, clerk: Client) -> None:
    shown = clerk.post(f"/en/office/invoices/{collected.pk}/collected/").content.decode()
    assert f"is paid, and closed at {COLLECTOR}" in shown
    assert str(Voucher.objects.get().number) in shown
    assert "To be recalled" not in page(clerk)


def test_a_part_that_the_collector_got_leaves_the_rest_there(
    collected: Invoice, clerk: Client
) -> None:
    """Noted once, the file has what is left, and the rest can be taken back."""
    Invoice.objects.update(amount_ore=ORE)
    address = f"/en/office/invoices/{collected.pk}/"
    assert "says that it got a part" in clerk.get(address).content.decode()
    told = {"amount": "100.50", "left": ORE}
    shown = clerk.post(f"{address}part/", told).content.decode()
    assert "was paid." in shown
    assert str(Voucher.objects.get().number) in shown
    again = clerk.post(f"{address}part/", told)
    assert again.status_code == 422
    assert "perhaps this payment is noted already" in again.content.decode()
    assert f'value="{ORE - 10_050}"' in again.content.decode(), "what is left now"
    assert Voucher.objects.count() == 1
    assert "a part is paid" in page(clerk)
    _, written = send(clerk, "file", invoice=str(collected.pk))
    assert next(csv.DictReader(io.StringIO(written.lstrip("\ufeff"))))["amount"] == "250.00"
    assert "To be recalled" not in page(clerk)
    clerk.post(f"{address}cancel/", {"reason": "goodwill"})
    assert "To be recalled" in page(clerk)


@pytest.mark.parametrize("amount", ["0", "-1", "350.51", "1e9", "0.001", "ten", ""])
def test_an_absurd_part_is_refused_and_books_nothing(
    collected: Invoice, clerk: Client, amount: str
) -> None:
    address = f"/en/office/invoices/{collected.pk}/part/"
    answer = clerk.post(address, {"amount": amount, "left": ORE})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Voucher.objects.exists()
    assert clerk.get(address).status_code == 302


def test_nobody_pays_a_collector_what_it_does_not_have(warned: Invoice, clerk: Client) -> None:
    answer = clerk.post(f"/en/office/invoices/{warned.pk}/collected/")
    assert answer.status_code == 422
    assert "No debt collector has this invoice." in answer.content.decode()
    assert not Voucher.objects.exists()


def test_what_is_contested_waits_there(collected: Invoice, owing: Patron, clerk: Client) -> None:
    asked = Asked(what="fees")
    restrict(owing.id, policy=policy_in_force(), now=timezone.now(), asked=asked)
    shown = page(clerk)
    assert "To be told to wait" in shown
    assert "contested: it waits" in shown
    notice = OnwardNotice.objects.get(recipient=COLLECTOR)
    status, shown = send(clerk, "paused", pause=notice.pk)
    assert status == 200
    assert "To be told to wait" not in shown
    status, shown = send(clerk, "file", invoice=str(collected.pk))
    assert status == 422
    assert send(clerk, "paused", pause=notice.pk)[0] == 422


def test_a_library_without_a_collector_says_so(invoice: Invoice, clerk: Client) -> None:
    change_policy(
        ('collector = "Prøveinkasso AS"', ""),
        ('collector_number = "999999999"', ""),
        ("warning_days = 14", ""),
    )
    assert PAGE not in clerk.get("/en/office/invoices/").content.decode()
    assert "This library uses no debt collector" in page(clerk)
    status, shown = send(clerk, "warn", invoice=str(invoice.pk))
    assert status == 422
    assert "This library uses no debt collector." in shown
    assert send(clerk, "look", invoice=str(invoice.pk))[0] == 422
    status, shown = send(clerk, "hand-over", invoice=str(invoice.pk))
    assert "This library uses no debt collector." in shown


def test_only_who_has_invoices_comes_in(town: Town, staff_client: StaffClient) -> None:
    assert staff_client(town.staff(Role.DESK)).get(PAGE).status_code == 403


def test_my_page_says_what_happened_and_what_to_do(
    warned: Invoice, owing: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    mine = patron_client(owing)
    shown = mine.get("/en/my/").content.decode()
    assert "We warned you of debt collection on" in shown
    assert "and it is not handed over" in shown
    hand_over(warned.pk, now=timezone.now(), policy=policy_in_force())
    shown = mine.get("/en/my/").content.decode()
    assert f"Handed over to {COLLECTOR} on" in shown
    assert f"Pay as {COLLECTOR} writes to you" in shown
    Claim.objects.update(settled_at=timezone.now())
    Invoice.objects.update(settled_at=timezone.now())
    shown = mine.get("/en/my/").content.decode()
    assert f"{COLLECTOR} closes and deletes the case" in shown


def test_who_pays_for_a_child_reads_of_it_too(
    town: Town, warned: Invoice, patron_client: Callable[[Patron], Client]
) -> None:
    guardian = town.patron(given_name="Ask", family_name="Markvik")
    Invoice.objects.update(addressee=guardian.id)
    shown = patron_client(guardian).get("/en/my/").content.decode()
    assert warned.number in shown
    answer = patron_client(guardian).get(f"/en/my/invoices/{warned.pk}/")
    assert answer.status_code == 200
    stranger = town.patron(given_name="Liv", family_name="Vik")
    assert patron_client(stranger).get(f"/en/my/invoices/{warned.pk}/").status_code == 404
