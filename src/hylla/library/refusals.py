"""How the library says no: every reason at once, each a code with what a person needs to know."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reason:
    """One reason for a refusal.

    `code` has a sentence in four languages, into which `day` and `number` are set where it speaks
    of a date or a number. `may_override` says whether staff may go on all the same.
    """

    code: str
    may_override: bool = False
    day: date | None = None
    number: int | None = None


class Refused(Exception):
    """The library's no. Nothing was changed."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons
