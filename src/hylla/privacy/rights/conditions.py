"""When a request is in effect, as conditions of a query: the rules of the clocks need them too."""

import uuid

from django.db.models import Q, QuerySet

from hylla.privacy.models import Request
from hylla.privacy.rights.terms import LEAVING, RESTRICTING
from hylla.privacy.vocabulary import Purpose

IN_EFFECT = Q(closed_at__isnull=True, needs_child=False)
"""What a guardian asks of an older child is in effect once the child says yes."""
LEAVES = Q(IN_EFFECT, kind__in=LEAVING, person__isnull=False)
"""The condition that a request to leave is in effect."""
RESTRICTS = Q(IN_EFFECT, kind__in=RESTRICTING)
"""The condition that a restriction is in force, or an objection not decided or upheld."""


def restrictions(purpose: Purpose | None = None) -> "QuerySet[Request]":
    """Return what stops everything, or also what stops one purpose."""
    told = Q(what="") if purpose is None else Q(what__in=["", purpose])
    return Request.objects.filter(RESTRICTS, told)


def restricted_people(purpose: Purpose | None = None) -> "QuerySet[Request, uuid.UUID]":
    """Return the ids of those for whom nothing, or nothing for one purpose, may be done."""
    rows = restrictions(purpose).filter(person__isnull=False)
    return rows.values_list("person_id", flat=True)
