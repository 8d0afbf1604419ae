"""What a desk may still do after a return: undo it for ten minutes, and claim damage."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import AtDesk, Damage, claim_damage, return_at_desk, undo_return
from tests.circulation.machine.books import Copy, Debt, Loan, Patron
from tests.circulation.machine.lending import Lending
from tests.circulation.machine.library import branches, copies

DESK, ANOTHER = "hall", "children's"
TEN_MINUTES = 600
DAMAGE = 2500
SURELY_KNOWN, SURELY_GONE = timedelta(hours=70), timedelta(hours=74)
"""Between them it is chance whether the worker has passed by."""


@dataclass
class Capsule:
    """What the page of a desk holds of a return, and how the loan was before it."""

    sealed: str
    copy: Copy
    loan: Loan
    before: Loan
    fee: Debt | None
    at: datetime
    day: date
    person: UUID


class Afterwards(Lending):
    """Undone returns and damages."""

    def __init__(self) -> None:
        super().__init__()
        self.capsules: dict[Copy, Capsule] = {}

    @rule(what=copies, where=branches)
    def take_back_at_desk(self, what: int, where: str) -> None:
        self._return_at_desk(self.lent_copy(what), where)

    def _return_at_desk(self, copy: Copy, where: str) -> None:
        what = self.books.copies.index(copy)
        loan = self.books.loans.get(copy)
        before = loan and replace(loan, debts=list(loan.debts))
        was_lost, at, day = copy.is_lost, self.now, self.remembered_day
        owed = len(self.books.debts)
        expected = self.comes_back(copy, where)
        sealed = ""

        def take_back() -> object:
            nonlocal sealed
            desk = AtDesk(copy.barcode, self.branch[where], DESK)
            told = return_at_desk(desk, now=self.now, policy=self.policy)
            sealed = told.capsule
            return self.told_returned(told.back)

        person = loan and loan.patron.id
        self.ask(f"take back at desk {what} {where}", expected, take_back)
        assert bool(sealed) == (loan is not None and not was_lost)
        if loan and before and person and sealed:
            fee = self.books.debts[owed] if len(self.books.debts) > owed else None
            self.capsules[copy] = Capsule(sealed, copy, loan, before, fee, at, day, person)
        self.see_who_left()

    @rule(what=copies, where=branches, minutes=st.sampled_from([0, 4, 9, 11, 19]))
    def return_by_mistake(self, what: int, where: str, minutes: int) -> None:
        """And see it some minutes later; of what is lent, the longest overdue first."""
        lent = sorted(self.books.loans.items(), key=lambda pair: (pair[1].due_on, pair[0].pk))
        if not lent:
            return
        copy = lent[what % 2 % len(lent)][0]
        self._return_at_desk(copy, where)
        self.clock += timedelta(minutes=minutes)
        if copy in self.capsules:
            self._undo(self.capsules[copy], DESK)

    def comes_back(self, copy: Copy, where: str) -> tuple[object, ...]:
        """Write a return down; what undoes the one before is thrown away at the desk."""
        if copy in self.books.loans:
            self.capsules.pop(copy, None)
        return super().comes_back(copy, where)

    @rule(what=copies, elsewhere=st.booleans())
    def undo_a_return(self, what: int, elsewhere: bool) -> None:
        """Perhaps too late, at another desk, or for the second time."""
        if not self.capsules:
            return
        capsule = list(self.capsules.values())[-1 - what % len(self.capsules)]
        self._undo(capsule, ANOTHER if elsewhere else DESK)

    def _undo(self, capsule: Capsule, desk: str) -> None:
        expected: object = self._against_undoing(capsule, desk)
        if not expected:
            self.undone_return(capsule)
            expected = capsule.before.due_on
        self.ask(
            f"undo return {self.books.copies.index(capsule.copy)}",
            expected,
            lambda: undo_return(capsule.sealed, desk=desk, now=self.now, policy=self.policy).due_on,
        )

    def _against_undoing(self, capsule: Capsule, desk: str) -> list[str]:
        copy, fee = capsule.copy, capsule.fee
        if self._is_sealed(capsule, desk) or not self._is_there(capsule.person):
            return ["return_stands"]
        if copy.is_lost or copy.is_away or copy in self.books.loans:
            return ["return_stands"]
        if fee is None:
            return []
        if fee.is_paid:
            return ["already_settled"]
        paying = any(fee in each.debts for each in self.books.payments)
        return ["being_paid"] * (fee.is_invoiced or paying)

    def _is_sealed(self, capsule: Capsule, desk: str) -> bool:
        is_late = self.now.timestamp() >= int(capsule.at.timestamp()) + TEN_MINUTES
        return is_late or desk != DESK

    def _is_there(self, person: UUID) -> bool:
        return any(each.id == person for each in self.books.patrons)

    def undone_return(self, capsule: Capsule) -> None:
        """Write down that all is as before it."""
        copy, loan, books = capsule.copy, capsule.loan, self.books
        books.ended = [each for each in books.ended if each is not loan]
        books.afterglow = [each for each in books.afterglow if each is not loan]
        if capsule.fee is not None:
            books.debts.remove(capsule.fee)
        again = replace(capsule.before, patron=self._patron(capsule.person))
        again.debts = [each for each in again.debts if not each.is_paid]
        books.loans[copy] = again
        hold = books.hold_on(copy)
        if hold is not None:
            hold.copy = hold.until = None
        copy.on_way_to = None
        entry = (capsule.day, copy.title)
        if entry in again.patron.remembered:
            again.patron.remembered.remove(entry)

    def _patron(self, person: UUID) -> Patron:
        return next(each for each in self.books.patrons if each.id == person)

    @rule(what=copies, at_once=st.booleans())
    def find_damage(self, what: int, at_once: bool) -> None:
        """On the page of a return, or later on that of the copy."""
        copy = self.books.copies[what]
        capsule = None
        if at_once and self.capsules:
            copy, capsule = list(self.capsules.items())[-1 - what % len(self.capsules)]
        known = None if capsule else self._last_loan(copy)
        if isinstance(known, bool):
            return
        expected: object = self._against_claiming(copy, capsule, known)
        debt: Debt | None = None
        if not expected:
            loan = capsule.loan if capsule else known
            debt, expected = self._damaged(loan, capsule), True
        damage = Damage(copy.barcode, DAMAGE, capsule.sealed if capsule else "", DESK)

        def claim() -> bool:
            told = claim_damage(
                damage, branch_id=self.branch["main"], now=self.now, policy=self.policy
            )
            assert debt is not None
            debt.id = told
            return True

        self.ask(f"find damage {what}", expected, claim)

    def _last_loan(self, copy: Copy) -> Loan | bool | None:
        """Return the last loan that anything knows of; False where that is chance."""
        over = [each for each in self.books.ended if each.copy is copy]
        for each in self.books.afterglow:
            if each.copy is copy and each.closed_at is not None:
                since = self.latest - each.closed_at
                if SURELY_KNOWN < since < SURELY_GONE:
                    return False
                over += [each] * (since <= SURELY_KNOWN)
        return max(over, key=lambda loan: loan.lent_at, default=None)

    def _against_claiming(
        self, copy: Copy, capsule: Capsule | None, known: Loan | None
    ) -> list[str]:
        if copy in self.books.loans:
            return ["return_it_first"]
        if capsule is None:
            return ["nobody_known"] * (known is None)
        if self._is_sealed(capsule, DESK):
            return ["return_stands"]
        return ["nobody_known"] * (not self._is_there(capsule.person))

    def _damaged(self, loan: Loan, capsule: Capsule | None) -> Debt:
        patron = self._patron(capsule.person) if capsule else loan.patron
        debt = self.owes(patron, "damaged", DAMAGE)
        if self.policy.lending.loan_waits_for_fee:
            self.books.afterglow = [each for each in self.books.afterglow if each is not loan]
            if not any(each is loan for each in self.books.ended):
                loan.debts, loan.patron = [], patron
                self.books.ended.append(loan)
            loan.closed_at = None
            loan.hang(debt)
        return debt
