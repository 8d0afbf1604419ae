"""The office's invoices: a list that names nobody, one case whose look is logged, and its end."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hylla.fees.models import Claim, Invoice, Voucher
from hylla.library.models import Controller
from hylla.patrons.models import Guardianship, Person
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.builders import an_invoice
from tests.doors.town import Patron, Town
from tests.formats.paper.reading import text_of

StaffClient = Callable[[str], Client]
LIST = "/en/office/invoices/"


@pytest.fixture
def owing(town: Town) -> Patron:
    return town.patron(given_name="Embla", family_name="Markvik")


@pytest.fixture
def invoice(town: Town, owing: Patron) -> Invoice:
    day = timezone.localdate()
    person = Person.objects.get(pk=owing.id)
    made = an_invoice(person, made_on=day - timedelta(days=40), due_on=day - timedelta(days=9))
    Claim.objects.create(
        patron=person,
        branch=town.main,
        kind="lost",
        amount_ore=35_000,
        opened_on=day,
        invoice=made,
    )
    return made


@pytest.fixture
def clerk(town: Town, staff_client: StaffClient) -> Client:
    return staff_client(town.staff(Role.INVOICE))


def test_the_list_names_nobody_and_logs_nothing(invoice: Invoice, clerk: Client) -> None:
    page = clerk.get(LIST).content.decode()
    assert invoice.number in page
    assert "350\N{NO-BREAK SPACE}kr" not in page
    assert re.search(r">\s*9\s*<", page)
    assert "Markvik" not in page
    assert not AccessEntry.objects.exists()


def test_opening_one_is_logged_first(invoice: Invoice, owing: Patron, clerk: Client) -> None:
    page = clerk.get(f"{LIST}{invoice.pk}/").content.decode()
    assert "Embla Markvik" in page
    assert invoice.reference in page
    entry = AccessEntry.objects.get()
    assert (entry.person_id, entry.task, entry.role) == (owing.id, "invoice", Role.INVOICE)


def test_a_childs_paper_goes_to_the_guardian_and_both_read_that_it_was_printed(
    town: Town, invoice: Invoice, clerk: Client
) -> None:
    guardian = town.patron(given_name="Ask", family_name="Markvik")
    Invoice.objects.update(addressee=guardian.id)
    answer = clerk.post(f"{LIST}{invoice.pk}/print/")
    text = text_of(answer.content)
    assert "Ask Markvik" in text
    assert "Embla" not in text
    assert invoice.reference in text
    assert AccessEntry.objects.filter(task="letter").count() == 2
    assert not Guardianship.objects.exists()


def test_a_file_for_an_organisation_that_pays_names_nobody(
    town: Town, invoice: Invoice, clerk: Client
) -> None:
    told = {"name": "Prøve skole", "number": "974 760 673", "reference": "Bibliotek 7"}
    page = clerk.post(f"{LIST}{invoice.pk}/file/", told)
    assert page.status_code == 422
    assert "has no organisation number yet" in page.content.decode()
    Controller.objects.update(org_number="974760673")
    wrong = clerk.post(f"{LIST}{invoice.pk}/file/", {**told, "number": "974760674"})
    assert wrong.status_code == 422
    assert "This is no organisation" in wrong.content.decode()
    assert not AccessEntry.objects.filter(task="letter").exists()
    answer = clerk.post(f"{LIST}{invoice.pk}/file/", told)
    assert answer.headers["Content-Type"] == "application/xml"
    text = answer.content.decode()
    assert "Embla" not in text
    assert "Markvik" not in text
    for each in ("Prøve skole", "974760673", "Bibliotek 7", invoice.number, ">350.00<"):
        assert each in text
    assert AccessEntry.objects.get(task="letter").role == Role.INVOICE


def test_paid_to_the_account(invoice: Invoice, clerk: Client) -> None:
    page = clerk.post(f"{LIST}{invoice.pk}/paid/").content.decode()
    assert "is paid." in page
    assert f"Voucher numbers: {Voucher.objects.get().number}." in page
    assert "No invoice is open" in page
    assert Voucher.objects.get().debit == "bank"
    again = clerk.post(f"{LIST}{invoice.pk}/paid/")
    assert again.status_code == 302
    assert clerk.get(f"{LIST}{invoice.pk}/").status_code == 422


def test_taken_back_for_a_reason(invoice: Invoice, clerk: Client) -> None:
    assert clerk.post(f"{LIST}{invoice.pk}/cancel/", {"reason": "whim"}).status_code == 422
    assert not Voucher.objects.exists()
    page = clerk.post(f"{LIST}{invoice.pk}/cancel/", {"reason": "wrong"}).content.decode()
    assert "is taken back" in page
    invoice.refresh_from_db()
    assert invoice.cancelled_for == "wrong"
    assert Voucher.objects.get().debit == "waived"


@pytest.mark.parametrize("role", [Role.DESK, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_others_are_not_let_in(
    town: Town, staff_client: StaffClient, invoice: Invoice, role: Role
) -> None:
    client = staff_client(town.staff(role))
    for path in ("", f"{invoice.pk}/", f"{invoice.pk}/print/"):
        assert client.get(LIST + path).status_code == 403
