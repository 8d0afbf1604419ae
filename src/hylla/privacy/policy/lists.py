"""What a library decides about lists of titles and interests, as values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lists:
    """Whether patrons keep lists of titles, and register what they are interested in."""

    offered: bool = False
    interests: bool = False
