"""A library in which anything may come after anything, and what must hold after each step."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    conform_consents,
    conform_history,
    declare_lost,
    disagree,
    expire_shelf,
    leave,
    place_hold,
    remind,
    renew,
    settle_claim,
    start_history,
)
from hylla.circulation.models import History, Hold, Loan
from hylla.circulation.queries import last_borrower, loans_of, whole_history_of
from hylla.fees.models import Claim, Voucher
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown, let_guardians_go, move_categories
from hylla.patrons.actions.rights import ask, lift_own, prepare_extract, restrict
from hylla.patrons.models import Guardianship, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.erasure import complete_all, is_asked, take_back
from hylla.privacy.models import PreparedExtract, Request
from hylla.privacy.policy import Policy
from hylla.privacy.removal import remove_before, remove_due
from hylla.privacy.rights.deletions import deletions_waiting, note_asked, note_deleted
from hylla.privacy.rights.prepared import fetch, is_there
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.vocabulary import Language, Purpose
from hylla.site.probes import PROBES
from hylla.site.probes.stage import undone
from tests.circulation.world import NOW, World, make_world

PATRONS, ITEMS = 3, 4
PRICE = 30_000
people = st.integers(0, PATRONS - 1)
copies = st.integers(0, ITEMS - 1)
QUICK = ("loans_are_closed", "history_is_wanted")
"""Probes whose sentences hold at every moment, and not only after a night."""


@dataclass
class Patron:
    """Somebody of the library, and what would give them away if they were gone."""

    id: UUID
    card: str

    @property
    def marks(self) -> tuple[str, ...]:
        return (self.id.hex, str(self.id), self.card)


class Engine(RuleBasedStateMachine):
    """Loans, money, consents, rights and time, in any order; each run is undone at its end."""

    policy: Policy

    def __init__(self) -> None:
        super().__init__()
        self._undone = undone()
        self._undone.__enter__()
        self.world: World = make_world(self.policy)
        self.now = NOW
        self.patrons = [Patron(*self.world.patron()) for _ in range(PATRONS)]
        self.gone: list[Patron] = []
        self.items = [self.world.item() for _ in range(ITEMS)]
        self.claimed_ore = 0
        self.links: dict[UUID, str] = {}

    def teardown(self) -> None:
        """Look once more, whatever the last step was."""
        self._look("no_orphans")
        self.undo()

    def undo(self) -> None:
        """Let none of it have happened."""
        self._undone.__exit__(None, None, None)

    # What people do.

    @initialize(is_guardian=st.booleans())
    def family(self, is_guardian: bool) -> None:
        """The first may be the guardian of the last."""
        if is_guardian:
            guardian, child = self.patrons[0], self.patrons[-1]
            Guardianship.objects.create(
                guardian_id=guardian.id,
                child_id=child.id,
                since_on=self.now.date(),
                ends_on=self.now.date() + timedelta(days=60),
            )

    @rule(who=people, what=copies)
    def lend(self, who: int, what: int) -> None:
        patron = self.patrons[who]
        stopped = is_asked(patron.id) or is_restricted(patron.id)
        with suppress(Refused):
            self.world.lend(patron.card, self.items[what], now=self.now)
            assert not stopped, "something was lent to somebody who leaves, or is restricted"

    @rule(what=copies)
    def give_back(self, what: int) -> None:
        told = self.world.take_back(self.items[what], now=self.now)
        self.claimed_ore += told.fee_ore

    @rule(what=copies)
    def renew(self, what: int) -> None:
        with suppress(Refused):
            barcode = self.items[what].barcode
            told = renew(barcode=barcode, person_id=None, now=self.now, policy=self.policy)
            self.claimed_ore += told.fee_ore

    @rule(who=people, what=copies)
    def hold(self, who: int, what: int) -> None:
        with suppress(Refused):
            place_hold(
                person_id=self.patrons[who].id,
                record_id=self.items[what].record_id,
                pickup_branch_id=self.world.main.pk,
                now=self.now,
                policy=self.policy,
            )

    @rule(what=copies)
    def lose(self, what: int) -> None:
        barcode = self.items[what].barcode
        if (
            Loan.objects.filter(item__barcode=barcode, claim__settled_at=None)
            .exclude(claim=None)
            .exists()
        ):
            return
        if declare_lost(barcode, price_ore=PRICE, now=self.now, policy=self.policy):
            self.claimed_ore += PRICE

    @rule(which=st.integers(0, 5), method=st.sampled_from(["cash", "card", "waived"]))
    def settle(self, which: int, method: str) -> None:
        unpaid = list(Claim.objects.filter(settled_at=None).order_by("opened_on", "id"))
        if unpaid:
            claim = unpaid[which % len(unpaid)]
            settle_claim(claim.pk, method=method, now=self.now, policy=self.policy)

    @rule(who=people)
    def say_yes(self, who: int) -> None:
        with suppress(Refused):
            shown = Shown(self.policy, Language.NB)
            start_history(self.patrons[who].id, shown=shown, now=self.now)

    @rule(who=people)
    def say_no(self, who: int) -> None:
        person = self.patrons[who].id
        disagree(person, ConsentTo.LOAN_HISTORY, now=self.now)
        assert not History.objects.filter(consent__person=person).exists()

    @rule(who=people, kind=st.sampled_from([RequestKind.ERASURE, RequestKind.TERMINATION]))
    def leave(self, who: int, kind: RequestKind) -> None:
        leave(self.patrons[who].id, policy=self.policy, now=self.now, kind=kind)

    @rule(who=people)
    def stay_after_all(self, who: int) -> None:
        take_back(self.patrons[who].id, now=self.now)

    @rule(who=people, what=st.sampled_from(["", Purpose.FEES, Purpose.MESSAGES]))
    def restrict(self, who: int, what: str) -> None:
        person = self.patrons[who].id
        restrict(person, policy=self.policy, now=self.now, asked=Asked(what=what))

    @rule(who=people)
    def lift(self, who: int) -> None:
        kinds = (RequestKind.RESTRICTION, RequestKind.EXTRACT)
        mine = Request.objects.filter(person=self.patrons[who].id, kind__in=kinds, closed_at=None)
        if request := mine.order_by("requested_at", "id").first():
            lift_own(request.pk, person_id=self.patrons[who].id, policy=self.policy, now=self.now)

    @rule(who=people)
    def ask_for_everything(self, who: int) -> None:
        person = self.patrons[who].id
        ask(RequestKind.EXTRACT, person_id=person, policy=self.policy, now=self.now)

    @rule()
    def answer(self) -> None:
        waiting = Request.objects.filter(kind=RequestKind.EXTRACT, answered_at=None)
        if request := waiting.order_by("requested_at", "id").first():
            word = prepare_extract(
                request.pk, policy=self.policy, now=self.now, language=Language.NB
            )
            self.links[request.pk] = word

    @precondition(lambda self: self.links)
    @rule()
    def fetch(self) -> None:
        _, word = self.links.popitem()
        waits = is_there(word, policy=self.policy, now=self.now)
        assert (fetch(word, policy=self.policy, now=self.now) is not None) is waits

    # What time does.

    @rule(hours=st.integers(1, 80))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(days=st.sampled_from([8, 31, 200, 800, 2000]))
    def wait_long(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def look_at_short_periods(self) -> None:
        remove_before(self.policy, now=self.now, ahead=timedelta(minutes=10))

    @rule()
    def night(self) -> None:
        """What the night's order does to rows."""
        policy, now = self.policy, self.now
        expire_shelf(now=now, policy=policy)
        remind(now=now, policy=policy)
        move_categories(policy=policy, now=now)
        conform_history(now=now, policy=policy)
        conform_consents(now=now, policy=policy)
        remove_due(policy, now=now)
        complete_all(policy=self.policy, now=now)
        let_guardians_go(policy=self.policy, now=now)
        self._look("erasure_completes")
        self._look("no_orphans")

    # What must hold after each of them.

    @invariant()
    def whoever_is_gone_is_nowhere(self) -> None:
        """No column of any table has their id or their card, once the processors have deleted."""
        there = set(Person.objects.values_list("pk", flat=True))
        left = [each for each in self.patrons if each.id not in there]
        if not left:
            return
        owed = [each.told.id for each in deletions_waiting(now=self.now)]
        note_asked(owed, policy=self.policy, now=self.now)
        note_deleted(owed, now=self.now)
        marks = [mark for each in left for mark in each.marks]
        assert tables_with(marks) == []
        self.gone += left
        # Somebody new takes their place.
        self.patrons = [each for each in self.patrons if each.id in there]
        while len(self.patrons) < PATRONS:
            self.patrons.append(Patron(*self.world.patron()))

    @invariant()
    def one_open_loan_an_item(self) -> None:
        open_loans = Loan.objects.filter(returned_at=None, closed_at=None)
        each = open_loans.values("item").annotate(loans=Count("pk"))
        assert all(row["loans"] == 1 for row in each)

    @invariant()
    def money_adds_up(self) -> None:
        """All that was ever claimed is owed, or stands on a voucher; nothing is lost or doubled."""
        owed = Claim.objects.filter(settled_at=None).aggregate(sum=Sum("amount_ore", default=0))
        told = Voucher.objects.aggregate(sum=Sum("amount_ore", default=0))
        assert owed["sum"] + told["sum"] == self.claimed_ore

    @invariant()
    def nothing_past_its_date_is_read(self) -> None:
        """By calculation of its own, whether or not a night has run."""
        for patron in self.patrons:
            read = whole_history_of(patron.id, now=self.now, policy=self.policy)
            first = self._start_of("loan_history")
            assert all(each.returned_on >= first.date() for each in read)
            for loan in loans_of(patron.id, now=self.now, policy=self.policy):
                assert Loan.objects.get(pk=loan.loan_id).returned_at is None
        for item in self.items:
            self._last_borrower_is_known_no_longer_than_promised(item)
        for row in PreparedExtract.objects.filter(fetched_at=None):
            word = self.links.get(row.request_id)
            over = row.made_at <= self._start_of("prepared_extract")
            if word:
                assert is_there(word, policy=self.policy, now=self.now) is not over

    def _last_borrower_is_known_no_longer_than_promised(self, item: Item) -> None:
        told = last_borrower(item.barcode, now=self.now, policy=self.policy)
        if told is not None:
            loan = Loan.objects.get(pk=told.loan_id)
            start = self._start_of("closed_loan")
            assert loan.closed_at is None or loan.closed_at > start

    def _start_of(self, period: str) -> datetime:
        """Return the moment since which a period of that name has passed, at the latest."""
        return self.policy.period(period).before(self.now)

    @invariant()
    def nobody_waits_for_nothing(self) -> None:
        """Every request to leave that is open has a loan, a debt, a child or an answer first."""
        waiting = Request.objects.filter(
            kind__in=["erasure", "termination"], closed_at=None
        ).values_list("person_id", flat=True)
        for person in set(waiting):
            assert self._is_held(person), "a request waits for nothing"
            assert not History.objects.filter(consent__person=person).exists() or _asks(person)
            assert not Hold.objects.filter(patron=person).exists() or _asks(person)

    def _is_held(self, person: Any) -> bool:
        return (
            Loan.objects.filter(patron=person, closed_at=None).exists()
            or Claim.objects.filter(patron=person, settled_at=None).exists()
            or Guardianship.objects.filter(guardian=person).exists()
            or _asks(person)
        )

    @invariant()
    def the_probes_find_nothing(self) -> None:
        for name in QUICK:
            self._look(name)

    def _look(self, name: str) -> None:
        finding = PROBES[name](self.policy, self.now)
        assert finding is not None
        assert finding.problems == (), name


def _asks(person: UUID) -> bool:
    """Say whether somebody is still to be given what they asked for."""
    asked = Request.objects.filter(person=person, kind__in=["extract", "portability"])
    unfetched = PreparedExtract.objects.filter(request__in=asked, fetched_at=None)
    return asked.filter(answered_at=None).exists() or unfetched.exists()


def tables_with(marks: list[str]) -> list[str]:
    """Return the tables of which some row has one of these marks in some column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            text = "\n".join(map(str, cursor.fetchall()))
            found += [table] if any(mark in text for mark in marks) else []
    return found
