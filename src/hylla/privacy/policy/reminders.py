"""What a library decides about reminders, as values."""

from dataclasses import dataclass
from typing import Annotated

from hylla.privacy.policy.shape import Range


@dataclass(frozen=True)
class Reminders:
    """On which days a patron hears of a loan, a hold or a card, before it ends and after (R38)."""

    soon_days: Annotated[int, Range(1, 14)] = 2
    """So long before the due date."""
    first_days: Annotated[int, Range(1, 60)] = 3
    """So long after it."""
    second_days: Annotated[int, Range(0, 120)] = 14
    """The same, a second time; 0: not again."""
    shelf_days: Annotated[int, Range(0, 14)] = 1
    """So long before what is set aside is let go; 0: never."""
    card_days: Annotated[int, Range(0, 90)] = 30
    """So long before a card ends; 0: never."""
