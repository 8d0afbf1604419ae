"""How a machine in a public room greets: with the first name, and no more of it."""

from hylla.doors.kiosk.door import Stand
from hylla.patrons.actions import Visit
from hylla.patrons.queries import details
from hylla.privacy.clocks import today


def first_name(stand: Stand, visit: Visit) -> str:
    """Return the first name of who has given their PIN, where this machine may tell it."""
    if not visit.pin_was_right or not stand.tells("AE"):
        return ""
    known = details(visit.person_id, on=today(stand.policy, stand.now))
    return known.given_name or known.family_name
