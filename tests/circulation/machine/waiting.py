"""Queues: who waits, for what, where; and where a copy goes that is at hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import (
    Cancelled,
    Editions,
    Placed,
    Sought,
    cancel_hold,
    move_hold,
    recall,
    restore_hold,
    resume_hold,
    suspend_hold,
    wait_for,
)
from hylla.circulation.models import Hold as HoldRow
from hylla.circulation.rules.pausing import LONGEST, Pause
from tests.circulation.machine.books import Copy, Hold, Loan
from tests.circulation.machine.collecting import Collecting
from tests.circulation.machine.library import WORK, branches, copies, people, titles

which = st.integers(0, 7)


def fitting(title: int, editions: Editions) -> frozenset[int]:
    """Return which titles of the work would do."""
    language, form = WORK[title]
    return frozenset(
        each
        for each, (spoken, shape) in WORK.items()
        if (editions.any_language or spoken == language) and (editions.any_form or shape == form)
    )


class Waiting(Collecting):
    """Holds."""

    cancelled: tuple[Hold, Cancelled] | None = None

    @rule(who=people, title=titles, where=branches)
    def place(self, who: int, title: int, where: str) -> None:
        self._place(f"place {who} {title} {where}", self._wish(who, title, where), None)

    @rule(
        who=people, title=st.sampled_from(sorted(WORK)), where=branches,
        language=st.booleans(), form=st.booleans(),
    )  # fmt: skip
    def seek(self, who: int, title: int, where: str, language: bool, form: bool) -> None:
        """Any edition, perhaps translated or read aloud."""
        editions = Editions(language, form)
        hold = self._wish(who, title, where, fitting(title, editions))
        self._place(f"seek {who} {title} {where} {language} {form}", hold, editions)

    @rule(who=people, what=copies, where=branches)
    def await_copy(self, who: int, what: int, where: str) -> None:
        """That one, and no other."""
        hold = self._wish(who, self.books.copies[what].title, where)
        hold.only = self.books.copies[what]
        self._place(f"await {who} {what} {where}", hold, None)

    def _wish(self, who: int, title: int, where: str, titles: frozenset[int] = frozenset()) -> Hold:
        return Hold(self.books.patrons[who], title, where, self.behind_all(title), titles)

    def _place(self, what: str, hold: Hold, editions: Editions | None) -> None:
        record = self.records[hold.title].pk
        self.ask(
            what,
            self._against_holding(hold) or self._placed(hold),
            lambda: self._told_placed(
                hold,
                wait_for(
                    Sought(record, hold.only and hold.only.pk, editions),
                    person_id=hold.patron.id,
                    pickup_branch_id=self.branch[hold.pickup],
                    now=self.now,
                    policy=self.policy,
                ),
            ),
        )

    @staticmethod
    def _told_placed(hold: Hold, told: Placed) -> int:
        hold.id = told.hold_id
        return told.position

    def behind_all(self, title: int) -> datetime:
        """Return the moment of a new hold, also where the clock was set back."""
        work = [title, *(WORK if title in WORK else ())]
        waiting = [each for each in self.books.holds if each.title in work and each.copy is None]
        later = [each.since for each in waiting if each.since >= self.now]
        return max(later) + timedelta(microseconds=1) if later else self.now

    def _placed(self, hold: Hold) -> int:
        self.books.holds.append(hold)
        self.use(hold.patron)
        waiting = [each for each in self.books.holds if each.copy is None]
        place = sum(each.since <= hold.since and hold.is_rival(each) for each in waiting)
        self._recall_for(hold)
        return place

    def _against_holding(self, hold: Hold) -> list[str]:
        patron = hold.patron
        copies = [each for each in self.books.copies if hold.takes(each)]
        mine = [c for c, loan in self.books.loans.items() if loan.patron is patron]
        own = self.books.holds_of(patron)
        rivals = [
            each
            for each in own
            if (each.takes(hold.only) if hold.only else each.titles & hold.titles)
        ]
        lent = [
            each for each in copies if not each.is_lost and self.terms(patron, each.kind).is_lent
        ]
        reasons = self.against(patron)
        reasons += ["already_held"] * bool(rivals)
        reasons += ["has_it_on_loan"] * any(hold.takes(each) for each in mine)
        if not lent:
            return [*reasons, "nothing_to_hold"]
        kind = lent[0].kind
        reasons += ["too_young"] * self.is_too_young(patron, kind)
        most = self.terms(patron, kind).max_holds
        return reasons + ["too_many_holds"] * (len(own) >= most)

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
        again = replace(hold, copy=None, until=None)
        expected = self._against_holding(again) or self._placed(again)
        self.ask(
            "restore",
            expected,
            lambda: self._told_placed(again, restore_hold(told, now=self.now, policy=self.policy)),
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
        return HoldRow.objects.get(pk=hold.id, patron=hold.patron.id)

    def _change(
        self, what: str, hold: Hold, expected: list[str], act: Callable[[HoldRow], None]
    ) -> None:
        row = self._row(hold)
        self.ask(what, expected or None, lambda: act(row))

    # Calling back.

    @rule(what=copies)
    def recall(self, what: int) -> None:
        copy = self.lent_copy(what)
        loan = self.books.loans.get(copy)
        expected: object = ["not_on_loan"]
        if loan is not None:
            due_on = self._recalled_due(loan)
            expected = self._against_recalling(loan, due_on)
            if not expected and due_on is not None:
                loan.due_on, loan.recalled_on = due_on, self.today
                expected = due_on
        self.ask(
            f"recall {what}",
            expected,
            lambda: recall(copy.barcode, now=self.now, policy=self.policy).due_on,
        )

    def _recalled_due(self, loan: Loan) -> date | None:
        days = self.terms(loan.patron, loan.copy.kind).recall_after_days
        if days is None:
            return None
        lent_on = loan.lent_at.astimezone(self.policy.zone).date()
        notice = self.today + timedelta(days=self.policy.lending.recall_notice_days)
        return self.next_open(loan.branch, max(lent_on + timedelta(days=days), notice))

    def _against_recalling(self, loan: Loan, due_on: date | None) -> list[str]:
        is_claimed = loan.is_counted_lost and loan.debt is not None and not loan.debt.is_paid
        reasons = ["nobody_waits"] * (not self.books.waiting_for(loan.copy, self.today))
        reasons += ["claimed_as_lost"] * is_claimed
        if due_on is None:
            return [*reasons, "not_recalled"]
        return reasons + ["recall_gains_nothing"] * (due_on >= loan.due_on)

    def _recall_for(self, hold: Hold) -> None:
        """Call back what whoever waits now gets the soonest, if it is not coming anyway."""
        loans = [each for each in self.books.loans.values() if each.copy.title in hold.titles]
        if hold.only is None:
            waiting = [
                each
                for each in self.books.holds
                if each.titles & hold.titles
                and not (each.copy or each.only or each.is_passed_over(self.today))
            ]
            coming = sum(each.recalled_on is not None for each in loans)
            coming += sum(self._stands(each) and hold.takes(each) for each in self.books.copies)
            if len(waiting) <= coming:
                return
        fit = [
            (due_on, each.lent_at, each)
            for each in loans
            if hold.takes(each.copy) and not each.recalled_on and not each.copy.is_lost
            if self.terms(each.patron, each.copy.kind).auto_recall
            if (due_on := self._recalled_due(each)) is not None
            if not self._against_recalling(each, due_on)
        ]
        for due_on, _, loan in sorted(fit, key=lambda each: each[:2])[:1]:
            loan.due_on, loan.recalled_on = due_on, self.today

    def _stands(self, copy: Copy) -> bool:
        away = copy.is_lost or copy.is_away or copy.on_way_to or copy in self.books.loans
        return not away and self.books.hold_on(copy) is None

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
        hold = next(iter(self.books.waiting_for(copy, self.today)), None)
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
