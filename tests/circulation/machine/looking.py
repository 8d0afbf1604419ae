"""What must hold after each step, asked of the tables and of those who read them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis.stateful import invariant

from hylla.circulation.queries import charges_of, holds_of, loans_of, queue_of, whole_history_of
from hylla.fees.queries import balances, to_recall
from hylla.privacy.clocks import due
from hylla.privacy.policy import Stops
from hylla.privacy.registry import clocks, name_of
from hylla.site.probes import PROBES
from tests.circulation.machine.books import Copy
from tests.circulation.machine.doubles import Doubles
from tests.circulation.machine.tables import plain, rows

ALWAYS = ("loans_are_closed", "vouchers_balance")
"""Probes whose sentences hold at every moment, and not only after a night."""
EVERY = 3
AFTER_A_NIGHT = ("no_orphans", "erasure_completes", "holds_are_live", "history_is_wanted")


class Machine(Doubles):
    """The whole of it, looked at after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[tuple[Any, ...]] = []
        self.looks = 0

    def teardown(self) -> None:
        """Let a night pass with the clock right, look at everything, and undo it all."""
        try:
            if self.books.patrons:
                self.wait(1)
                self.night()
                self.nothing_is_past_its_date()
                for name in AFTER_A_NIGHT:
                    self._look(name)
        finally:
            self.undo()

    @invariant()
    def one_open_loan_an_item(self) -> None:
        """And each is the one that the books have."""
        told = rows(
            "SELECT item_id, patron_id, branch_id, due_on, renewals, recalled_on"
            " FROM circulation_loan"
            " WHERE returned_at IS NULL AND closed_at IS NULL"
        )
        known = [
            (copy.pk, loan.patron.id, self.branch[loan.branch], loan.due_on, loan.renewals,
             loan.recalled_on)
            for copy, loan in self.books.loans.items()
        ]  # fmt: skip
        same(told, known)
        assert len({each[0] for each in told}) == len(told)

    @invariant()
    def copies_are_where_the_books_say(self) -> None:
        told = rows("SELECT id, status, transit_to_id FROM catalogue_item")
        known = [
            (each.pk, self._status(each), self._branch(each.on_way_to))
            for each in self.books.copies
        ]
        same(told, known)

    @invariant()
    def queues_have_neither_gaps_nor_doubles(self) -> None:
        told = rows(
            "SELECT record_id, patron_id, pickup_branch_id, item_id, shelf_until_on, only_item_id,"
            " suspended_from_on, suspended_until_on FROM circulation_hold ORDER BY placed_at"
        )
        known = [
            (self.records[each.title].pk, each.patron.id, self.branch[each.pickup],
             each.copy and each.copy.pk, each.until, each.only and each.only.pk,
             *(each.pause or (None, None)))
            for each in sorted(self.books.holds, key=lambda hold: hold.since)
        ]  # fmt: skip
        assert told == plain(known), f"{told} and not {plain(known)}"
        assert len({(row[0], row[1], row[5]) for row in told}) == len(told)
        title = self.looks % len(self.records)
        queue = queue_of(self.records[title].pk)
        assert [each.position for each in queue] == list(range(1, len(queue) + 1))
        waiting = [each.patron.id for each in self.books.queue(title)]
        assert [each.person_id for each in queue] == waiting

    @invariant()
    def what_is_owed_is_what_the_books_say(self) -> None:
        told = rows(
            "SELECT patron_id, kind, amount_ore, opened_on FROM fees_claim WHERE settled_at IS NULL"
        )
        same(told, [(each.patron.id, each.kind, each.ore, each.on) for each in self.books.owed()])
        waiting = rows(
            "SELECT patron_id FROM circulation_loan"
            " WHERE returned_at IS NOT NULL AND closed_at IS NULL"
        )
        same(waiting, [(each.patron.id,) for each in self.books.ended])

    @invariant()
    def the_ledger_only_grows_and_its_sum_is_zero(self) -> None:
        told = rows(
            "SELECT number, debit, credit, amount_ore, paid_on, branch_id, kind, refunds_id"
            " FROM fees_voucher ORDER BY number"
        )
        there = {each[0]: each for each in told}
        assert [there.get(each[0]) for each in self.written] == self.written
        self.written = told
        known = [(str(each.debit), each.credit, each.ore) for each in self.books.vouchers]
        same([tuple(each[1:4]) for each in told], known)
        sums = balances()
        assert sum(sums.values()) == 0
        assert sums == self.books.sums(), f"{sums} and not {self.books.sums()}"
        assert sum(self.till.refunds.values()) == self.books.back_by_web

    @invariant()
    def invoices_stop_whom_they_may(self) -> None:
        told = rows("SELECT patron_id, due_on FROM fees_invoice WHERE settled_at IS NULL")
        unpaid = [each for each in self.books.invoices if each.is_open]
        same(told, [(each.patron.id, each.due_on) for each in unpaid])
        blocked = self.blocked()
        stopped = {each for each in self.books.patrons if each.id.hex in blocked}
        owing = {each.patron for each in unpaid}
        assert stopped <= owing, "somebody is stopped without an invoice"
        if self.policy.invoices.stops is Stops.MADE:
            assert stopped == owing

    @invariant()
    def invoice_numbers_have_no_gaps(self) -> None:
        """Of those that are still here: none is there twice, and none is over the last."""
        told = rows("SELECT year, serial FROM fees_invoice")
        last = dict(rows("SELECT year, last FROM fees_invoiceseries"))
        assert len(set(told)) == len(told)
        assert sum(last.values()) == self.books.invoiced
        assert all(0 < serial <= last[year] for year, serial in told)

    @staticmethod
    def _status(copy: Copy) -> str:
        return "lost" if copy.is_lost else "away" if copy.is_away else "in_service"

    @invariant()
    def the_collector_is_told_what_is_paid(self) -> None:
        """And of nothing else, until it has answered: after each third step."""
        if self.looks % EVERY != EVERY - 1:
            return
        told = [
            number
            for each in to_recall(policy=self.policy, now=self.now)
            for number in each.reference.split(", ")
        ]
        assert sorted(told) == sorted(self.books.recalled)

    def _branch(self, code: str | None) -> int | None:
        return None if code is None else self.branch[code]

    @invariant()
    def nothing_past_its_date_is_read(self) -> None:
        """Of one patron after each third step, by everything that reads about them."""
        self.looks += 1
        if self.looks % EVERY:
            return
        patron = self.books.patrons[self.looks // EVERY % len(self.books.patrons)]
        about: dict[str, Any] = {"now": self.now, "policy": self.policy}
        mine = sorted(each.due_on for each in self.books.loans_of(patron))
        assert [each.due_on for each in loans_of(patron.id, **about)] == mine
        charges = charges_of(patron.id, **about)
        assert sum(each.amount_ore for each in charges) == self.books.ore_of(patron)
        waits = {each.hold_id: each.position for each in holds_of(patron.id, **about)}
        assert len(waits) == len(self.books.holds_of(patron))
        read = [each.returned_on for each in whole_history_of(patron.id, **about)]
        assert sorted(read) == sorted(self.readable(patron))

    @invariant()
    def the_probes_find_nothing(self) -> None:
        if self.looks % EVERY == 1:
            self._look(ALWAYS[self.looks // EVERY % len(ALWAYS)])

    def nothing_is_past_its_date(self) -> None:
        """By the clocks themselves, after a night."""
        assert list(self._past()) == []

    def _past(self) -> Iterator[str]:
        for model, keep in clocks():
            if due(model, keep, policy=self.policy, now=self.now).exists():
                yield name_of(model, keep)

    def _look(self, name: str) -> None:
        finding = PROBES[name](self.policy, self.now)
        assert finding is not None
        assert finding.problems == (), name


def same(told: Iterable[Iterable[object]], known: Iterable[Iterable[object]]) -> None:
    """Compare what the library holds with what the books know, in any order."""
    library, books = Counter(plain(told)), Counter(plain(known))
    more, less = library - books, books - library
    assert library == books, f"the library has also {dict(more)}, and not {dict(less)}"
