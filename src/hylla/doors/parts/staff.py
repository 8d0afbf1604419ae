"""Who of the staff is logged in here, and who of them works in the privacy office."""

from django.http import HttpRequest

from hylla.library.queries import StaffFacts, staff_at_work
from hylla.patrons.sessions import STAFF
from hylla.privacy.vocabulary import Role

IN_THE_OFFICE = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
"""Who the office is open to; most of it to the privacy officer alone."""
CATALOGUERS = (Role.CATALOGUER,)
"""Who changes titles."""


def staff_of(request: HttpRequest) -> StaffFacts | None:
    """Return who is at work here, or None: roles are read anew for each page."""
    told = request.session.get(STAFF)
    return staff_at_work(told) if told is not None else None
