"""What a librarian would know who wrote everything down with a pencil: values, and no database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

LOST, OVERDUE = "lost", "overdue"


@dataclass(eq=False)
class Patron:
    """Somebody with a card."""

    id: UUID
    card: str
    born: date
    category: str
    used_on: date
    card_ended_on: date | None = None
    is_card_known: bool = True
    leaves: bool = False
    remembers: bool = False
    remembered: list[date] = field(default_factory=list)


@dataclass(eq=False)
class Copy:
    """A copy of a title, and where it is: at home, or on its way to a branch."""

    pk: int
    barcode: str
    title: int
    kind: str
    home: str
    is_lost: bool = False
    on_way_to: str | None = None


@dataclass(eq=False)
class Debt:
    """Money that somebody owes, or has owed."""

    patron: Patron
    kind: str
    ore: int
    on: date
    id: UUID | None = None
    is_paid: bool = False
    is_invoiced: bool = False


@dataclass(eq=False)
class Loan:
    """A copy in somebody's hands; `debt` is the last one that hangs on it, `beside` one before."""

    patron: Patron
    branch: str
    due_on: date
    renewals: int = 0
    debt: Debt | None = None
    beside: Debt | None = None

    @property
    def fee(self) -> Debt | None:
        """The fee for being late that is open, also behind the price of the copy."""
        every = (self.debt, self.beside)
        return next(
            (each for each in every if each and not each.is_paid and each.kind != LOST), None
        )

    @property
    def is_counted_lost(self) -> bool:
        """Whether the price of the copy itself was claimed, and so may not be again."""
        return self.debt is not None and self.debt.kind == LOST


@dataclass(eq=False)
class Hold:
    """Somebody who waits for a title; `copy` is set aside for them, on the shelf `until` a day."""

    patron: Patron
    title: int
    pickup: str
    since: datetime
    copy: Copy | None = None
    until: date | None = None
    pause: tuple[date, date] | None = None

    def is_passed_over(self, day: date) -> bool:
        """Whether copies go to others on that day."""
        return self.pause is not None and self.pause[0] <= day < self.pause[1]


@dataclass(eq=False)
class Invoice:
    """Some debts that somebody was asked to pay by a day."""

    patron: Patron
    debts: list[Debt]
    due_on: date

    @property
    def is_open(self) -> bool:
        """Whether anything on it is owed still."""
        return not all(each.is_paid for each in self.debts)


@dataclass(eq=False)
class Payment:
    """Debts that somebody is paying on the web."""

    patron: Patron
    debts: list[Debt]
    reference: str
    began_at: datetime


@dataclass(eq=False)
class Voucher:
    """A sum that went from one account to another; by its number, where that is known."""

    debit: str
    credit: str
    ore: int
    number: int | None = None
    given_back: int = 0


@dataclass
class Books:
    """All of it."""

    patrons: list[Patron] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    loans: dict[Copy, Loan] = field(default_factory=dict)
    ended: list[Loan] = field(default_factory=list)
    """Returned, and kept until their debt is paid (R03)."""
    holds: list[Hold] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    vouchers: list[Voucher] = field(default_factory=list)
    back_by_web: int = 0
    invoiced: int = 0

    def owed(self, patron: Patron | None = None) -> list[Debt]:
        """Return what is owed, by all or by one."""
        return [each for each in self.debts if not each.is_paid and patron in {None, each.patron}]

    def ore_of(self, patron: Patron) -> int:
        """Return what somebody owes in all."""
        return sum(each.ore for each in self.owed(patron))

    def loans_of(self, patron: Patron) -> list[Loan]:
        """Return what somebody has."""
        return [each for each in self.loans.values() if each.patron is patron]

    def holds_of(self, patron: Patron) -> list[Hold]:
        """Return what somebody waits for."""
        return [each for each in self.holds if each.patron is patron]

    def hold_of(self, patron: Patron, title: int) -> Hold | None:
        """Return somebody's place in a queue."""
        return next((each for each in self.holds_of(patron) if each.title == title), None)

    def hold_on(self, copy: Copy) -> Hold | None:
        """Return for whom a copy is set aside."""
        return next((each for each in self.holds if each.copy is copy), None)

    def queue(self, title: int) -> list[Hold]:
        """Return who waits for a title without a copy set aside, in order."""
        waiting = [each for each in self.holds if each.title == title and each.copy is None]
        return sorted(waiting, key=lambda hold: hold.since)

    def is_held(self, patron: Patron) -> bool:
        """Whether something keeps somebody here who wants to go."""
        ended = any(each.patron is patron for each in self.ended)
        paying = any(each.patron is patron for each in self.payments)
        return bool(ended or paying or self.loans_of(patron) or self.owed(patron))

    def sums(self) -> dict[str, int]:
        """Return what stands on each account."""
        sums: Counter[str] = Counter()
        for each in self.vouchers:
            sums[each.debit] += each.ore
            sums[each.credit] -= each.ore
        return dict(sums)

    def forget(self, patron: Patron) -> None:
        """Strike out all that is about somebody; what was paid stays, for it names nobody."""
        self.holds = [each for each in self.holds if each.patron is not patron]
        self.debts = [each for each in self.debts if each.patron is not patron]
        self.invoices = [each for each in self.invoices if each.patron is not patron]
        patron.remembered.clear()
