"""The sign of each outcome: a shape and a word, so that none is told by colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.doors.desk.outcomes import Outcome


@dataclass(frozen=True)
class Sign:
    """A word, and the lines of a drawing in a square of 24."""

    outcome: Outcome
    word: str | Promise
    path: str

    @property
    def is_heard(self) -> bool:
        """Whether it has a sound of its own; the others share that of a refusal."""
        return self.outcome not in {Outcome.UNKNOWN, Outcome.STALE}


TICK = "M4 13l5 5L20 6"
ARROW_BACK = "M20 12H5m6-7l-7 7 7 7"
BOOKMARK = "M6 3h12v18l-6-5-6 5z"
PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 9a8 8 0 0 1 16 0z"
DOOR = "M6 21V3h12v18M14 12h.01M3 21h18"
MARK = "M12 4v10m0 5v.01"
CROSS = "M5 5l14 14M19 5L5 19"

SIGNS = (
    Sign(Outcome.LENT, _("Lent"), TICK),
    Sign(Outcome.RETURNED, _("Returned"), ARROW_BACK),
    Sign(Outcome.HELD, _("Held for someone"), BOOKMARK),
    Sign(Outcome.OPENED, _("Patron opened"), PERSON),
    Sign(Outcome.CLOSED, _("Patron closed"), DOOR),
    Sign(Outcome.DONE, _("Done"), TICK),
    Sign(Outcome.MIND, _("Please note"), MARK),
    Sign(Outcome.REFUSED, _("Not done"), CROSS),
    Sign(Outcome.UNKNOWN, _("Not recognised"), CROSS),
    Sign(Outcome.STALE, _("Not done"), CROSS),
)
