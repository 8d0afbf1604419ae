"""A library whose every answer is compared with what the books say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from hylla.catalogue.models import Record
from hylla.circulation.actions import set_loan_rule
from hylla.circulation.queries import house
from hylla.circulation.rules.terms import Case, Terms
from hylla.library.actions import bump_rules_version
from hylla.library.queries import days
from hylla.library.refusals import Refused
from hylla.library.rules.calendar import public_holidays
from hylla.patrons.actions import set_usual_categories
from hylla.patrons.models import Email, Person
from hylla.patrons.rules import age_on
from hylla.patrons.rules.categories import YOUTH_FROM, UsualCategories
from hylla.privacy.policy import Fees, Policy
from hylla.site.probes.stage import undone
from tests.circulation.machine.books import Books, Copy, Loan, Patron
from tests.circulation.machine.paying import Both
from tests.circulation.machine.tables import rows
from tests.circulation.world import ANYONE, NOW, World, make_world, policy_of

LIBRARIES = ("fjordvik", "kungsbacka", "umea", "sandnes")
"""They differ in when a loan is over, in whether it waits for its fee, and in their invoices."""
BORN = (date(1980, 5, 17), date(1991, 2, 3), date(2009, 1, 20), date(2014, 2, 11))
"""Two adults, one who is nearly of age, and a child of twelve."""
COPIES = (
    (0, "book", "main"), (0, "book", "main"), (0, "book", "other"),
    (1, "book", "other"), (1, "book", "main"), (2, "game", "main"), (3, "book", "other"),
)  # fmt: skip
WORK = {0: ("nob", "book"), 1: ("eng", "book"), 3: ("nob", "audio")}
"""Three of the titles are editions of one work: its translation, and the same read aloud."""
FEES = Fees(daily_ore=400, cap_ore=5000, block_at_ore=5000)
REPLACEMENT = 4000
COLLECTED = 2000
"""From so much on a debt collector gets it."""
AN_HOUR = timedelta(seconds=3600.5)
A_BIT = timedelta(seconds=1)
MORE, GAME, CHILD = (
    replace(ANYONE, max_loans=3, max_holds=3, recall_after_days=5, auto_recall=True),
    replace(ANYONE, item_type="game", loan_days=14, max_loans=2, max_renewals=1, min_age=15,
            fee_per_day_ore=500, fee_cap_ore=9000, max_holds=2, recall_after_days=2),
    replace(ANYONE, category="child", max_loans=2, max_holds=2, fee_per_day_ore=0, grace_days=3),
)  # fmt: skip
CHILDS_GAME = replace(CHILD.of(Case("child", "game")), is_lent=False)
people = st.integers(0, len(BORN) - 1)
copies = st.integers(0, len(COPIES) - 1)
titles = st.integers(0, 3)
branches = st.sampled_from(["main", "other"])


class Library(RuleBasedStateMachine):
    """The rooms, the people and the clock; each run is undone at its end."""

    policy: Policy
    world: World

    def __init__(self) -> None:
        super().__init__()
        self._undone = undone()
        self._undone.__enter__()
        # What a version number stood for in the run before is undone.
        house.forget()
        days._kept_calendar.cache_clear()
        self.books = Books()
        self.clock, self.skew = NOW, timedelta(0)
        self.latest = NOW
        self.said: list[str] = []
        self.till = Both()
        self.closed: set[tuple[str, date]] = set()
        self.open_weekdays = {"main": range(6), "other": range(6)}

    @initialize(library=st.sampled_from(LIBRARIES))
    def begin(self, library: str) -> None:
        """Open it, and let the first patrons in."""
        self.policy = _charging(policy_of(library))
        self.world = make_world(self.policy)
        set_usual_categories(UsualCategories("Child", "Youth", "Adult"), adult_from=18)
        for terms in (MORE, GAME, CHILD, CHILDS_GAME):
            set_loan_rule(terms)
        bump_rules_version()
        self.branch = {"main": self.world.main.pk, "other": self.world.other.pk}
        self.branch_code = {pk: code for code, pk in self.branch.items()}
        self.records = [self.world.record(f"Title {number}") for number in range(4)]
        for title, (language, form) in WORK.items():
            rows_of = Record.objects.filter(pk=self.records[title].pk)
            rows_of.update(work_key="work", languages=language, kind=form)
        self.title_of = {record.pk: number for number, record in enumerate(self.records)}
        for title, kind, home in COPIES:
            at = {"main": self.world.main, "other": self.world.other}[home]
            item = self.world.item(record=self.records[title], branch=at, item_type=kind)
            self.books.copies.append(Copy(item.pk, item.barcode, title, kind, home))
        self.books.patrons = [self.somebody(born) for born in BORN]

    def teardown(self) -> None:
        """Let none of it have happened."""
        self.undo()

    def undo(self) -> None:
        """Let none of it have happened."""
        self._undone.__exit__(None, None, None)

    def somebody(self, born: date) -> Patron:
        """Register somebody new."""
        category = self.category_at(born)
        person, card = self.world.patron(category=category, born=born)
        Email.objects.create(person_id=person, address=f"{card}@example.org")
        # The world's people came in October; these come when they come.
        Person.objects.filter(pk=person).update(registered_on=self.today, last_used_on=self.today)
        return Patron(person, card, born, category, self.today, self.today)

    @property
    def now(self) -> datetime:
        """What the machine's clock says."""
        return self.clock - self.skew

    @property
    def today(self) -> date:
        """The day it is here."""
        return self.now.astimezone(self.policy.zone).date()

    def ask(self, what: str, expected: object, act: Callable[[], object]) -> None:
        """Do something, and compare the answer with the books, which know it already."""
        try:
            told = act()
        except Refused as refused:
            told = [str(each.code) for each in refused.reasons]
        self.said.append(f"{self.today} {what}: {told}")
        assert told == expected, f"{what}: {told} and not {expected}"
        self.tick()

    def lent_copy(self, what: int) -> Copy:
        """Return a copy, most often one that is on loan."""
        lent = list(self.books.loans)
        return lent[what // 2 % len(lent)] if lent and what % 2 else self.books.copies[what]

    def tick(self) -> None:
        """Nothing happens at the same moment as something else."""
        self.latest = max(self.latest, self.now)
        self.clock += A_BIT

    # What the rules say, counted by hand.

    def category_at(self, born: date) -> str:
        """Return what somebody is by age."""
        age = age_on(born, self.today)
        return "child" if age < YOUTH_FROM else "youth" if age < 18 else "adult"  # noqa: PLR2004 - of age

    def terms(self, patron: Patron, kind: str) -> Terms:
        """Return the rule that applies."""
        if patron.category == "child":
            return CHILDS_GAME if kind == "game" else CHILD
        return GAME if kind == "game" else MORE

    def next_open(self, branch: str, day: date) -> date:
        """Return the first day from that day on that the branch is open, if there is any."""
        coming = (day + timedelta(days=number) for number in range(366))
        return next((each for each in coming if self._is_open(branch, each)), day)

    def _is_open(self, branch: str, day: date) -> bool:
        shut = (branch, day) in self.closed or ("all", day) in self.closed
        return (
            day.weekday() in self.open_weekdays[branch]
            and not shut
            and day not in public_holidays("NO", day.year)
        )

    def fee(self, loan: Loan, kind: str) -> int:
        """Return what it costs that a loan ends, or is renewed, today.

        Where the branch was closed for the day after it lent, the next open one counts.
        """
        terms = self.terms(loan.patron, kind)
        last_day = self.next_open(loan.branch, loan.due_on)
        late = (self.today - last_day).days - terms.grace_days
        daily = min(terms.fee_per_day_ore, FEES.daily_ore)
        return min(late * daily, terms.fee_cap_ore, FEES.cap_ore) if late > 0 else 0

    def against(self, patron: Patron) -> list[str]:
        """Return what somebody has against them whatever they want."""
        if not patron.is_card_known:
            return ["unknown_card"]
        reasons = ["card_ended"] * (patron.card_ended_on is not None)
        if not self._is_let_off(patron):
            reasons += self.stopped(patron)
        return reasons + ["erasure_asked"] * patron.leaves

    def stopped(self, patron: Patron) -> list[str]:
        """Return what the program alone has decided."""
        reasons = ["blocked_invoice"] * (patron.id.hex in self.blocked())
        return reasons + ["fees_over_limit"] * (self.books.ore_of(patron) >= FEES.block_at_ore)

    def _is_let_off(self, patron: Patron) -> bool:
        until, most = patron.let_off or (date.min, None)
        return until >= self.today and (most is None or self.books.ore_of(patron) <= most)

    def blocked(self) -> set[str]:
        """Return whom an invoice stops; the invariants say when it may and must."""
        told = rows("SELECT person_id, until_on FROM patrons_block")
        return {person for person, until in told if not until or until >= f"{self.today:%Y%m%d}"}

    def is_too_young(self, patron: Patron, kind: str) -> bool:
        """Whether the rule asks for somebody older."""
        birthday = patron.born.replace(year=patron.born.year + self.terms(patron, kind).min_age)
        return self.today < birthday

    def due_on(self, patron: Patron, copy: Copy, where: str) -> date:
        """Return when a loan of today is due."""
        days = timedelta(days=self.terms(patron, copy.kind).loan_days)
        return self.next_open(where, self.today + days)


def _charging(policy: Policy) -> Policy:
    """Return the policy with fees that are soon felt."""
    invoices = replace(
        policy.invoices,
        replacement_ore=REPLACEMENT,
        collect_from_ore=COLLECTED,
        after_days=10,
        due_days=10,
        warn_after_days=5,
        warning_days=7,
    )
    if not policy.invoices.after_days:
        invoices = policy.invoices
    lending = replace(policy.lending, offline_days=3 if policy.invoices.after_days else 0)
    return replace(policy, fees=FEES, invoices=invoices, lending=lending)
