"""Saying yes to a removal that waits: two people of the library, each for themselves."""

from datetime import datetime

from hylla.library.queries import works_as
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code
from hylla.privacy.guard import NotHeldError, confirm_held
from hylla.privacy.vocabulary import Role

MAY_CONFIRM = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


def confirm_removal(clock: str, *, staff_id: int, now: datetime) -> int:
    """Let one of the two say yes, and return how many more must; one person counts once.

    :raises Refused: nothing of that name waits, or this is not theirs to say.
    """
    if not works_as(staff_id, MAY_CONFIRM):
        raise Refused(Reason(Code.REMOVAL_NOT_YOURS))
    try:
        return confirm_held(clock, staff_id=staff_id, now=now)
    except NotHeldError:
        raise Refused(Reason(Code.REMOVAL_NOT_HELD)) from None
