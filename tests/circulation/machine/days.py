"""What time does, and what is done by night; days on which a branch is closed."""

from datetime import time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import (
    conform_consents,
    conform_history,
    expire_shelf,
    forget_pauses,
    remind,
    send_invoices,
)
from hylla.fees.actions import stop_overdue
from hylla.library.actions import add_closed_day, set_opening_hours
from hylla.library.rules import Opening
from hylla.patrons.actions import let_guardians_go, move_categories
from hylla.privacy.erasure import complete_all
from hylla.privacy.removal import remove_before, remove_due
from tests.circulation.machine.elsewhere import Elsewhere
from tests.circulation.machine.library import AN_HOUR

SHORT_PERIODS = timedelta(minutes=10)


class Days(Elsewhere):
    """Clock and calendar."""

    @rule(hours=st.integers(1, 80))
    def wait(self, hours: int) -> None:
        self.clock += timedelta(hours=hours)
        self.skew = timedelta(0)
        remove_before(self.policy, now=self.now, ahead=SHORT_PERIODS)
        self.tick()

    @rule(minutes=st.sampled_from([4, 6, 11]))
    def wait_a_little(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)

    @rule(days=st.sampled_from([8, 8, 31, 31, 120, 400]))
    def wait_long(self, days: int) -> None:
        self.pass_days(days)

    @rule()
    def set_the_clock_back(self) -> None:
        """By an hour, until somebody notices."""
        self.skew = AN_HOUR

    @rule()
    def night(self) -> None:
        """What the night's order does to rows."""
        policy, now = self.policy, self.now
        self.ask(
            "holds not fetched", self._clear_shelf(), lambda: expire_shelf(now=now, policy=policy)
        )
        self.forget_what_desks_did()
        self._forget_pauses()
        self.said.append(f"reminded {remind(now=now, policy=policy)}")
        invoiced = self.invoice_who_owes()
        self.ask("invoices", invoiced, lambda: send_invoices(now=now, policy=policy))
        stop_overdue(now=now, policy=policy)
        self._grow_up()
        conform_history(now=now, policy=policy)
        conform_consents(now=now, policy=policy)
        remove_due(policy, now=now)
        self.forget_cards()
        complete_all(policy=policy, now=now)
        let_guardians_go(policy=policy, now=now)
        self.see_who_left(by_night=True)

    def _clear_shelf(self) -> int:
        shelf = [each for each in self.books.holds if each.until and each.until < self.today]
        for hold in sorted(shelf, key=lambda each: (each.until, each.since)):
            self.release(hold)
        return len(shelf)

    def _forget_pauses(self) -> None:
        over = [h for h in self.books.holds if h.pause and h.pause[1] <= self.today]
        for hold in over:
            hold.pause = None
        self.ask(
            "pauses forgotten", len(over), lambda: forget_pauses(now=self.now, policy=self.policy)
        )

    def _grow_up(self) -> None:
        move_categories(policy=self.policy, now=self.now)
        for patron in self.books.patrons:
            patron.category = self.older(patron.category, self.category_at(patron.born))

    @staticmethod
    def older(before: str, now: str) -> str:
        """Return the category of who was in one and has the age of another: nobody goes back."""
        order = ["child", "youth", "adult"]
        return max(before, now, key=order.index)

    @rule(days=st.integers(0, 40), where=st.sampled_from(["main", "other", "all"]))
    def close_a_day(self, days: int, where: str) -> None:
        day = self.today + timedelta(days=days)
        self.closed.add((where, day))
        add_closed_day(day, branch_id=self.branch.get(where))

    @rule()
    def close_or_open_the_other(self) -> None:
        """For good, or again: where a branch has no hours, its loans are due all the same."""
        is_open = bool(self.open_weekdays["other"])
        self.open_weekdays["other"] = range(0) if is_open else range(6)
        week = [Opening(day, time(10), time(18)) for day in self.open_weekdays["other"]]
        set_opening_hours(self.branch["other"], week=week)
