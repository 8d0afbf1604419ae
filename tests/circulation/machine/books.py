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
    came_on: date
    card_ended_on: date | None = None
    is_card_known: bool = True
    leaves: bool = False
    waits_for_night: bool = False
    review: UUID | None = None
    let_off: tuple[date, int | None] | None = None
    """Until when a person lets them borrow all the same, perhaps while no more is owed."""
    remembers: bool = False
    remembered: list[tuple[date, int]] = field(default_factory=list)
    """The days on which titles came back."""


@dataclass(eq=False)
class Copy:
    """A copy of a title, and where it is: at home, or on its way to a branch."""

    pk: int
    barcode: str
    title: int
    kind: str
    home: str
    is_lost: bool = False
    is_away: bool = False
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
    """A copy in somebody's hands; the debts that hang on it, the last one in front."""

    patron: Patron
    branch: str
    due_on: date
    copy: Copy
    lent_at: datetime
    renewals: int = 0
    recalled_on: date | None = None
    debts: list[Debt] = field(default_factory=list)
    returned_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def debt(self) -> Debt | None:
        """The debt that the loan itself names."""
        return self.debts[-1] if self.debts else None

    @property
    def fee(self) -> Debt | None:
        """What is open for being late or for damage, also behind the price of the copy."""
        return next(
            (each for each in self.debts[::-1] if not each.is_paid and each.kind != LOST), None
        )

    def hang(self, debt: Debt) -> None:
        """Let a debt hang on it, in front of what is open."""
        self.debts = [each for each in self.debts if not each.is_paid and each is not debt]
        self.debts.append(debt)

    @property
    def is_counted_lost(self) -> bool:
        """Whether the price of the copy itself was claimed, and so may not be again."""
        return self.debt is not None and self.debt.kind == LOST


@dataclass(eq=False)
class Hold:
    """Somebody who waits for a title; `copy` is set aside for them, on the shelf `until` a day.

    `titles` are the editions that would do, `only` the one copy that does.
    """

    patron: Patron
    title: int
    pickup: str
    since: datetime
    titles: frozenset[int] = frozenset()
    only: Copy | None = None
    id: UUID | None = None
    copy: Copy | None = None
    until: date | None = None
    pause: tuple[date, date] | None = None

    def __post_init__(self) -> None:
        self.titles = self.titles | {self.title}

    def is_passed_over(self, day: date) -> bool:
        """Whether copies go to others on that day."""
        return self.pause is not None and self.pause[0] <= day < self.pause[1]

    def takes(self, copy: Copy) -> bool:
        """Whether a copy would do."""
        return copy.title in self.titles and self.only in {None, copy}

    def is_rival(self, other: "Hold") -> bool:
        """Whether a copy that would do might go to the other."""
        if self.only and other.only:
            return self.only is other.only
        return bool(self.titles & other.titles)


@dataclass(eq=False)
class Invoice:
    """Some debts that somebody was asked to pay by a day; perhaps with a debt collector."""

    patron: Patron
    debts: list[Debt]
    due_on: date
    made_on: date
    is_being_warned: bool = False
    warned_until_on: date | None = None
    handed_over: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anything on it is owed still."""
        return not all(each.is_paid for each in self.debts)


@dataclass(eq=False)
class Payment:
    """Debts that somebody is paying on the web, or with a card at a desk."""

    patron: Patron
    debts: list[Debt]
    reference: str
    began_at: datetime
    method: str


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
    afterglow: list[Loan] = field(default_factory=list)
    """Over, and kept for some hours for whoever finds damage."""
    holds: list[Hold] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    vouchers: list[Voucher] = field(default_factory=list)
    back_by_web: int = 0
    recalled: list[str] = field(default_factory=list)
    """The invoices that a debt collector is to drop."""
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

    def own_hold(self, patron: Patron, copy: Copy) -> Hold | None:
        """Return the hold of theirs that a copy fills: for which it is set aside, or the oldest."""
        aside = self.hold_on(copy)
        if aside is not None and aside.patron is patron:
            return aside
        fit = [each for each in self.holds_of(patron) if each.takes(copy)]
        return min(fit, key=lambda hold: hold.since, default=None)

    def hold_on(self, copy: Copy) -> Hold | None:
        """Return for whom a copy is set aside."""
        return next((each for each in self.holds if each.copy is copy), None)

    def queue(self, title: int) -> list[Hold]:
        """Return who waits for a title without a copy set aside, in order."""
        waiting = [each for each in self.holds if title in each.titles and each.copy is None]
        return sorted(waiting, key=lambda hold: hold.since)

    def waiting_for(self, copy: Copy, day: date) -> list[Hold]:
        """Return who takes a copy that is at hand, in turn."""
        queue = self.queue(copy.title)
        return [each for each in queue if each.takes(copy) and not each.is_passed_over(day)]

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
        self.afterglow = [each for each in self.afterglow if each.patron is not patron]
        self.debts = [each for each in self.debts if each.patron is not patron]
        self.invoices = [each for each in self.invoices if each.patron is not patron]
        patron.remembered.clear()
