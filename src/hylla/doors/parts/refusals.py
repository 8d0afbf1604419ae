"""How the library's no is said on a page: every reason, in the reader's language."""

from hylla.doors.parts.page import Said, bad
from hylla.doors.parts.saying import say
from hylla.library.refusals import Refused


def why(refused: Refused) -> Said:
    """Return all reasons as sentences for the top of a page."""
    return bad(*(say(reason) for reason in refused.reasons))
