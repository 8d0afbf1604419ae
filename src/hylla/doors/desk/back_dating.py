"""The day for which this desk's returns count, while somebody empties a drop box at it.

It stands in the log-in's own session and goes with it, at the latest at midnight: whoever begins
the next day must not take back the day before's returns for those of another.
"""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hylla.doors.parts.page import Said, today_of
from hylla.doors.parts.writing import day_text

DROP_BOX = "drop_box"
"""The key under which a session holds the day, and the day on which it was said."""


def counted_on(request: HttpRequest) -> date | None:
    """Return the day for which returns count here, or None where they count for today."""
    said = request.session.get(DROP_BOX)
    if said is None:
        return None
    returned_on, said_on = said
    return date.fromisoformat(returned_on) if said_on == today_of(request).isoformat() else None


def count_for(request: HttpRequest, returned_on: date) -> None:
    """Let returns count for that day from now on."""
    request.session[DROP_BOX] = [returned_on.isoformat(), today_of(request).isoformat()]


def count_for_today(request: HttpRequest) -> bool:
    """Let returns count for today again; return whether they did not."""
    return request.session.pop(DROP_BOX, None) is not None


def with_day(said: Said, returned_on: date | None) -> Said:
    """Add for which day a return counts, where that is not today."""
    if returned_on is None:
        return said
    line = _("It counts as returned on %(day)s.") % {"day": day_text(returned_on)}
    return replace(said, lines=(*said.lines, line))
