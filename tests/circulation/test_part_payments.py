"""A part of an invoice is paid, most often to the debt collector: the rest is owed as before."""

from uuid import UUID

import pytest

from hylla.circulation.actions import (
    PartPaid,
    cancel_invoice,
    leave,
    settle_claim,
    settle_part_of,
)
from hylla.circulation.models import Loan
from hylla.fees.models import Claim, Invoice, Voucher
from hylla.fees.queries import balance_of, balances, for_collector, invoice_case, to_recall
from hylla.fees.rules import CancelReason, FeeRefusal
from hylla.library.refusals import Refused
from hylla.patrons.models import Person
from tests.circulation.world import NOW, World
from tests.privacy.cases.owing import LATER, ORE, collected, invoiced, library_, policy_

__all__ = ["library_", "policy_"]


def pay(world: World, invoice: Invoice, ore: int, *, left: int = ORE) -> tuple[int, ...]:
    paid = PartPaid(ore, left)
    return settle_part_of(invoice.pk, paid=paid, now=LATER, policy=world.policy)


def why(world: World, invoice_id: UUID, ore: int, *, left: int = ORE) -> str:
    with pytest.raises(Refused) as no:
        settle_part_of(invoice_id, paid=PartPaid(ore, left), now=LATER, policy=world.policy)
    return no.value.reasons[0].code


def left_of(world: World, invoice: Invoice) -> list[int]:
    case = invoice_case(invoice.pk, policy=world.policy, now=LATER)
    return [each.amount_ore for each in case.lines] if case else []


def test_the_oldest_first_and_the_rest_stays_there(library: World) -> None:
    """One claim is settled, of the next a part; the collector's file has what is left."""
    invoice = collected(library)
    first, second = left_of(library, invoice)
    numbers = pay(library, invoice, first + 500)
    assert len(numbers) == 2
    assert left_of(library, invoice) == [second - 500]
    assert balance_of(invoice.patron_id) == second - 500
    told = Voucher.objects.order_by("number").values_list("amount_ore", "debit")
    assert list(told) == [(first, "bank"), (500, "bank")]
    assert sum(balances().values()) == 0
    invoice.refresh_from_db()
    assert (invoice.settled_at, invoice.amount_ore, bool(invoice.collector)) == (None, ORE, True)
    (sent,) = for_collector([invoice.pk], policy=library.policy, now=LATER)
    assert sent.left_ore == second - 500
    assert not to_recall(policy=library.policy, now=LATER)


def test_told_twice_it_is_booked_once(library: World) -> None:
    invoice = collected(library)
    pay(library, invoice, 500)
    assert why(library, invoice.pk, 500) == FeeRefusal.LEFT_CHANGED
    pay(library, invoice, 500, left=ORE - 500)
    assert balances()["bank"] == 1000
    assert Voucher.objects.count() == 2


@pytest.mark.parametrize("ore", [0, -1, ORE + 1, 10**12])
def test_no_absurd_part(library: World, ore: int) -> None:
    invoice = collected(library)
    assert why(library, invoice.pk, ore) == FeeRefusal.MORE_THAN_IS_LEFT
    assert not Voucher.objects.exists()
    assert balance_of(invoice.patron_id) == ORE


@pytest.mark.parametrize("last", [ORE, ORE - 700])
def test_all_that_is_left_settles_it_and_recalls_nothing(library: World, last: int) -> None:
    """The collector ended it itself; who waited to go is gone."""
    invoice = collected(library)
    leave(invoice.patron_id, policy=library.policy, now=LATER)
    if last < ORE:
        pay(library, invoice, ORE - last)
    pay(library, invoice, last, left=last)
    assert not to_recall(policy=library.policy, now=LATER)
    assert not Person.objects.filter(pk=invoice.patron_id).exists()
    assert balances() == {"bank": ORE, "income": -ORE}
    assert why(library, invoice.pk, 1) == FeeRefusal.UNKNOWN_INVOICE


def test_the_rest_is_taken_back_and_recalled(library: World) -> None:
    """What was paid stays paid, the rest is waived, and the collector is asked to close it."""
    invoice = collected(library)
    pay(library, invoice, 1500)
    cancel_invoice(invoice.pk, reason=CancelReason.GOODWILL, now=LATER, policy=library.policy)
    assert balances() == {"bank": 1500, "waived": ORE - 1500, "income": -ORE}
    (asked,) = to_recall(policy=library.policy, now=LATER)
    assert asked.reference == invoice.number
    assert why(library, invoice.pk, 1) == FeeRefusal.INVOICE_SETTLED


def test_the_rest_that_is_paid_here_is_recalled(library: World) -> None:
    invoice = collected(library)
    pay(library, invoice, 1500)
    for claim in Claim.objects.filter(invoice=invoice, settled_at=None):
        settle_claim(claim.pk, method="card", now=LATER, policy=library.policy)
    assert len(to_recall(policy=library.policy, now=LATER)) == 1
    assert balances() == {"bank": 1500, "card": ORE - 1500, "income": -ORE}


def test_a_part_of_what_no_collector_has(library: World) -> None:
    """To the account: the invoice stays open with the rest, and the last part settles it."""
    invoice = invoiced(library)
    pay(library, invoice, 3000)
    pay(library, invoice, ORE - 3000, left=ORE - 3000)
    invoice.refresh_from_db()
    assert invoice.settled_at == LATER


def test_a_loan_waits_for_the_whole_of_its_claim(library: World) -> None:
    invoice = invoiced(library)
    claim = Claim.objects.filter(invoice=invoice).order_by("opened_on", "pk").reverse()[0]
    loan = Loan.objects.create(
        item=library.item(), patron_id=invoice.patron_id, branch=library.main, lent_at=NOW,
        due_on=NOW.date(), returned_at=NOW, claim=claim,
    )  # fmt: skip
    pay(library, invoice, ORE - 100)
    loan.refresh_from_db()
    assert (loan.closed_at, loan.claim_id) == (None, claim.pk)
    pay(library, invoice, 100, left=100)
    assert not Loan.objects.filter(pk=loan.pk, closed_at=None).exists()
