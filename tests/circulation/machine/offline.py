"""Desks without a network: what they did comes in late, shuffled, in pieces, and again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import Replayed, forget_replays, replay
from hylla.circulation.rules.replaying import Became, Did, Record, lent_again
from tests.circulation.machine.afterwards import Afterwards, Capsule
from tests.circulation.machine.books import Copy, Loan, Patron
from tests.circulation.machine.lending import STAFF_MAY
from tests.circulation.machine.library import branches, copies, people


@dataclass
class Noted:
    """What a desk did, and knows under a word of its own."""

    record: Record
    patron: Patron
    copy: Copy
    where: str


class Offline(Afterwards):
    """Records of desks, and their replay."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[Noted] = []
        self.taken: dict[str, tuple[Became, datetime]] = {}
        self.last_returns: dict[Copy, datetime] = {}

    @property
    def offline_days(self) -> timedelta:
        """How long a desk may be without a network."""
        return timedelta(days=self.policy.lending.offline_days)

    @rule(who=people, what=copies, where=branches, lends=st.booleans())
    def work_without_network(self, who: int, what: int, where: str, lends: bool) -> None:
        """Nobody but the desk knows of it yet; a desk whose clock is wrong is tested elsewhere."""
        if self.skew:
            return
        patron, copy = self.books.patrons[who], self.books.copies[what]
        number = len(self.noted)
        did, card = (Did.LEND, patron.card) if lends else (Did.RETURN, "")
        record = Record(f"word {number}", did, copy.barcode, self.now, number, card)
        self.noted.append(Noted(record, patron, copy, where))
        self.said.append(f"{self.today} {record.id}: {did} {what} {who if lends else ''} {where}")
        self.tick()

    @rule(seed=st.integers(0, 99), together=st.booleans())
    def send(self, seed: int, together: bool) -> None:
        """Some or all of what the desks have noted, three times."""
        if self.skew:
            return
        chance = Random(seed)  # noqa: S311 - nothing of it is secret
        last = [each for each in self.noted[-8:] if self._is_told(each)]
        chosen = chance.sample(last, chance.randint(len(last) // 2, len(last)))
        for _ in range(3):
            chance.shuffle(chosen)
            for where in ("main", "other"):
                mine = [each for each in chosen if each.where == where]
                for piece in [mine] if together else [[each] for each in mine]:
                    self._send(piece, where)

    def _is_told(self, noted: Noted) -> bool:
        """Whether their card is theirs still: of two entries made one, one card is replaced."""
        is_there = any(each is noted.patron for each in self.books.patrons)
        return noted.record.card in {"", noted.patron.card} or not is_there

    def _send(self, piece: list[Noted], where: str) -> None:
        if not self.offline_days:
            expected: object = ["no_offline_desk"]
        else:
            in_order = sorted(piece, key=lambda each: each.record.number)
            out_again = lent_again([each.record for each in in_order])
            expected = [self._taken_in(each, each.record.id not in out_again) for each in in_order]
        self.ask(
            f"send {[each.record.id for each in piece]} {where}",
            expected,
            lambda: [
                _told(each)
                for each in replay(
                    [each.record for each in piece],
                    clock=self.now,
                    branch_id=self.branch[where],
                    now=self.now,
                    policy=self.policy,
                )
            ],
        )
        self.see_who_left()

    def _taken_in(self, noted: Noted, stays: bool) -> tuple[object, ...]:
        word, at = noted.record.id, noted.record.at
        if word in self.taken:
            return str(self.taken[word][0]), True, None
        told: tuple[Became, object] = (Became.TOO_OLD, None)
        if at > self.now - self.offline_days:
            lends = noted.record.did is Did.LEND
            told = self._lent_late(noted) if lends else self._back_late(noted, stays)
        self.taken[word] = (told[0], self.now)
        return str(told[0]), False, told[1]

    def _back_late(self, noted: Noted, stays: bool) -> tuple[Became, object]:
        copy, at = noted.copy, noted.record.at
        loan, last = self.books.loans.get(copy), self.last_returns.get(copy)
        if loan is not None and at < loan.lent_at:
            self.note_return(copy, at)
            return Became.LENT_SINCE, None
        if last is not None and at <= last:
            return Became.RETURNED, None
        self.capsules.pop(copy, None)
        fee = self._ended_then(copy, at)
        if stays:
            self.route(copy, noted.where)
            return Became.RETURNED, fee
        return Became.RETURNED, None

    def _lent_late(self, noted: Noted) -> tuple[Became, object]:
        copy, at = noted.copy, noted.record.at
        loan, last = self.books.loans.get(copy), self.last_returns.get(copy)
        is_there = any(each is noted.patron for each in self.books.patrons)
        if any(later is not None and at <= later for later in (loan and loan.lent_at, last)):
            is_good = noted.patron.is_card_known and noted.patron.card_ended_on is None
            if is_there and is_good:
                self._fill(noted, is_out=False)
            return Became.OVER, None
        if loan is not None:
            self.capsules.pop(copy, None)
            self._ended_then(copy, at)
        held = self.books.hold_on(copy)
        is_theirs = held is not None and is_there and held.patron is noted.patron
        if held is not None and not (is_theirs and held.since < at):
            held.copy = held.until = copy.on_way_to = None
        with self._at(at):
            against = self.against_lending(noted.patron, copy) if is_there else ["unknown_card"]
        if set(against) - STAFF_MAY:
            self.note_return(copy, at)
            return Became.NOT_LENT, None
        self._fill(noted, is_out=True)
        with self._at(at):
            due_on = self.due_on(noted.patron, copy, noted.where)
            self.books.loans[copy] = Loan(noted.patron, noted.where, due_on, copy, at)
            self.use(noted.patron)
        copy.is_lost, copy.on_way_to = False, None
        return Became.LENT, due_on

    def _ended_then(self, copy: Copy, at: datetime) -> int:
        """End the loan as it would have been then; the copy is somewhere now."""
        loan = self.books.loans.pop(copy, None)
        with self._at(at):
            fee = self.ended(loan) if loan else 0
        self.note_return(copy, at)
        copy.is_lost = False
        return fee

    def _fill(self, noted: Noted, *, is_out: bool) -> None:
        """Fill the hold that the loan would have filled then: none that came after it."""
        own = self.books.own_hold(noted.patron, noted.copy)
        if own is None or own.since >= noted.record.at:
            return
        if is_out and own.copy is noted.copy:
            self.books.holds.remove(own)
        else:
            self.release(own)

    @contextmanager
    def _at(self, moment: datetime) -> Iterator[None]:
        """Let it be then."""
        skew, self.skew = self.skew, self.clock - moment
        yield
        self.skew = skew

    def note_return(self, copy: Copy, at: datetime) -> None:
        """Note when a copy was last at a desk."""
        if self.offline_days:
            self.last_returns[copy] = max(at, self.last_returns.get(copy, at))

    def comes_back(self, copy: Copy, where: str) -> tuple[object, ...]:
        """Note it, where desks may be without a network."""
        self.note_return(copy, self.now)
        return super().comes_back(copy, where)

    def undone_return(self, capsule: Capsule) -> None:
        """Forget when it was."""
        if self.last_returns.get(capsule.copy) == capsule.at:
            del self.last_returns[capsule.copy]
        super().undone_return(capsule)

    def forget_what_desks_did(self) -> None:
        """What no desk can send any more, by night."""
        limit = self.now - self.offline_days
        self.last_returns = {c: at for c, at in self.last_returns.items() if at > limit}
        self.taken = {w: (what, at) for w, (what, at) in self.taken.items() if at > limit}
        forget_replays(now=self.now, policy=self.policy)


def _told(told: Replayed) -> tuple[object, ...]:
    answer = told.lent.due_on if told.lent else told.back.fee_ore if told.back else None
    return str(told.became), told.is_again, answer
