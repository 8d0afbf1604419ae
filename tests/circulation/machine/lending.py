"""Lending, taking back, renewing and losing, in the books and in the library."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import (
    CheckedOut,
    Renewed,
    Returned,
    check_out,
    declare_lost,
    renew,
    renew_all,
    return_item,
)
from tests.circulation.machine.books import LOST, OVERDUE, Copy, Loan, Patron
from tests.circulation.machine.library import branches, copies, people
from tests.circulation.machine.waiting import Waiting

PRICE = 3000
STAFF_MAY = {
    "blocked_invoice", "fees_over_limit", "item_lost", "item_held_for_other", "item_not_lent",
    "too_many_loans", "too_many_renewals", "held_by_other",
}  # fmt: skip


class Lending(Waiting):
    """What happens over a desk."""

    @rule(who=people, what=copies, where=branches, insists=st.booleans())
    def lend(self, who: int, what: int, where: str, insists: bool) -> None:
        patron, copy = self.books.patrons[who], self.books.copies[what]
        reasons = self.against_lending(patron, copy)
        left = [each for each in reasons if not (insists and each in STAFF_MAY)]
        expected: object = left
        if not left:
            expected = self._lent(patron, copy, where)
        self.ask(
            f"lend {who} {what} {where}",
            expected,
            lambda: _told_lent(
                check_out(
                    card=patron.card,
                    barcode=copy.barcode,
                    branch_id=self.branch[where],
                    now=self.now,
                    policy=self.policy,
                    overriding=STAFF_MAY if insists else (),
                )
            ),
        )

    def against_lending(self, patron: Patron, copy: Copy) -> list[str]:
        """Return every reason against it."""
        reasons, terms = self.against(patron), self.terms(patron, copy.kind)
        loan, hold = self.books.loans.get(copy), self.books.hold_on(copy)
        # Whose card it is that nobody knows cannot be said either.
        known = patron if patron.is_card_known else None
        reasons += ["item_lost"] * copy.is_lost
        reasons += ["item_away"] * copy.is_away
        if loan:
            reasons.append(f"item_on_loan_to_{'same' if loan.patron is known else 'other'}")
        reasons += ["item_held_for_other"] * (hold is not None and hold.patron is not known)
        if known is None:
            return reasons
        reasons += ["item_not_lent"] * (not terms.is_lent)
        reasons += ["too_many_loans"] * (len(self.books.loans_of(patron)) >= terms.max_loans)
        return reasons + ["too_young"] * self.is_too_young(patron, copy.kind)

    def _lent(self, patron: Patron, copy: Copy, where: str) -> object:
        """Write a loan down, and return what is to be told of it."""
        due_on = self.due_on(patron, copy, where)
        self.books.loans[copy] = Loan(patron, where, due_on, copy, self.now)
        self.use(patron)
        other, own = self.books.hold_on(copy), self.books.own_hold(patron, copy)
        if other is not None and other.patron is not patron:
            other.copy = other.until = None
        copy.is_lost, copy.on_way_to = False, None
        if own is not None and own.copy in {None, copy}:
            self.books.holds.remove(own)
        elif own is not None:
            self.release(own)
        return due_on, len(self.books.loans_of(patron)), own is not None

    @rule(what=copies, where=branches)
    def take_back(self, what: int, where: str) -> None:
        copy = self.books.copies[what]
        expected = self.comes_back(copy, where)
        self.ask(
            f"take back {what} {where}",
            expected,
            lambda: self.told_returned(
                return_item(
                    barcode=copy.barcode,
                    branch_id=self.branch[where],
                    now=self.now,
                    policy=self.policy,
                )
            ),
        )
        self.see_who_left()

    def comes_back(self, copy: Copy, where: str) -> tuple[object, ...]:
        """Write a return down, and return what is to be told of it."""
        loan = self.books.loans.pop(copy, None)
        fee = self.ended(loan) if loan else 0
        was_found, copy.is_lost = copy.is_lost, False
        return loan is not None, fee, was_found, *self.route(copy, where)

    def ended(self, loan: Loan) -> int:
        """Write down that a loan is over, and return what it costs."""
        fee, price = self.fee(loan, loan.copy.kind), loan.debt
        loan.returned_at = self.now
        if price is not None and price.kind == LOST and not price.is_paid:
            self.paid(price, "waived")
        if fee:
            new = self.owes(loan.patron, OVERDUE, fee)
            if loan.fee is None:
                loan.hang(new)
        self.waits_for(loan, loan.fee)
        self.use(loan.patron)
        self.remember(loan.patron, loan.copy.title)
        return fee

    def told_returned(self, told: Returned) -> object:
        to = told.destination
        branch = to.to_branch_id and self.branch_code[to.to_branch_id]
        sent = (str(to.route), branch, to.shelf_until_on, to.for_hold)
        return told.was_on_loan, told.fee_ore, told.was_found, *sent

    @rule(what=copies, who=people, is_staff=st.booleans())
    def renew(self, what: int, who: int, is_staff: bool) -> None:
        """At a desk for whoever has it, or on the patron's own page."""
        copy, patron = self.lent_copy(what), self.books.patrons[who]
        loan = self.books.loans.get(copy)
        insists = is_staff and what % 2 == 0
        if loan is None:
            left = ["not_on_loan"]
        elif not is_staff and loan.patron is not patron:
            left = ["item_on_loan_to_other"]
        else:
            reasons = self._against_renewal(loan, copy)
            left = [each for each in reasons if not (insists and each in STAFF_MAY)]
        expected: object = left
        if loan is not None and not left:
            expected = self._renewed(loan, copy)
        self.ask(
            f"renew {what} {'staff' if is_staff else who}",
            expected,
            lambda: _told_renewed(
                renew(
                    barcode=copy.barcode,
                    person_id=None if is_staff else patron.id,
                    now=self.now,
                    policy=self.policy,
                    overriding=STAFF_MAY if insists else (),
                )
            ),
        )

    @rule(who=people)
    def renew_everything(self, who: int) -> None:
        """All that somebody has, the first to be due first."""
        patron = self.books.patrons[who]
        mine = [(c, loan) for c, loan in self.books.loans.items() if loan.patron is patron]
        if len({loan.due_on for _, loan in mine}) < len(mine):
            # Which of two that are due together comes first is told to nobody.
            return
        expected: list[object] = []
        for copy, loan in sorted(mine, key=lambda pair: pair[1].due_on):
            reasons = self._against_renewal(loan, copy)
            expected.append(reasons or self._renewed(loan, copy))
        self.ask(
            f"renew all {who}",
            expected,
            lambda: [
                _told_renewed(each.renewed)
                if each.renewed
                else [str(reason.code) for reason in each.reasons]
                for each in renew_all(patron.id, now=self.now, policy=self.policy)
            ],
        )

    def _against_renewal(self, loan: Loan, copy: Copy) -> list[str]:
        terms = self.terms(loan.patron, copy.kind)
        waiting = self.books.waiting_for(copy, self.today)
        others = [each for each in waiting if each.patron is not loan.patron]
        gains = self.due_on(loan.patron, copy, loan.branch) > loan.due_on
        is_claimed = loan.is_counted_lost and loan.debt is not None and not loan.debt.is_paid
        return [
            *self.against(loan.patron),
            *["too_many_renewals"] * (loan.renewals >= terms.max_renewals),
            *["held_by_other"] * bool(others),
            *["renewal_gains_nothing"] * (not gains),
            *["claimed_as_lost"] * is_claimed,
        ]

    def _renewed(self, loan: Loan, copy: Copy) -> object:
        fee = self.fee(loan, copy.kind)
        if fee:
            debt = self.owes(loan.patron, OVERDUE, fee)
            if loan.fee is None:
                loan.hang(debt)
        loan.due_on = self.due_on(loan.patron, copy, loan.branch)
        loan.renewals += 1
        loan.recalled_on = None
        self.use(loan.patron)
        return loan.due_on, loan.renewals, fee

    @rule(what=copies, price=st.sampled_from([0, PRICE, PRICE]))
    def lose(self, what: int, price: int) -> None:
        """Somebody says that they have lost it, perhaps twice; or staff do not find it."""
        copy = self.books.copies[what]
        loan = self.books.loans.get(copy)
        copy.is_lost, copy.is_away = True, False
        is_claimed = False
        if loan is not None and not price:
            del self.books.loans[copy]
            self.waits_for(loan, loan.fee)
        elif loan is not None:
            is_claimed = True
            if loan.debt is None or loan.debt.kind != LOST or loan.debt.is_paid:
                loan.hang(self.owes(loan.patron, LOST, price))
        self.ask(
            f"lose {what} {price}",
            is_claimed,
            lambda: (
                declare_lost(copy.barcode, price_ore=price, now=self.now, policy=self.policy)
                is not None
            ),
        )
        self.see_who_left()


def _told_lent(told: CheckedOut) -> object:
    return told.due_on, told.open_loans, told.filled_hold


def _told_renewed(told: Renewed) -> object:
    return told.due_on, told.renewals, told.fee_ore
