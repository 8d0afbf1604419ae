"""The days for which a hold is paused, as a form says them."""

from datetime import date

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.pausing import Pause
from hylla.doors.parts.page import today_of
from hylla.doors.parts.told import told
from hylla.library.refusals import Reason, Refused


def asked_pause(request: HttpRequest) -> Pause:
    """Return the days that the form names; without a first one the pause begins today.

    :raises Refused: the form does not say when it ends.
    """
    until_on = _day(told(request.POST, "until"))
    if until_on is None:
        raise Refused(Reason(Refusal.PAUSE_WITHOUT_DAY))
    return Pause(_day(told(request.POST, "from")) or today_of(request), until_on)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
