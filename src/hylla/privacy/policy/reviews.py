"""What a library decides about ratings and reviews, as values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from hylla.privacy.policy.shape import Range


class Moderated(StrEnum):
    """When somebody who works here reads a review."""

    BEFORE = "before"
    """Nobody else reads it until then."""
    AFTER = "after"
    """It is published at once."""


@dataclass(frozen=True)
class Reviews:
    """Whether patrons rate and review titles, from which age, and what of it is shown."""

    offered: bool = False
    moderated: Moderated = Moderated.BEFORE
    min_age: Annotated[int, Range(13, 18)] = 13
    """From this age somebody may publish what they think (GDPR art. 8: not below 13)."""
    shown_from: Annotated[int, Range(3, 50)] = 3
    """From so many ratings of a work on their average is shown: of fewer it would tell of one."""
