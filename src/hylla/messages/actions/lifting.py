"""Lifting a restriction: whoever it protects is told before it ends (GDPR article 18(3))."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from hylla.library.refusals import Reason, Refused
from hylla.messages.actions.outbox import enqueue
from hylla.messages.models import Message, Template
from hylla.messages.rules import Code
from hylla.privacy.models import Request
from hylla.privacy.rights.answering import LASTING, NotOpen, NotTold, lift


class LiftedAs(StrEnum):
    """Why it may end now."""

    MESSAGE_HAS_GONE = "message_has_gone"
    TOLD_OTHERWISE = "told_otherwise"
    """By whoever lifts it: in a letter of their own, or speaking with them."""
    OWN_WISH = "own_wish"


def announce_lift(request_id: UUID, *, now: datetime) -> None:
    """Write to somebody that what they asked to be stopped begins again; once.

    :raises NotOpen: nothing lasts here, or nobody is known to be written to.
    """
    with transaction.atomic():
        request = _lasting(request_id)
        if request.person_id is None:
            raise NotOpen
        if request.announced_at is None:
            enqueue(Template.RESTRICTION_ENDS, person_id=request.person_id, now=now)
            request.announced_at = now
            request.save(update_fields=["announced_at"])


def lift_when_told(request_id: UUID, *, lifted_as: LiftedAs, now: datetime) -> None:
    """End a restriction, or an objection that was upheld.

    :raises NotOpen: nothing lasts here.
    :raises Refused: whoever it protects has not been told yet.
    """

    def knows(request: Request) -> bool:
        return lifted_as is not LiftedAs.MESSAGE_HAS_GONE or _has_gone(request)

    try:
        lift(request_id, knows=knows, now=now)
    except NotTold as not_yet:
        raise Refused(Reason(Code.NOT_TOLD_YET)) from not_yet


def _has_gone(request: Request) -> bool:
    """Say whether the message was delivered: it does not wait, and was not given up."""
    if request.announced_at is None:
        return False
    sent = Message.objects.filter(person=request.person_id, template=Template.RESTRICTION_ENDS)
    return not (sent.filter(closed_at=None) | sent.filter(failed=True)).exists()


def _lasting(request_id: UUID) -> Request:
    rows = Request.objects.select_for_update().filter(
        pk=request_id, kind__in=LASTING, closed_at=None, answered_at__isnull=False
    )
    request = rows.first()
    if request is None:
        raise NotOpen
    return request
