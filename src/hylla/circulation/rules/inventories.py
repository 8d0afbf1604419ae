"""What an inventory covers, and what it can find."""

from dataclasses import dataclass
from enum import StrEnum

from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason


class Finding(StrEnum):
    """What is with a thing that should stand on a shelf or was seen there."""

    MISSING = "missing"
    """It should stand there, and was not seen."""
    ON_LOAN = "on_loan"
    FOUND = "found"
    """It was counted as lost or missing."""
    IN_TRANSIT = "in_transit"
    SET_ASIDE = "set_aside"
    """It belongs on the hold shelf."""
    OTHER_BRANCH = "other_branch"
    OTHER_COLLECTION = "other_collection"
    OTHER_SHELF = "other_shelf"
    WITHDRAWN = "withdrawn"
    IN_PROCESS = "in_process"
    UNKNOWN = "unknown"
    RIGHT = "right"


TO_TAKE_IN = frozenset({Finding.ON_LOAN, Finding.FOUND, Finding.IN_TRANSIT, Finding.SET_ASIDE})
"""What a return puts right: the loan ends, it is in service again, it has arrived."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the stock: a branch, one collection of it or all, and shelf marks from and to.

    The marks are compared by their characters' codes, and the last one covers all that begin with
    it: to 839 has 839.82 in it.
    """

    branch_id: int
    collection: str | None = None
    shelf_from: str = ""
    shelf_to: str = ""


def part_refusals(part: Part) -> tuple[Reason, ...]:
    """Return every reason against looking at a part of the stock."""
    first, last = part.shelf_from, part.shelf_to
    backwards = bool(last) and first > last and not first.startswith(last)
    return (Reason(Refusal.INVENTORY_BACKWARDS),) if backwards else ()
