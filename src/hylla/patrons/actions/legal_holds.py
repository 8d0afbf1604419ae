"""Holding data back by law: who may, about whom, and only when two people have said yes."""

import uuid
from datetime import datetime

from django.db import transaction

from hylla.library.queries import works_as
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.glass import is_family
from hylla.patrons.models import OwnRecord
from hylla.patrons.queries.cards import person_with_card
from hylla.patrons.rules import Code
from hylla.privacy import legal_holds
from hylla.privacy.approving import NotWaiting, Sort, agree
from hylla.privacy.legal_holds import LONGEST, Ground, HoldFacts, NoHold
from hylla.privacy.models.holding import HeldFor
from hylla.privacy.policy import Policy
from hylla.privacy.policy.law import is_cited
from hylla.privacy.vocabulary import Role

OFFICERS = (Role.PRIVACY_OFFICER,)
MAY_SAY = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


@transaction.atomic
def ask_to_hold(*, card: str, ground: Ground, staff_id: int, now: datetime) -> uuid.UUID:
    """Ask that some of a patron's rows be held back; whoever asks is its owner, and the first yes.

    :raises Refused: not an officer, no such card, oneself or one's family, no law, no such table,
        or an end that is not to come or too far off.
    """
    _require(staff_id, OFFICERS)
    _require_ground(ground, now)
    found = person_with_card(card)
    if found is None:
        raise Refused(Reason(Code.CARD_UNKNOWN))
    _require_stranger(staff_id, found.person_id)
    return legal_holds.propose_hold(found.person_id, ground=ground, owner_id=staff_id, now=now)


@transaction.atomic
def ask_for_longer(hold_id: uuid.UUID, *, until_at: datetime, staff_id: int, now: datetime) -> None:
    """Ask that a hold last longer; its end stands until a second one has said yes.

    :raises Refused: not an officer, no hold in force, or an end that is too far off.
    """
    _require(staff_id, OFFICERS)
    _require_end(until_at, now)
    try:
        legal_holds.propose_longer(hold_id, until_at=until_at, staff_id=staff_id, now=now)
    except NoHold:
        raise Refused(Reason(Code.HOLD_OVER)) from None


@transaction.atomic
def agree_to_hold(
    hold_id: uuid.UUID, *, until_at: datetime, staff_id: int, policy: Policy, now: datetime
) -> int:
    """Say yes to a hold or to its later end; return how many more must. The second one does it.

    `until_at` is the end that they have read: nobody says yes to another.

    :raises Refused: this is not theirs to say, or nothing with that end waits.
    """
    _require(staff_id, MAY_SAY)
    hold = _found(hold_id, policy=policy, now=now)
    _require_stranger(staff_id, hold.person_id)
    if until_at != hold.end_asked:
        raise Refused(Reason(Code.HOLD_NOT_ASKED))
    try:
        missing = agree(Sort.LEGAL_HOLD, str(hold_id), staff_id=staff_id, now=now)
    except NotWaiting:
        raise Refused(Reason(Code.HOLD_NOT_ASKED)) from None
    if not missing:
        legal_holds.put_in_force(hold_id, now=now)
    return missing


@transaction.atomic
def let_go(hold_id: uuid.UUID, *, staff_id: int, now: datetime) -> None:
    """End a hold before its day, or take back what was asked.

    :raises Refused: not an officer, or it is over.
    """
    _require(staff_id, OFFICERS)
    try:
        legal_holds.end_hold(hold_id, now=now)
    except NoHold:
        raise Refused(Reason(Code.HOLD_OVER)) from None


@transaction.atomic
def answer_for_hold(hold_id: uuid.UUID, *, staff_id: int, now: datetime) -> None:
    """Take over a hold from whoever has answered for it.

    :raises Refused: not an officer, or it is not in force.
    """
    _require(staff_id, OFFICERS)
    try:
        legal_holds.take_over(hold_id, staff_id=staff_id, now=now)
    except NoHold:
        raise Refused(Reason(Code.HOLD_OVER)) from None


@transaction.atomic
def tell_of_hold(hold_id: uuid.UUID, *, staff_id: int, now: datetime) -> None:
    """Let the person read of a hold at once.

    :raises Refused: not an officer, or it is over.
    """
    _require(staff_id, OFFICERS)
    try:
        legal_holds.tell_of_hold(hold_id, now=now)
    except NoHold:
        raise Refused(Reason(Code.HOLD_OVER)) from None


def _found(hold_id: uuid.UUID, *, policy: Policy, now: datetime) -> HoldFacts:
    hold = legal_holds.legal_hold(hold_id, policy=policy, now=now)
    if hold is None or hold.is_over:
        raise Refused(Reason(Code.HOLD_OVER))
    return hold


def _require(staff_id: int, roles: tuple[Role, ...]) -> None:
    if not works_as(staff_id, roles):
        raise Refused(Reason(Code.HOLD_NOT_YOURS))


def _require_stranger(staff_id: int, person_id: uuid.UUID) -> None:
    if OwnRecord.objects.filter(staff_id=staff_id, person_id=person_id).exists():
        raise Refused(Reason(Code.OWN_RECORD))
    if is_family(staff_id, person_id):
        raise Refused(Reason(Code.FAMILYS_RECORD))


def _require_ground(ground: Ground, now: datetime) -> None:
    if not is_cited(ground.law):
        raise Refused(Reason(Code.HOLD_NEEDS_LAW))
    # Only who looks into a crime may forbid to tell whom it is about.
    is_silent = bool(ground.silence_law)
    short = not is_cited(ground.silence_law)
    if is_silent and (short or ground.reason is not HeldFor.CRIME):
        raise Refused(Reason(Code.HOLD_NOT_SILENT))
    if not legal_holds.is_to_hold(ground.tables):
        raise Refused(Reason(Code.HOLD_NOT_THAT))
    _require_end(ground.until_at, now)


def _require_end(until_at: datetime, now: datetime) -> None:
    if not now < until_at <= now + LONGEST:
        raise Refused(Reason(Code.HOLD_END))
