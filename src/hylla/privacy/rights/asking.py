"""Taking a request: written down with its clock, whatever way it came."""

import uuid
from datetime import datetime

from hylla.privacy.clocks import today
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.deadlines import due_on
from hylla.privacy.rights.terms import LEAVING, RESTRICTING, Asked, RequestKind, require_proof


def take_request(
    kind: RequestKind,
    *,
    person_id: uuid.UUID | None,
    policy: Policy,
    now: datetime,
    asked: Asked,
) -> Request:
    """Write a request down; its clock begins today. One that is open already is not doubled.

    :raises NotIdentified: nothing was shown at the desk (R45).
    """
    require_proof(asked)
    same = Request.objects.filter(person=person_id, kind=kind, what=asked.what, closed_at=None)
    if kind not in LEAVING | RESTRICTING:
        # An answer that others must still be told is an answer.
        same = same.filter(answered_at=None)
    if person_id is not None and (open_already := same.first()):
        return _still_wanted(open_already, asked)
    return Request.objects.create(
        person_id=person_id,
        asked_by_id=asked.guardian,
        kind=kind,
        what=asked.what,
        words=asked.words,
        name=asked.name,
        reply_to=asked.reply_to,
        came_by=asked.came_by,
        proof=asked.proof,
        role=asked.role,
        unit=asked.unit,
        needs_child=asked.needs_child,
        requested_at=now,
        due_on=due_on(today(policy, now)),
    )


def _still_wanted(request: Request, asked: Asked) -> Request:
    """Let what waits for a child's yes wait no longer, where the child asks for it."""
    if request.needs_child and not asked.needs_child:
        request.needs_child = False
        request.save(update_fields=["needs_child"])
    return request
