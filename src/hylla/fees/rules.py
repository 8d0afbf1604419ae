"""What a late return costs: values in, values out, no database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FeeRefusal(StrEnum):
    """Why a claim cannot be settled."""

    UNKNOWN_CLAIM = "unknown_claim"
    ALREADY_SETTLED = "already_settled"


@dataclass(frozen=True, slots=True)
class Tariff:
    """A fee for each day, up to a sum; both in ore."""

    per_day_ore: int
    cap_ore: int

    def at_most(self, other: "Tariff") -> "Tariff":
        """Return the tariff that asks for more than neither."""
        return Tariff(min(self.per_day_ore, other.per_day_ore), min(self.cap_ore, other.cap_ore))


def overdue_fee(*, due_on: date, returned_on: date, tariff: Tariff) -> int:
    """Return what a late return costs, in ore.

    Every calendar day after the due date counts, also closed ones (Kungsbacka, KUN-10); a loan is
    never due on a closed day.
    """
    days = (returned_on - due_on).days
    return min(days * tariff.per_day_ore, tariff.cap_ore) if days > 0 else 0
