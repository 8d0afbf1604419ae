"""Answering a request: yes, partly, no and why, later and why; and what ends it."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hylla.privacy.clocks import today
from hylla.privacy.models import OnwardNotice, Receipt, Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.deadlines import extended_due_on
from hylla.privacy.rights.deletions import drop_foreseen
from hylla.privacy.rights.statements import keep_words
from hylla.privacy.rights.terms import OF_A_REVIEW, Answer, Delay, Refused, RequestKind

DONE_FIRST = frozenset({RequestKind.RECTIFICATION, RequestKind.REVIEW})
"""Kinds that are answered by what was done about them, in the same transaction."""
LASTING = frozenset({RequestKind.RESTRICTION, RequestKind.OBJECTION})
"""Kinds that, once granted, hold until they are lifted."""


class NotOpen(Exception):  # noqa: N818 - reads as the sentence it is
    """There is no such request, or it has its answer already."""


class TooLate(Exception):  # noqa: N818 - reads as the sentence it is
    """More time is taken within the first month, and once (GDPR article 12(3))."""


class NotTold(Exception):  # noqa: N818 - reads as the sentence it is
    """Whoever a restriction protects does not know yet that it ends (GDPR article 18(3))."""


class NotMade(Exception):  # noqa: N818 - reads as the sentence it is
    """A correction is answered by making it (R23), a review by deciding; neither by words alone."""


def answer_request(
    request_id: uuid.UUID, *, now: datetime, answer: Answer = Answer.GRANTED
) -> Request:
    """Say what came of a request; one that is granted and lasts stays in force until it is lifted.

    :raises NotOpen: there is nothing to answer, or the child has not said yes.
    :raises NotMade: it is a correction of what is kept about somebody, and nothing was changed;
        or the review of a block, and nobody has decided.
    """
    with transaction.atomic():
        asked = _open(request_id)
        if asked.kind in DONE_FIRST and asked.person_id is not None:
            raise NotMade
        return answer_made(request_id, now=now, answer=answer)


def answer_made(
    request_id: uuid.UUID, *, now: datetime, answer: Answer = Answer.GRANTED
) -> Request:
    """Say what came of a request, in the transaction that has done what it asked for.

    :raises NotOpen: there is nothing to answer, or the child has not said yes.
    """
    with transaction.atomic():
        request = _open(request_id)
        if request.needs_child:
            # Only the child's own yes makes it a request.
            raise NotOpen
        request.answered_at = request.answered_at or now
        request.answer, request.words = answer, ""
        if not _goes_on(request):
            request.closed_at = now
        request.save()
        _complete_receipt(request, now)
        return request


def refuse_request(request_id: uuid.UUID, *, ground: Refused, now: datetime) -> Request:
    """Say no, with what the law gives as the reason; the person is told how to complain (R27).

    What they wrote about a field that is not corrected stands beside it from now on.

    :raises NotOpen: there is nothing to refuse.
    :raises NotMade: a block is kept for reasons of its own, and nothing else is.
    """
    with transaction.atomic():
        request = _open(request_id)
        if (ground in OF_A_REVIEW) != (request.kind == RequestKind.REVIEW):
            raise NotMade
        if request.kind == RequestKind.RECTIFICATION and not request.needs_child:
            keep_words(request, now=now)
        request.answered_at, request.closed_at = request.answered_at or now, now
        request.answer, request.ground, request.words = Answer.REFUSED, ground, ""
        request.save()
        _complete_receipt(request, now)
        return request


def extend_request(
    request_id: uuid.UUID, *, delay: Delay, policy: Policy, now: datetime
) -> Request:
    """Take two months more, and say why; the person is told by whoever calls this.

    :raises NotOpen: there is nothing to answer.
    :raises TooLate: the first month is over, or it was taken already.
    """
    with transaction.atomic():
        request = _open(request_id)
        if request.extended_at is not None or today(policy, now) > request.due_on:
            raise TooLate
        asked_on = today(policy, request.requested_at)
        request.extended_at, request.delay = now, delay
        request.due_on = extended_due_on(asked_on)
        request.save()
        return request


def leave_unidentified(request_id: uuid.UUID, *, now: datetime) -> None:
    """End a request of which nobody could tell whose it is (conflict case 59).

    What they wrote and where to answer them goes at once; that someone tried is kept briefly.

    :raises NotOpen: there is nothing to end.
    """
    with transaction.atomic():
        request = _open(request_id)
        request.person, request.asked_by = None, None
        request.words = request.name = request.reply_to = ""
        request.answered_at = request.closed_at = request.unidentified_at = now
        request.answer = Answer.UNIDENTIFIED
        request.save()


def lift(request_id: uuid.UUID, *, knows: Callable[[Request], bool], now: datetime) -> None:
    """End what was granted and lasted: a restriction, or an objection that was upheld.

    `knows` says whether whoever it protects knows that it ends (GDPR article 18(3)).

    :raises NotOpen: it is over already, or was not granted.
    :raises NotTold: they do not know.
    """
    with transaction.atomic():
        request = _open(request_id)
        if request.kind not in LASTING or request.answered_at is None:
            raise NotOpen
        if not knows(request):
            raise NotTold
        request.closed_at, request.words = now, ""
        request.save()
        _complete_receipt(request, now)


def take_back(person_id: uuid.UUID, kinds: frozenset[RequestKind], *, now: datetime) -> int:
    """Take someone's open requests of these kinds back; return how many there were."""
    with transaction.atomic():
        mine = Request.objects.filter(person=person_id, kind__in=kinds, closed_at=None)
        keys = list(mine.select_for_update().values_list("pk", flat=True))
        drop_foreseen(keys)
        Receipt.objects.filter(request__in=keys).delete()
        rows = Request.objects.filter(pk__in=keys)
        rows.filter(answered_at=None).update(answered_at=now)
        return rows.update(closed_at=now, answer=Answer.TAKEN_BACK, words="")


def take_back_one(request: Request, *, now: datetime) -> None:
    """Take one open request back: a restriction that lasts ends with it."""
    with transaction.atomic():
        drop_foreseen([request.pk])
        Receipt.objects.filter(request=request).delete()
        request.answered_at = request.answered_at or now
        request.closed_at, request.words = now, ""
        request.answer = request.answer or Answer.TAKEN_BACK
        request.save()


def agree_for_oneself(request_id: uuid.UUID, *, person_id: uuid.UUID) -> Request:
    """Say yes, as the child, to what a guardian has asked for; it is a request from now on.

    :raises NotOpen: nothing waits for this child.
    """
    with transaction.atomic():
        rows = Request.objects.select_for_update().filter(closed_at=None, needs_child=True)
        request = rows.filter(pk=request_id, person=person_id).first()
        if request is None:
            raise NotOpen
        request.needs_child = False
        request.save(update_fields=["needs_child"])
        return request


def _goes_on(request: Request) -> bool:
    """Say whether an answer holds until it is lifted, or must be told to others first."""
    if request.kind in LASTING:
        return request.answer == Answer.GRANTED
    return OnwardNotice.objects.filter(request=request, told_at=None).exists()


def _open(request_id: uuid.UUID) -> Request:
    rows = Request.objects.select_for_update().filter(pk=request_id, closed_at=None)
    request = rows.filter(Q(answered_at=None) | Q(kind__in=LASTING)).first()
    if request is None:
        raise NotOpen
    return request


def _complete_receipt(request: Request, now: datetime) -> None:
    if request.closed_at is not None:
        drop_foreseen([request.pk])
        Receipt.objects.filter(request=request, completed_at=None).update(completed_at=now)
