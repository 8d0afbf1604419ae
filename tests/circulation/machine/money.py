"""What is owed and paid: at the desk, on the web, by invoice; and given back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import book, cancel_invoice, conclude, settle_claim, settle_invoice
from hylla.circulation.actions.closing import goes_at_once
from hylla.circulation.models import Loan as LoanRow
from hylla.clients.payments import State
from hylla.fees import actions as fees
from hylla.fees.actions import Back, Chosen, Way, begin_at_terminal, begin_payment, refund
from hylla.fees.models import Claim
from hylla.fees.models import Invoice as InvoiceRow
from hylla.fees.rules import AT_DESK, CancelReason, Method
from tests.circulation.machine.books import (
    LOST,
    Copy,
    Debt,
    Invoice,
    Loan,
    Patron,
    Payment,
    Voucher,
)
from tests.circulation.machine.library import REPLACEMENT, branches, people
from tests.circulation.machine.people import People

INCOME = "income"
SATURDAY = 5
which = st.integers(0, 5)


class Money(People):
    """Claims, payments, invoices and vouchers."""

    @rule(number=which, method=st.sampled_from(AT_DESK), twice=st.booleans())
    def settle(self, number: int, method: Method, twice: bool) -> None:
        if not (owed := self.books.owed()):
            return
        debt = owed[number % len(owed)]
        self.paid(debt, method)
        voucher = self.books.vouchers[-1]

        def settled() -> bool:
            assert debt.id is not None
            claim = debt.id
            voucher.number = settle_claim(claim, method=method, now=self.now, policy=self.policy)
            return voucher.number > 0

        self.ask(f"settle {number} {method}", True, settled)
        self.see_who_left()
        if twice:
            is_there = any(each is debt for each in self.books.debts)
            refused = "already_settled" if is_there else "unknown_claim"
            self.ask("settle it again", [refused], settled)

    @rule(who=people, by_card=st.booleans())
    def begin_to_pay(self, who: int, by_card: bool) -> None:
        """All that somebody owes, on the web or with a card at a desk."""
        owing = [each for each in self.books.patrons if self.books.owed(each)]
        patron = owing[who % len(owing)] if owing and who else self.books.patrons[who]
        debts = self.books.owed(patron)
        chosen = Chosen([each.id for each in debts if each.id], sum(each.ore for each in debts))
        way = Way(self.till, "https://lib.example/my/{reference}/", "https://lib.example/a/")
        reference = ""

        def begin() -> bool:
            nonlocal reference
            told: Any = {"chosen": chosen, "now": self.now, "policy": self.policy}
            if by_card:
                reference = begin_at_terminal(patron.id, terminal=self.till, **told)
            else:
                reference = begin_payment(patron.id, way=way, **told).reference
            return True

        at_desk = [each for each in self.books.payments if each.method == Method.CARD]
        asked = by_card and any(set(map(id, each.debts)) & set(map(id, debts)) for each in at_desk)
        refused = ["card_under_way"] if asked else ["nothing_chosen"] * (not debts)
        self.ask(f"begin to pay {who} {by_card}", refused or True, begin)
        if not refused:
            method = Method.CARD if by_card else Method.ONLINE
            self.books.payments.append(Payment(patron, debts, reference, self.now, method))

    @rule(number=which, is_paid=st.sampled_from([True, True, False]), calls=st.integers(1, 3))
    def hear_of_a_payment(self, number: int, is_paid: bool, calls: int) -> None:
        """From the provider, so many times; then the patron comes back besides."""
        if not self.books.payments:
            return
        payment = self.books.payments[number % len(self.books.payments)]
        goes_back = is_paid and any(each.is_paid for each in payment.debts)
        state = State.PAID if is_paid else State.CANCELLED
        self.till.states[payment.reference] = state
        if is_paid:
            for debt in payment.debts:
                self._paid_afar(debt, payment.method)
        if not goes_back:
            self.books.payments.remove(payment)
        for _ in range(calls):
            said = self.till.said(payment.reference)
            self.ask(
                f"hear of {number} {state}",
                any(each is payment.patron for each in self.books.patrons),
                lambda said=said: book(said, now=self.now, policy=self.policy),  # type: ignore[misc]  # bound now
            )
            self.see_who_left()
        conclude(payment.reference, provider=self.till, now=self.now, policy=self.policy)
        if goes_back:
            self.books.payments.remove(payment)
        self.see_who_left()

    def _paid_afar(self, debt: Debt, method: str) -> None:
        if debt.is_paid:
            self.books.back_by_web += debt.ore
        else:
            self.paid(debt, method)

    @rule(number=which, part=st.sampled_from([1, 2, 3]), where=branches)
    def give_back(self, number: int, part: int, where: str) -> None:
        """Half of a payment or all of it, perhaps once more than there is."""
        known = [each for each in self.books.vouchers if each.number is not None]
        if not known:
            return
        paid = known[number % len(known)]
        left = paid.ore - paid.given_back
        method = Method.CARD if number % 2 else Method.CASH
        amount = {1: left // 2, 2: left, 3: left + 1}[part]
        if paid.debit == Method.WAIVED:
            expected: object = ["nothing_was_paid"]
        elif not 0 < amount <= left:
            expected = ["more_than_was_paid"]
        else:
            expected = True
            paid.given_back += amount
            self.books.vouchers.append(Voucher(INCOME, method, amount))
        till = fees.Till(self.branch[where], method)
        self.ask(
            f"give back {number} {part}",
            expected,
            lambda: (
                refund(
                    paid.number or 0,
                    back=Back(amount, left),
                    till=till,
                    now=self.now,
                    policy=self.policy,
                )
                > 0
            ),
        )

    @rule(number=which, is_paid=st.booleans())
    def end_an_invoice(self, number: int, is_paid: bool) -> None:
        """It was paid to the account, or is taken back."""
        unpaid = [each for each in self.books.invoices if each.is_open]
        if not unpaid:
            return
        invoice = unpaid[number % len(unpaid)]
        debts = [each for each in invoice.debts if not each.is_paid]
        row = InvoiceRow.objects.get(claims=debts[0].id)
        for each in debts:
            self.paid(each, Method.BANK if is_paid else Method.WAIVED)

        def end() -> None:
            told: Any = {"now": self.now, "policy": self.policy}
            if is_paid:
                settle_invoice(row.pk, method=Method.BANK, **told)
            else:
                cancel_invoice(row.pk, reason=CancelReason.GOODWILL, **told)

        self.ask(f"end invoice {number} {is_paid}", None, end)
        self.see_who_left()

    def invoice_who_owes(self) -> int:
        """Write down the invoices of a night, and return how many."""
        plan, steps = self.policy.invoices, self.policy.reminders
        if not plan.after_days:
            return 0
        days = max(steps.first_days, steps.second_days) + plan.after_days
        until = self.today - timedelta(days=days)
        return sum(self._invoice(each, until) for each in self.books.patrons)

    def _invoice(self, patron: Patron, until: date) -> bool:
        out = self._out_too_long(patron, until)
        owed = [each for each in self.books.owed(patron) if not each.is_invoiced]
        if not out and not any(each.on <= until for each in owed):
            return False
        for copy in out:
            copy.is_lost = True
            self.books.loans[copy].hang(self.owes(patron, LOST, REPLACEMENT))
        owed = [each for each in self.books.owed(patron) if not each.is_invoiced]
        for each in owed:
            each.is_invoiced = True
        due_on = self.today + timedelta(days=self.policy.invoices.due_days)
        while due_on.weekday() >= SATURDAY:
            due_on += timedelta(days=1)
        self.books.invoices.append(Invoice(patron, owed, due_on, self.today))
        self.books.invoiced += 1
        return True

    def _out_too_long(self, patron: Patron, until: date) -> list[Copy]:
        return [
            copy
            for copy, loan in self.books.loans.items()
            if loan.patron is patron and loan.due_on <= until and not loan.is_counted_lost
        ]

    def owes(self, patron: Patron, kind: str, ore: int) -> Debt:
        """Write a debt down."""
        debt = Debt(patron, kind, ore, self.today)
        self.books.debts.append(debt)
        return debt

    def paid(self, debt: Debt, method: str) -> None:
        """Write down that a debt is settled, and that a loan ends which waited for that."""
        debt.is_paid = True
        for invoice in self.books.invoices:
            if invoice.handed_over and not invoice.is_open and debt in invoice.debts:
                self.books.recalled.append(invoice.handed_over)
        self.books.vouchers.append(Voucher(method, INCOME, debt.ore))
        over = [each for each in self.books.ended if each.debt is debt]
        self.books.ended = [each for each in self.books.ended if each.debt is not debt]
        if debt.kind == LOST and self.policy.lending.closes_when_compensated:
            loans = self.books.loans
            over += [each for each in loans.values() if each.debt is debt]
            self.books.loans = {c: each for c, each in loans.items() if each.debt is not debt}
        for each in over:
            self.waits_for(each, each.fee)

    def waits_for(self, loan: Loan, fee: Debt | None) -> None:
        """Write down that an ended loan is kept until the fee on it is paid (R03)."""
        if fee is not None and self.policy.lending.loan_waits_for_fee:
            loan.debts = [each for each in loan.debts if not each.is_paid and each.kind != LOST]
            loan.returned_at = loan.returned_at or self.now
            self.books.ended.append(loan)
        else:
            self.close(loan)

    def close(self, loan: Loan) -> None:
        """Write down that a loan is over; where the policy says so, it is known for some hours."""
        loan.closed_at = self.now
        if loan.returned_at is not None and not goes_at_once(self.policy):
            self.books.afterglow.append(loan)

    def ask(self, what: str, expected: object, act: Callable[[], object]) -> None:
        """Do something, and learn what the library calls a debt that came of it."""
        super().ask(what, expected, act)
        if any(each.id is None for each in self.books.debts):
            self._find_claims()

    def _find_claims(self) -> None:
        known = {each.id for each in self.books.debts if each.id}
        linked = {
            loan.debt: LoanRow.objects.get(item=copy.pk, returned_at=None, closed_at=None).claim_id
            for copy, loan in self.books.loans.items()
            if loan.debt is not None and loan.debt.id is None
        }
        for debt in self.books.debts:
            if debt.id is None and debt in linked:
                debt.id = linked[debt]
                known |= {debt.id} if debt.id else set()
        for debt in self.books.debts:
            if debt.id is None:
                alike = Claim.objects.filter(
                    patron=debt.patron.id, kind=debt.kind, amount_ore=debt.ore, opened_on=debt.on
                )
                debt.id = alike.exclude(pk__in=known).earliest("pk").pk
                known.add(debt.id)
