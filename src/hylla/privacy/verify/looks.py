"""What was seen of one thing that sentences rest on: a clock, a probe, a confirmation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import State

GRACE = timedelta(days=1)
"""What the night removes may be a day past its date; readers leave it out from the first second."""


@dataclass(frozen=True)
class Finding:
    """What a probe saw: how many things it looked at, and what is wrong with them."""

    looked_at: int
    problems: tuple[str, ...] = ()
    """Each without a value: codes, names of tables and numbers."""


Probe = Callable[[Policy, datetime], Finding | None]
"""None: there was nothing to look at yet, so nothing is said."""


class Why(StrEnum):
    """Why something is not in order, as far as the program can tell."""

    NIGHT_MISSED = "night_missed"
    """The order of the night was not run."""
    NIGHT_LEFT = "night_left"
    """It was run, and left rows behind."""
    NOT_AT_ONCE = "not_at_once"
    """What the action or the worker removes at once was left."""
    FOUND = "found"
    """A probe found something."""
    NOTHING_YET = "nothing_yet"
    """There was nothing to look at yet."""
    NO_PROBE = "no_probe"
    """Nobody can look: the probe or the clock is not there."""
    NOT_CONFIRMED = "not_confirmed"
    """The role that is to confirm it has not done so for this time."""
    FELL = "fell"
    """The probe itself failed: a defect to be mended."""


@dataclass(frozen=True)
class Look:
    """How one thing was found; `name` is the clock's, the probe's or the sentence's own."""

    name: str
    state: State
    looked_at: int = 0
    wrong: int = 0
    """Rows past their date, or problems that a probe found."""
    late_by: timedelta | None = None
    """How long the oldest of the late rows is past its date."""
    why: Why | None = None
    detail: str = ""
    until_on: date | None = None
    """The day until which a confirmation is in force."""
