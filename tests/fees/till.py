"""Someone who takes payments for the tests: no network, and everything that was said."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hylla.circulation.actions import invoices, small_debts
from hylla.clients.payments import Order, PaymentError, Problem, Standing, State
from hylla.fees.actions import collecting, of_age, payments
from hylla.fees.actions import invoices as fees_invoices
from hylla.fees.models import Voucher
from hylla.fees.rules import FeeRefusal
from tests.builders import a_branch

SIGNED = "by us"


@dataclass
class Till:
    """A provider; the test says what the payer does."""

    orders: dict[str, Order] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    refunds: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    is_away: bool = False

    def begin(self, order: Order) -> str:
        """Take an order."""
        self._here()
        self.orders[order.reference] = order
        self.states[order.reference] = State.PENDING
        return f"https://pay.example/{order.reference}"

    def standing(self, reference: str) -> Standing:
        """Say how it stands."""
        self._here()
        self.asked += 1
        if reference not in self.orders:
            raise PaymentError(Problem.UNKNOWN)
        return self.said(reference)

    def answered(self, body: bytes, signature: str) -> Standing:
        """Read an answer, which is no more than a reference here."""
        if signature != SIGNED:
            raise PaymentError(Problem.UNSIGNED)
        return self.said(body.decode())

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Pay back once for a key."""
        self._here()
        self.refunds[key] = amount_ore

    def said(self, reference: str) -> Standing:
        """Return what would be told of a payment."""
        order = self.orders[reference]
        return Standing(
            reference=reference,
            state=self.states[reference],
            amount_ore=order.amount_ore,
            currency=order.currency,
        )

    def _here(self) -> None:
        if self.is_away:
            raise PaymentError(Problem.UNREACHABLE)


def an_order_that_tells(field: Any) -> None:
    """Make whoever takes a payment know who pays."""
    field.monkeypatch.setattr(
        payments, "Order", lambda **told: Order(**{**told, "currency": "NOK, from Embla"})
    )


def a_small_debt_that_is_waited_for(field: Any) -> None:
    """Let nobody go who owes a little."""
    field.monkeypatch.setattr(small_debts, "small_debt_of", lambda *_, **__: 0)


def a_grown_child_that_owes(field: Any) -> None:
    """Leave what somebody owed as a child with them."""
    field.monkeypatch.setattr(of_age, "_move", lambda *_: 0)


def a_child_that_is_billed(field: Any) -> None:
    """Send a child's invoice to the child."""
    field.monkeypatch.setattr(invoices, "answering_guardian", lambda *_, **__: None)


def a_block_that_stays(field: Any) -> None:
    """Let nobody borrow again who has paid."""
    field.monkeypatch.setattr(fees_invoices, "unblock", lambda *_, **__: None)


def a_collector_without_patience(field: Any) -> None:
    """Let an invoice go to debt collection as soon as it is warned of."""
    field.monkeypatch.setattr(
        collecting,
        "collecting_refusal",
        lambda debt, **_: None if debt.warned_until_on else FeeRefusal.NOT_WARNED,
    )


def a_collector_that_is_not_told(field: Any) -> None:
    """Forget to recall what is paid."""
    field.monkeypatch.setattr(fees_invoices, "owe_recall", lambda *_, **__: None)


def more_than_was_paid(_: Any) -> None:
    """Give back twice what somebody paid."""
    told: dict[str, Any] = {"branch": a_branch(), "kind": "lost", "paid_on": date(2026, 6, 15)}
    paid = Voucher.objects.create(number=1, debit="cash", credit="income", amount_ore=1000, **told)
    told |= {"number": 2, "refunds": paid}
    Voucher.objects.create(debit="income", credit="cash", amount_ore=2000, **told)
