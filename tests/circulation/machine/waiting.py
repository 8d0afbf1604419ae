"""Queues: who waits, for what, where; and where a copy goes that is at hand."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import (
    Cancelled,
    cancel_hold,
    move_hold,
    place_hold,
    restore_hold,
    resume_hold,
    suspend_hold,
)
from hylla.circulation.models import Hold as HoldRow
from hylla.circulation.rules.pausing import LONGEST, Pause
from tests.circulation.machine.books import Copy, Hold, Patron
from tests.circulation.machine.library import branches, people, titles
from tests.circulation.machine.money import Money

which = st.integers(0, 7)


class Waiting(Money):
    """Holds."""

    cancelled: tuple[Hold, Cancelled] | None = None

    @rule(who=people, title=titles, where=branches)
    def place(self, who: int, title: int, where: str) -> None:
        patron = self.books.patrons[who]
        expected = self._against_holding(patron, title) or self._placed(
            Hold(patron, title, where, self.now)
        )
        self.ask(
            f"place {who} {title} {where}",
            expected,
            lambda: (
                place_hold(
                    person_id=patron.id,
                    record_id=self.records[title].pk,
                    pickup_branch_id=self.branch[where],
                    now=self.now,
                    policy=self.policy,
                ).position
            ),
        )

    def _placed(self, hold: Hold) -> int:
        self.books.holds.append(hold)
        self.use(hold.patron)
        return sum(each.since <= hold.since for each in self.books.queue(hold.title))

    def _against_holding(self, patron: Patron, title: int) -> list[str]:
        copies = [each for each in self.books.copies if each.title == title]
        mine = [c for c, loan in self.books.loans.items() if loan.patron is patron]
        lent = [
            each for each in copies if not each.is_lost and self.terms(patron, each.kind).is_lent
        ]
        reasons = self.against(patron)
        reasons += ["already_held"] * (self.books.hold_of(patron, title) is not None)
        reasons += ["has_it_on_loan"] * any(each.title == title for each in mine)
        if not lent:
            return [*reasons, "nothing_to_hold"]
        kind = lent[0].kind
        reasons += ["too_young"] * self.is_too_young(patron, kind)
        most = self.terms(patron, kind).max_holds
        return reasons + ["too_many_holds"] * (len(self.books.holds_of(patron)) >= most)

    @rule(number=which)
    def cancel(self, number: int) -> None:
        if not (hold := self._chosen(number)):
            return
        row = self._row(hold)
        self.release(hold)

        def cancel() -> bool:
            told = cancel_hold(row.pk, person_id=hold.patron.id, now=self.now)
            self.cancelled = (hold, told)
            return told.placed_at == hold.since

        self.ask(f"cancel {number}", True, cancel)

    @rule()
    def restore(self) -> None:
        """What was cancelled last, where whoever it was is still here."""
        if not self.cancelled:
            return
        (hold, told), self.cancelled = self.cancelled, None
        if not any(each is hold.patron for each in self.books.patrons):
            return
        again = Hold(hold.patron, hold.title, hold.pickup, hold.since, pause=hold.pause)
        expected = self._against_holding(hold.patron, hold.title) or self._placed(again)
        self.ask(
            "restore",
            expected,
            lambda: restore_hold(told, now=self.now, policy=self.policy).position,
        )

    @rule(number=which, where=branches)
    def move(self, number: int, where: str) -> None:
        if not (hold := self._chosen(number)):
            return
        expected = ["hold_on_its_way"] * (hold.copy is not None)
        if not expected:
            hold.pickup = where
        self._change(
            f"move {number} {where}",
            hold,
            expected,
            lambda row: move_hold(
                row.pk, person_id=hold.patron.id, pickup_branch_id=self.branch[where]
            ),
        )

    @rule(number=which, first=st.integers(-2, 5), days=st.sampled_from([-1, 0, 3, 40, 400]))
    def suspend(self, number: int, first: int, days: int) -> None:
        if not (hold := self._chosen(number)):
            return
        from_on = self.today + timedelta(days=first)
        pause = Pause(from_on, from_on + timedelta(days=days))
        expected = self._against_pausing(pause, hold)
        if not expected:
            hold.pause = (max(from_on, self.today), pause.until_on)
        self._change(
            f"suspend {number} {first} {days}",
            hold,
            expected,
            lambda row: suspend_hold(
                row.pk, pause=pause, person_id=hold.patron.id, now=self.now, policy=self.policy
            ),
        )

    def _against_pausing(self, pause: Pause, hold: Hold) -> list[str]:
        on_its_way = ["hold_on_its_way"] * (hold.copy is not None)
        if pause.until_on <= self.today:
            return ["pause_past", *on_its_way]
        return [
            *["pause_backwards"] * (pause.until_on <= pause.from_on),
            *["pause_too_long"] * (pause.until_on > self.today + LONGEST),
            *on_its_way,
        ]

    @rule(number=which)
    def resume(self, number: int) -> None:
        if hold := self._chosen(number):
            hold.pause = None
            self._change(f"resume {number}", hold, [], lambda row: resume_hold(row.pk))

    def _chosen(self, number: int) -> Hold | None:
        holds = self.books.holds
        return holds[number % len(holds)] if holds else None

    def _row(self, hold: Hold) -> HoldRow:
        return HoldRow.objects.get(record=self.records[hold.title], patron=hold.patron.id)

    def _change(
        self, what: str, hold: Hold, expected: list[str], act: Callable[[HoldRow], None]
    ) -> None:
        row = self._row(hold)
        self.ask(what, expected or None, lambda: act(row))

    # Where a copy goes.

    def route(self, copy: Copy, where: str) -> tuple[object, ...]:
        """Send a copy that is at a branch on: what to do, where to, until when, for somebody."""
        hold = self.books.hold_on(copy) or self._next_in(copy)
        to = hold.pickup if hold else copy.home
        if to != where:
            copy.on_way_to = to
            return "transit", to, None, hold is not None
        copy.on_way_to = None
        if hold is None:
            return "reshelve", None, None, False
        hold.until = hold.until or self.shelf_until(where)
        return "hold_shelf", where, hold.until, True

    def _next_in(self, copy: Copy) -> Hold | None:
        """Set a copy aside for the first in the queue who has not paused."""
        queue = self.books.queue(copy.title)
        hold = next((each for each in queue if not each.is_passed_over(self.today)), None)
        if hold is not None:
            hold.copy, hold.pause = copy, None
        return hold

    def shelf_until(self, where: str) -> date:
        """Return how long a copy waits that is ready today."""
        days = timedelta(days=self.policy.lending.holds_shelf_days)
        return self.next_open(where, self.today + days)

    def release(self, hold: Hold) -> None:
        """End a hold; its copy goes to who waits next, or home, where it is at hand."""
        self.books.holds.remove(hold)
        self.pass_on(hold)

    def pass_on(self, hold: Hold) -> None:
        """Let the copy of a hold that has ended go on."""
        copy = hold.copy
        if copy is not None and copy.on_way_to is None:
            self.route(copy, hold.pickup)
