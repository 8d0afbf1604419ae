"""People who are entered twice, and whose two entries become one."""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import merge
from hylla.patrons.rules.merging import Pair
from hylla.privacy.rights.terms import Proof
from tests.circulation.machine.books import Hold, Patron
from tests.circulation.machine.days import Days
from tests.circulation.machine.library import branches, copies, people, titles


class Doubles(Days):
    """Merges."""

    @rule(
        who=people, what=copies, title=titles, where=branches,
        remembers=st.booleans(), stays=st.booleans(),
    )  # fmt: skip
    def be_entered_twice(
        self, who: int, what: int, title: int, where: str, remembers: bool, stays: bool
    ) -> None:
        """Let somebody borrow and wait on a second card, and then have one again."""
        patron = self.books.patrons[who]
        if patron.card_ended_on is not None:
            return
        double = self.somebody(patron.born)
        self.books.patrons.append(double)
        number = len(self.books.patrons) - 1
        if remembers:
            self.remember_from_now(number)
        self.lend(number, what, where, False)
        self.place(number, title, where)
        self.books.patrons.remove(double)
        pair = Pair(patron.id, double.id) if stays else Pair(double.id, patron.id)
        given_up = self._make_one(patron, double, double_stays=not stays)
        self.ask(
            f"make one {who}",
            False,
            lambda: merge(pair, proof=Proof.PASSPORT, now=self.now, policy=self.policy).is_gone,
        )
        for hold in given_up:
            self.pass_on(hold)

    def _make_one(self, patron: Patron, double: Patron, *, double_stays: bool) -> list[Hold]:
        """Write all of it on one page; return the places in queues that are given up."""
        given_up = self._one_place_a_queue(patron, double)
        for things in (
            self.books.loans.values(),
            self.books.ended,
            self.books.afterglow,
            self.books.debts,
        ):
            for each in things:
                each.patron = patron if each.patron is double else each.patron
        for hold in self.books.holds_of(double):
            hold.patron = patron
        if not (patron.remembers and double.remembers):
            patron.remembers = False
            patron.remembered.clear()
        patron.used_on = max(patron.used_on, double.used_on)
        if double_stays:
            patron.id, patron.card, patron.category = double.id, double.card, double.category
            patron.came_on = double.came_on
            # Whoever cancelled something before is not known by that entry any more.
            self.cancelled = None
        if patron.leaves:
            ended = self.books.holds_of(patron)
            self.books.holds = [each for each in self.books.holds if each.patron is not patron]
            given_up += ended
        return given_up

    def _one_place_a_queue(self, patron: Patron, double: Patron) -> list[Hold]:
        given_up: list[Hold] = []
        both = [
            sorted((mine, theirs), key=_place)
            for mine in self.books.holds_of(patron)
            for theirs in self.books.holds_of(double)
            if mine.is_rival(theirs)
        ]
        for better, worse in sorted(both, key=lambda pair: _place(pair[0])):
            if not {id(better), id(worse)} & {id(each) for each in given_up}:
                self.books.holds.remove(worse)
                given_up.append(worse)
        return given_up


def _place(hold: Hold) -> tuple[bool, datetime]:
    return hold.copy is None, hold.since
