"""Data that may be stored and nothing else (GDPR articles 4(3) and 18): the one place that says so.

Whoever renders somebody's data to another writes it into the read log first, and `access.record`
asks here: no page need know. What sends, reminds or claims asks here for its purpose.
"""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from hylla.privacy.held import holds_of
from hylla.privacy.rights.conditions import restricted_people, restrictions
from hylla.privacy.rights.facets import blockers
from hylla.privacy.rights.inbox import wants_to_leave
from hylla.privacy.rights.terms import Outcome
from hylla.privacy.vocabulary import Purpose, Role

__all__ = ["STILL_READ", "Restricted", "is_held_alone", "is_restricted", "restricted_people"]

STILL_READ = frozenset({Role.PATRON, Role.PRIVACY_OFFICER})
"""Who reads restricted data: the person, and whoever decides what becomes of the request."""


class Restricted(PermissionDenied):
    """Nothing is done with this person's data until the restriction is lifted."""

    def __str__(self) -> str:
        """Say so in the active language."""
        return gettext("Nothing may be done with this data now. Ask the privacy officer.")


def is_restricted(person_id: uuid.UUID, purpose: Purpose | None = None) -> bool:
    """Say whether someone's data may only be stored: all of it, or what serves one purpose."""
    return restrictions(purpose).filter(person=person_id).exists()


def is_held_alone(person_id: uuid.UUID, *, now: datetime) -> bool:
    """Say whether nothing but a law keeps somebody here who has asked to go (conflict case 68)."""
    if not holds_of(person_id, now=now).exists() or not wants_to_leave(person_id):
        return False
    return all(each.outcome is Outcome.UNTIL for each in blockers(person_id, now=now))
