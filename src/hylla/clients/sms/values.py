"""What is said between the library and a gateway for text messages."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Answer(StrEnum):
    """What became of one attempt."""

    TAKEN = "taken"
    """The gateway has it; whether it arrived, a receipt says later."""
    NO_NUMBER = "no_number"
    """There is no such number, or it takes no text messages: nothing more is sent there."""
    LATER = "later"
    NEVER = "never"
    AWAY = "away"
    """The gateway does not answer, or does not know us: that is no message's fault."""


class State(StrEnum):
    """What a receipt says."""

    ARRIVED = "arrived"
    LOST = "lost"
    """It was not delivered in its time, for whatever reason."""
    NO_NUMBER = "no_number"


class Forged(Exception):
    """A receipt that the gateway did not write, or wrote long ago, or that has no sense."""


@dataclass(frozen=True, kw_only=True)
class Sms:
    """All that a gateway is told: whereto, the words, and a reference that leads nowhere."""

    to: str = field(repr=False)
    """E.164."""
    words: str = field(repr=False)
    reference: str
    """The same once more is the same message: a gateway sends it once."""
    lasts: timedelta
    """Not delivered by then, it is thrown away."""


@dataclass(frozen=True)
class Receipt:
    """What became of a message, as its gateway says."""

    reference: str
    state: State
