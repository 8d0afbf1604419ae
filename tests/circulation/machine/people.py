"""What patrons do for themselves: have loans remembered or forgotten, leave, grow older."""

from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import leave, start_history, stop_history
from hylla.patrons.actions import Shown
from hylla.patrons.rules import age_on
from hylla.privacy.erasure import take_back
from hylla.privacy.policy import History
from hylla.privacy.rights.terms import RequestKind
from tests.circulation.machine.books import Patron
from tests.circulation.machine.library import BORN, Library, people
from tests.circulation.machine.tables import rows

BIRTHDAYS = (13, 15, 18)


class People(Library):
    """Consents, requests to leave, and birthdays."""

    @rule(who=people)
    def remember_from_now(self, who: int) -> None:
        patron = self.books.patrons[who]
        ages = self.policy.ages
        if self.policy.features.history is History.OFF:
            expected = ["history_not_offered"]
        else:
            too_young = age_on(patron.born, self.today) < ages.own_history
            expected = ["history_too_young"] * too_young
        expected += ["erasure_asked"] * patron.leaves
        shown = Shown(self.policy, self.policy.default_language)
        patron.remembers = patron.remembers or not expected
        self.ask(
            f"remember {who}",
            expected or None,
            lambda: start_history(patron.id, shown=shown, now=self.now),
        )

    @rule(who=people)
    def forget(self, who: int) -> None:
        """What is past its date, and what the night has not removed yet, is forgotten as well."""
        patron = self.books.patrons[who]
        patron.remembers = False
        readable = len(self.readable(patron))
        patron.remembered.clear()
        self.ask(
            f"forget {who}",
            True,
            lambda: stop_history(patron.id, now=self.now) >= readable,
        )

    def readable(self, patron: Patron) -> list[date]:
        """Return what somebody may read of what they had, by the days on which it came back."""
        last = self.policy.period("loan_history").before(self.today - relativedelta(days=1))
        return [each for each, _ in patron.remembered if each > last]

    def remember(self, patron: Patron, title: int) -> None:
        """Write what comes back into somebody's history, if they want that."""
        if patron.remembers:
            patron.remembered.append((self.remembered_day, title))

    @property
    def remembered_day(self) -> date:
        """What a history says of today."""
        is_month = self.policy.features.history is History.MONTH
        return self.today.replace(day=1) if is_month else self.today

    @rule(who=people, kind=st.sampled_from([RequestKind.ERASURE, RequestKind.TERMINATION]))
    def leave(self, who: int, kind: RequestKind) -> None:
        patron = self.books.patrons[who]
        patron.leaves = True
        self._end_at_once(patron, kind)
        # What ended after now, as a clock that was set back has it, is over tonight.
        ended = [each.closed_at for each in self.books.afterglow if each.patron is patron]
        patron.waits_for_night = any(each and each > self.now for each in ended)
        is_done = not (self.books.is_held(patron) or patron.waits_for_night)
        self.ask(
            f"leave {who} {kind}",
            is_done,
            lambda: bool(leave(patron.id, policy=self.policy, now=self.now, kind=kind)),
        )
        self.see_who_left()

    def _end_at_once(self, patron: Patron, kind: RequestKind) -> None:
        """Whoever waits to be gone waits for nothing else any more, and is not remembered."""
        ended = self.books.holds_of(patron)
        self.books.holds = [each for each in self.books.holds if each.patron is not patron]
        for hold in ended:
            self.pass_on(hold)
        patron.remembers = False
        patron.remembered.clear()
        if kind is RequestKind.TERMINATION and self.books.is_held(patron):
            patron.card_ended_on = patron.card_ended_on or self.today

    @rule(who=people)
    def stay_after_all(self, who: int) -> None:
        patron = self.books.patrons[who]
        patron.leaves = False
        take_back(patron.id, now=self.now)
        self.tick()

    @rule(who=people, age=st.sampled_from(BIRTHDAYS))
    def have_a_birthday(self, who: int, age: int) -> None:
        """Let time pass until somebody young is of an age."""
        birthday = self.books.patrons[who].born + relativedelta(years=age)
        if birthday > self.today:
            self.pass_days((birthday - self.today).days)

    def pass_days(self, number: int) -> None:
        """Let days pass; the clock is right again after that."""
        self.clock += relativedelta(days=number)
        self.skew *= 0
        self.tick()

    def use(self, patron: Patron) -> None:
        """Write down that somebody was here."""
        patron.used_on = max(patron.used_on, self.today)

    def see_who_left(self, *, by_night: bool = False) -> None:
        """Strike out who is gone, and let somebody new of the same age come in their place."""
        there = {person for (person,) in rows("SELECT id FROM patrons_person")}
        for number, patron in enumerate(self.books.patrons):
            may_go = patron.leaves or (by_night and self._was_long_away(patron))
            is_right = self.now >= self.latest
            patron.waits_for_night &= not (by_night and is_right)
            must_go = patron.leaves and is_right and not patron.waits_for_night
            is_held = self.books.is_held(patron)
            if patron.id.hex in there:
                assert is_held or not must_go, f"{number} waits for nothing"
                continue
            assert may_go, f"{number} is gone, and had not asked to be"
            assert not is_held, f"{number} is gone, with something open"
            self.said.append(f"{number} is gone")
            self.books.forget(patron)
            self.books.patrons[number] = self.somebody(BORN[number])

    def forget_cards(self) -> None:
        """Strike out the cards that ended long enough ago, by night."""
        last = self.policy.period("ended_card").before(self.today - relativedelta(days=1))
        for patron in self.books.patrons:
            ended_on = patron.card_ended_on
            patron.is_card_known &= ended_on is None or ended_on > last

    def _was_long_away(self, patron: Patron) -> bool:
        """Whether somebody may be removed for not having come (R11), or as if they never had."""
        if not patron.is_card_known and patron.used_on == patron.came_on:
            return True
        last = self.policy.period("inactive_patron").before(self.today)
        is_old_enough = age_on(patron.born, self.today) >= self.policy.ages.clock("inactive_patron")
        return patron.used_on <= last and is_old_enough
