"""Where, when and in which language a machine asks, and how the library says no there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from django.utils.translation import override

from hylla.circulation.queries import item_state
from hylla.circulation.sentences import say
from hylla.doors.sip2.accounts import Visit
from hylla.doors.sip2.items import Refusal
from hylla.library.queries import branches, policy_in_force
from hylla.library.refusals import Reason
from hylla.patrons.queries.cards import language_with_card
from hylla.privacy.policy import Policy

LONGEST_OFF_LINE = timedelta(days=7)
"""What a machine says it did longer ago is taken as done now: its clock is wrong."""
KEPT_SECONDS = 1.0


class PolicyKept:
    """The policy in force, asked for anew every second: a machine need not hear of it sooner."""

    def __init__(self) -> None:
        self._policy: Policy | None = None
        self._ask_at = 0.0

    def __call__(self) -> Policy:
        """Return it."""
        if self._policy is None or monotonic() >= self._ask_at:
            self._policy = policy_in_force()
            self._ask_at = monotonic() + KEPT_SECONDS
        return self._policy


@dataclass
class Branches:
    """The branches' numbers and codes, kept in the process; an unknown one is looked for anew."""

    _codes: dict[int, str] = field(default_factory=dict)

    def code_of(self, branch_id: int) -> str:
        """Return the code of a branch."""
        if branch_id not in self._codes:
            self._codes = {each.id: each.code for each in branches()}
        return self._codes[branch_id]


@dataclass(frozen=True, slots=True)
class Counter:
    """The place at which a machine acts for a branch."""

    visit: Visit
    policy: Policy
    branches: Branches

    @property
    def branch_id(self) -> int:
        """The branch that lends and takes back here."""
        return self.visit.account.branch_id

    @property
    def now(self) -> datetime:
        """When this is."""
        return self.visit.now

    def at(self, done_at: datetime | None) -> datetime:
        """Return when something was done that a machine did while it was off line."""
        if done_at is None or not self.now - LONGEST_OFF_LINE < done_at < self.now:
            return self.now
        return done_at

    def for_card(self, number: str) -> "Counter":
        """Return the same place, speaking the language of the patron whose card is there.

        The requests that lend and renew name no language.
        """
        language = language_with_card(number)
        if language is None:
            return self
        return replace(self, visit=replace(self.visit, language=language))

    def say(self, reasons: Iterable[Reason]) -> str:
        """Return the reasons in the language asked for."""
        with override(self.visit.language):
            return " ".join(say(reason) for reason in reasons)

    def refusal(self, reasons: tuple[Reason, ...], *, barcode: str) -> Refusal:
        """Return the library's no; the title is that of the thing at hand, and tells of nobody."""
        state = item_state(barcode)
        return Refusal(
            reasons=tuple(reason.code for reason in reasons),
            sentence=self.say(reasons),
            title=state.title if state else "",
        )
