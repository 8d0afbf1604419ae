"""The office reads the bank's file of payments: what is booked, and what is to be looked at."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hylla.fees.models import Claim, Invoice, Voucher
from hylla.patrons.models import Person
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from tests.builders import an_invoice
from tests.doors.town import Town
from tests.formats.bank import Paid, camt, entry

StaffClient = Callable[[str], Client]
PAGE = "/en/office/invoices/bank/"
REFERENCE = "202600000014"
OURS = "NO0000000000000"
"""The made-up account of the policy, as an IBAN."""


@pytest.fixture
def invoice(town: Town) -> Invoice:
    """One of 350 kr."""
    person = Person.objects.get(pk=town.patron(family_name="Markvik").id)
    day = timezone.localdate()
    made = an_invoice(person, made_on=day, reference=REFERENCE)
    told = {"kind": "lost", "amount_ore": 35_000, "opened_on": day, "invoice": made}
    Claim.objects.create(patron=person, branch=town.main, **told)
    return made


@pytest.fixture
def clerk(town: Town, staff_client: StaffClient) -> Client:
    return staff_client(town.staff(Role.INVOICE))


def send(clerk: Client, data: bytes) -> tuple[int, str]:
    """Send a file, and return the answer's status and page."""
    answer = clerk.post(PAGE, {"file": SimpleUploadedFile("payments.xml", data)})
    return answer.status_code, answer.content.decode()


def test_a_file_settles_what_was_paid_in_full(invoice: Invoice, clerk: Client) -> None:
    assert PAGE in clerk.get("/en/office/invoices/").content.decode()
    status, page = send(clerk, camt(entry(Paid(REFERENCE, "350.00")), account=OURS))
    assert status == 200
    assert "1 invoice is booked as paid." in page
    assert "Look at these" not in page
    assert "Booked as paid" in page
    assert str(Voucher.objects.get().number) in page
    invoice.refresh_from_db()
    assert invoice.settled_at is not None


def test_another_sum_leads_to_the_invoice_and_names_nobody(invoice: Invoice, clerk: Client) -> None:
    entries = entry(Paid(REFERENCE, "349.00"), Paid("1", "7.5", "EUR")), entry(way="DBIT")
    _, page = send(clerk, camt(*entries, account=OURS))
    assert "0 invoices are booked as paid." in page
    assert "1 entry is no payment in" in page
    assert f'href="/en/office/invoices/{invoice.pk}/">{REFERENCE}</a>' in page
    assert "No invoice here has this reference." in page
    assert "7.50\N{NO-BREAK SPACE}EUR" in page
    # Neither whose invoice it is nor what the file says of who paid.
    assert "Markvik" not in page
    assert "Utmark" not in page
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"NY000010", "This is no XML file."),
        (camt(entry(Paid(REFERENCE, "1"))), "about another account"),
    ],
)
def test_what_cannot_be_booked_says_why_beside_the_field(
    data: bytes, why: str, clerk: Client
) -> None:
    status, page = send(clerk, data)
    assert status == 422
    assert why in page
    assert "Nothing was booked: check the file" in page
