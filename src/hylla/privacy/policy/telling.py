"""What a library decides about text messages, and about when telephones are silent, as values."""

from dataclasses import dataclass
from typing import Annotated

from hylla.privacy.policy.shape import Range

Hour = Annotated[int, Range(0, 23)]


@dataclass(frozen=True)
class Texting:
    """Whether messages go as text messages to those who choose it, and what their carrier keeps."""

    offered: bool = False
    log_days: Annotated[int, Range(0, 180)] = 30
    """So long whoever carries them keeps number and words in a log of its own, by the agreement."""


@dataclass(frozen=True)
class Quiet:
    """When no telephone is to be heard: what comes then waits until it is over."""

    from_hour: Hour = 21
    until_hour: Hour = 8
    """By the library's clocks; the same as `from_hour`: no night is quiet."""
    sundays: bool = False
    """Whether the whole of Sunday is."""

    @property
    def has_nights(self) -> bool:
        """Whether any hour of every day is quiet."""
        return self.from_hour != self.until_hour
