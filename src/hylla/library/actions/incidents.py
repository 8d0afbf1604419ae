"""Showing whom an incident has touched by name: only when two people have said yes."""

from datetime import datetime, timedelta

from hylla.library.queries import works_as
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code
from hylla.privacy.approving import Sort, asked_of, forget, propose
from hylla.privacy.incidents import incident_with
from hylla.privacy.vocabulary import Role

MAY_SAY = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
SHOWN_FOR = timedelta(hours=24)


def agree_on_affected(incident_id: int, *, staff_id: int, now: datetime) -> int:
    """Say yes to showing the list; return how many more people must. It opens for a day.

    :raises Refused: there is no such incident, or this is not theirs to say.
    """
    if not works_as(staff_id, MAY_SAY):
        raise Refused(Reason(Code.INCIDENT_NOT_YOURS))
    found = incident_with(incident_id, now=now)
    if found is None or found.closed_at is not None:
        raise Refused(Reason(Code.INCIDENT_OVER))
    asked = asked_of(Sort.AFFECTED, str(incident_id))
    if asked is not None and asked.asked_at + SHOWN_FOR <= now:
        forget(Sort.AFFECTED, str(incident_id))
    until = now + SHOWN_FOR
    return propose(Sort.AFFECTED, str(incident_id), staff_id=staff_id, now=now, until=until)


def require_two(incident_id: int, *, now: datetime) -> None:
    """Refuse to name anybody before two people have said yes, and after a day.

    :raises Refused: they have not.
    """
    asked = asked_of(Sort.AFFECTED, str(incident_id))
    if asked is None or asked.agreed_at is None or asked.agreed_at + SHOWN_FOR <= now:
        raise Refused(Reason(Code.AFFECTED_NEEDS_TWO))
