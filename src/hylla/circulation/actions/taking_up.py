"""Whatever somebody asks for by right, for themselves or for a child: one way in for every door."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.agreeing import disagree
from hylla.circulation.actions.leaving import leave
from hylla.circulation.actions.reviewing import ask_review
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.patrons.actions.rights import age_of_ward, ask, prepare_extract, restrict
from hylla.patrons.models import Guardianship, Identity
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.rules import Code
from hylla.patrons.rules.guarding import needs_childs_yes
from hylla.privacy.clocks import today
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights import answering
from hylla.privacy.rights.answering import NotOpen, agree_for_oneself, answer_request
from hylla.privacy.rights.terms import GIVING, LEAVING, Asked, Proof, RequestKind
from hylla.privacy.rights.terms import Refused as Ground
from hylla.privacy.vocabulary import Language

ENDS_SOMETHING = LEAVING | {RequestKind.RESTRICTION, RequestKind.WITHDRAWAL}
"""What takes effect when it is taken, so that nobody may ask for it in another's name."""


@dataclass(frozen=True, repr=False)
class TakenUp:
    """What came of a request at once.

    `code` reads the receipt of who leaves, `word` opens what was made to be fetched, and
    `waits_for_child` says that nothing comes of it before the child agrees. Without a number
    nothing is left to be followed.
    """

    request_id: UUID | None
    code: str = ""
    word: str = ""
    waits_for_child: bool = False


def take_up(
    kind: RequestKind, *, person_id: UUID | None, asked: Asked, policy: Policy, now: datetime
) -> TakenUp:
    """Take any request, and do at once what takes no decision.

    Of somebody who showed nothing, or whom the library does not know yet, it is only written
    down, and what ends something is not taken without a proof at all. `asked.guardian` asks in
    a child's place: whether they may is looked at here, an older child must agree first, and its
    other guardians are told that it leaves (conflict case 6).

    :raises Refused: nothing was shown, it cannot be asked for, or it is not their child.
    """
    if kind is RequestKind.REVIEW and person_id is None:
        raise Refused(Reason(Refusal.NOTHING_TO_REVIEW))
    with transaction.atomic():
        if person_id is None:
            return TakenUp(ask(kind, person_id=None, policy=policy, now=now, asked=asked).pk)
        if asked.proof is Proof.NONE and kind in ENDS_SOMETHING:
            raise Refused(Reason(Code.NOT_IDENTIFIED))
        if asked.guardian is not None:
            asked = _for_ward(kind, person_id, asked, policy, now)
        if asked.needs_child:
            return _ask_child(kind, person_id, asked, policy, now)
        return _done(kind, person_id, asked, policy, now)


def agree_as_child(request_id: UUID, *, person_id: UUID, policy: Policy, now: datetime) -> TakenUp:
    """Say yes to what a guardian asked for: now it is done, as if the child had asked alone.

    :raises Refused: nothing waits for this child.
    """
    with transaction.atomic():
        try:
            request = agree_for_oneself(request_id, person_id=person_id)
        except NotOpen as over:
            raise Refused(Reason(Code.NO_SUCH_REQUEST)) from over
        kind, asked = RequestKind(request.kind), Asked(what=request.what)
        if kind in LEAVING:
            _tell_other_guardians(person_id, request.asked_by_id, policy, now)
        return _done(kind, person_id, asked, policy, now)


def decline_as_child(request_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """Say no to what a guardian asked for; the guardian reads that the child decides.

    :raises Refused: nothing waits for this child.
    """
    mine = Request.objects.filter(pk=request_id, person=person_id, needs_child=True)
    if not mine.filter(closed_at=None).exists():
        raise Refused(Reason(Code.NO_SUCH_REQUEST))
    answering.refuse_request(request_id, ground=Ground.CHILD_DECIDES, now=now)


def _for_ward(
    kind: RequestKind, child_id: UUID, asked: Asked, policy: Policy, now: datetime
) -> Asked:
    assert asked.guardian is not None, "the caller looked"  # noqa: S101 - for mypy
    age = age_of_ward(asked.guardian, child_id=child_id, policy=policy, now=now)
    waits = needs_childs_yes(kind, age=age, ages=policy.ages)
    if kind in LEAVING and not waits:
        _tell_other_guardians(child_id, asked.guardian, policy, now)
    return replace(asked, needs_child=waits)


def _ask_child(
    kind: RequestKind, child_id: UUID, asked: Asked, policy: Policy, now: datetime
) -> TakenUp:
    taken = ask(kind, person_id=child_id, policy=policy, now=now, asked=asked)
    if not taken.needs_child:
        # The child has asked for the same.
        return TakenUp(taken.pk)
    if taken.requested_at == now:
        enqueue(Template.CHILD_IS_ASKED, person_id=child_id, now=now)
    return TakenUp(taken.pk, waits_for_child=True)


def _done(
    kind: RequestKind, person_id: UUID, asked: Asked, policy: Policy, now: datetime
) -> TakenUp:
    if kind in LEAVING:
        left = leave(person_id, policy=policy, now=now, asked=asked, kind=kind)
        return TakenUp(None, code=left.code)
    if kind is RequestKind.RESTRICTION:
        return TakenUp(restrict(person_id, policy=policy, now=now, asked=asked))
    if kind is RequestKind.REVIEW:
        return TakenUp(ask_review(person_id, asked=asked, policy=policy, now=now))
    taken = ask(kind, person_id=person_id, policy=policy, now=now, asked=asked)
    if kind in GIVING and asked.proof is not Proof.NONE:
        reader = Identity.objects.get(pk=asked.guardian or person_id)
        language = Language(reader.language)
        word = prepare_extract(taken.pk, policy=policy, now=now, language=language)
        return TakenUp(taken.pk, word=word)
    if kind is RequestKind.WITHDRAWAL:
        disagree(person_id, ConsentTo(taken.what), now=now)
        answer_request(taken.pk, now=now)
    return TakenUp(taken.pk)


def _tell_other_guardians(
    child_id: UUID, asked_by: UUID | None, policy: Policy, now: datetime
) -> None:
    """Tell a child's other guardians that it leaves, and not who asked for it."""
    on = today(policy, now)
    running = Guardianship.objects.filter(child=child_id, since_on__lte=on, ends_on__gt=on)
    for guardian_id in running.exclude(guardian=asked_by).values_list("guardian", flat=True):
        enqueue(Template.WARD_LEAVES, person_id=guardian_id, now=now)
