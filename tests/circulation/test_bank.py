"""What came in to the account settles the invoice it was paid for, and only in full."""

from dataclasses import replace

import pytest

from hylla.circulation.actions import BankReport, Became, book_bank_credits, cancel_invoice
from hylla.fees.models import Claim, Invoice, Voucher
from hylla.fees.rules import CancelReason, FeeRefusal
from hylla.formats.bank_credits import bank_notices
from hylla.library.refusals import Refused
from hylla.patrons.models import Person
from tests.builders import an_invoice
from tests.circulation.world import NOW, TODAY, World, make_world, policy_of
from tests.formats.bank import NORWEGIAN, Paid, camt, entry

REFERENCE = "202600000014"


@pytest.fixture
def library(db: None) -> World:
    policy = policy_of("fjordvik")
    # As people write it in Norway: the IBAN's last eleven digits.
    account = f"{NORWEGIAN[4:8]}.{NORWEGIAN[8:10]}.{NORWEGIAN[10:]}"
    return make_world(replace(policy, invoices=replace(policy.invoices, account=account)))


@pytest.fixture
def invoice(library: World) -> Invoice:
    """One of 350 kr, for two things."""
    person = Person.objects.get(pk=library.patron()[0])
    made = an_invoice(person, made_on=TODAY, reference=REFERENCE)
    for ore in (30_000, 5_000):
        told = {"kind": "lost", "amount_ore": ore, "opened_on": TODAY, "invoice": made}
        Claim.objects.create(patron=person, branch=library.main, **told)
    return made


def book(library: World, *paid: Paid, account: str = NORWEGIAN) -> BankReport:
    notices = bank_notices(camt(entry(*paid), account=account))
    return book_bank_credits(notices, now=NOW, policy=library.policy)


def test_paid_in_full_it_is_settled_and_read_again_nothing_is_booked(
    library: World, invoice: Invoice
) -> None:
    report = book(library, Paid(REFERENCE, "350.00"))
    assert report.for_people == ()
    (booked,) = report.booked
    assert sorted(booked.vouchers) == [20260000001, 20260000002]
    assert set(booked.vouchers) == set(Voucher.objects.values_list("number", flat=True))
    invoice.refresh_from_db()
    assert invoice.settled_at == NOW
    assert sorted(Voucher.objects.values_list("debit", "amount_ore")) == [
        ("bank", 5_000),
        ("bank", 30_000),
    ]
    again = book(library, Paid(REFERENCE, "350.00"))
    assert [each.became for each in again.payments] == [Became.SETTLED_BEFORE]
    assert Voucher.objects.count() == 2


@pytest.mark.parametrize(
    ("paid", "became"),
    [
        (Paid(REFERENCE, "349.00"), Became.ANOTHER_SUM),
        (Paid(REFERENCE, "351.00"), Became.ANOTHER_SUM),
        (Paid(REFERENCE, "350.00", "SEK"), Became.ANOTHER_CURRENCY),
        (Paid("202600000022", "350.00"), Became.UNKNOWN),
        (Paid("", "350.00"), Became.UNKNOWN),
    ],
)
def test_anything_else_is_for_people_and_changes_nothing(
    library: World, invoice: Invoice, paid: Paid, became: Became
) -> None:
    report = book(library, paid)
    assert [each.became for each in report.for_people] == [became]
    assert report.booked == ()
    assert not Voucher.objects.exists()
    invoice.refresh_from_db()
    assert invoice.settled_at is None


def test_one_that_is_wrong_stops_no_other(library: World, invoice: Invoice) -> None:
    report = book(library, Paid("1", "1"), Paid(REFERENCE, "350.00"), Paid(REFERENCE, "350.00"))
    assert [each.became for each in report.payments] == [
        Became.UNKNOWN,
        Became.BOOKED,
        Became.SETTLED_BEFORE,
    ]


def test_what_was_taken_back_is_to_be_paid_back(library: World, invoice: Invoice) -> None:
    cancel_invoice(invoice.pk, reason=CancelReason.WRONG, now=NOW, policy=library.policy)
    (only,) = book(library, Paid(REFERENCE, "350.00")).payments
    assert only.became is Became.TAKEN_BACK


def test_another_account_is_refused_whole(library: World, invoice: Invoice) -> None:
    with pytest.raises(Refused) as refused:
        book(library, Paid(REFERENCE, "350.00"), account="NO0000000000001")
    assert [each.code for each in refused.value.reasons] == [FeeRefusal.ANOTHER_ACCOUNT]
    assert not Voucher.objects.exists()
