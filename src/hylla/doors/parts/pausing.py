"""The hold, and the days for which it is paused, as a form says them."""

from uuid import UUID

from django.http import HttpRequest

from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.pausing import Pause
from hylla.doors.parts.page import today_of
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told, told_day
from hylla.library.refusals import Reason, Refused


def asked_hold(request: HttpRequest) -> UUID:
    """Return the hold that the form is about.

    :raises Refused: it names none.
    """
    hold_id = known_id(told(request.POST, "hold"))
    if hold_id is None:
        raise Refused(Reason(Refusal.UNKNOWN_HOLD))
    return hold_id


def asked_pause(request: HttpRequest) -> Pause:
    """Return the days that the form names; without a first one the pause begins today.

    :raises Refused: the form does not say when it ends.
    """
    until_on = told_day(request.POST, "until")
    if until_on is None:
        raise Refused(Reason(Refusal.PAUSE_WITHOUT_DAY))
    return Pause(told_day(request.POST, "from") or today_of(request), until_on)
