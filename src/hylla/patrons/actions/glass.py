"""Breaking the glass: a record opened for a written reason, for a quarter of an hour."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hylla.library.models import Staff
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.pins import sign_in
from hylla.patrons.models import GlassBroken, Guardianship, Identity, OwnRecord, Session
from hylla.patrons.models.glass import GlassReason
from hylla.patrons.rules import Code
from hylla.privacy.approving import NotWaiting, Sort, agree, forget, propose
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role

BREAK_GLASS = "break_glass"
"""The task of a record that is opened so."""
LASTS = timedelta(minutes=15)
WAITS = timedelta(hours=1)
"""So long a second person can say yes."""
SHORTEST_WORDS = 10


@dataclass(frozen=True)
class Asker:
    """Who breaks the glass, in which role, and at which branch (its code)."""

    staff_id: int
    role: Role
    unit: str


@transaction.atomic
def break_glass(
    person_id: uuid.UUID, *, by: Asker, reason: GlassReason, words: str, now: datetime
) -> GlassBroken:
    """Let someone see a record that is not theirs to open; the patron reads that, and why.

    Of a protected person `until_at` stays empty: nothing opens until a second one has said yes.

    :raises Refused: their own record, one of their family, or no words.
    """
    refuse_own(by.staff_id, person_id)
    if len(words.strip()) < SHORTEST_WORDS:
        raise Refused(Reason(Code.GLASS_NEEDS_WORDS))
    needs_two = Identity.objects.filter(pk=person_id, address_protected=True).exists()
    broken = GlassBroken.objects.create(
        person_id=person_id,
        staff_id=by.staff_id,
        role=by.role,
        unit=by.unit,
        reason=reason,
        words=words.strip(),
        asked_at=now,
        deferred_at=now if reason is GlassReason.AUTHORITY else None,
        until_at=None if needs_two else now + LASTS,
    )
    if needs_two:
        propose(Sort.GLASS, str(broken.pk), staff_id=by.staff_id, now=now, until=now + WAITS)
    return broken


@transaction.atomic
def approve_glass(glass_id: int, *, staff_id: int, now: datetime) -> None:
    """Say yes to what a colleague asks: from now on they have a quarter of an hour.

    :raises Refused: nothing waits, or it is one's own, or a record of one's own.
    """
    row = GlassBroken.objects.select_for_update().filter(pk=glass_id, until_at=None).first()
    if row is None:
        raise Refused(Reason(Code.GLASS_NOT_OPEN))
    is_own = OwnRecord.objects.filter(staff_id=staff_id, person_id=row.person_id).exists()
    if is_own or row.staff_id is None:
        raise Refused(Reason(Code.GLASS_NEEDS_ANOTHER))
    try:
        missing = agree(Sort.GLASS, str(glass_id), staff_id=staff_id, now=now)
    except NotWaiting:
        raise Refused(Reason(Code.GLASS_NOT_OPEN)) from None
    if missing:
        raise Refused(Reason(Code.GLASS_NEEDS_ANOTHER))
    # Who said yes stands in the row itself from now on, for as long as that is kept.
    forget(Sort.GLASS, str(glass_id))
    row.approved_by_id, row.until_at = staff_id, now + LASTS
    row.save(update_fields=["approved_by", "until_at"])


@transaction.atomic
def review_glass(glass_id: int, *, staff_id: int, now: datetime) -> None:
    """Note that someone else has looked at why a glass was broken.

    :raises Refused: there is none, it was looked at, or it is one's own.
    """
    row = GlassBroken.objects.select_for_update().filter(pk=glass_id, reviewed_at=None).first()
    if row is None:
        raise Refused(Reason(Code.GLASS_NOT_OPEN))
    if staff_id in {row.staff_id, row.approved_by_id}:
        raise Refused(Reason(Code.GLASS_NEEDS_ANOTHER))
    row.reviewed_by_id, row.reviewed_at = staff_id, now
    row.save(update_fields=["reviewed_by", "reviewed_at"])


@transaction.atomic
def end_deferral(glass_id: int, *, now: datetime) -> None:
    """Let somebody read at once what would have waited: no authority's work suffers any more.

    :raises Refused: nothing is kept from them.
    """
    row = GlassBroken.objects.filter(pk=glass_id, deferred_at__isnull=False).first()
    if row is None:
        raise Refused(Reason(Code.GLASS_NOT_OPEN))
    looks = AccessEntry.objects.filter(person=row.person_id, task=BREAK_GLASS)
    looks = looks.filter(at__gte=row.asked_at, at__lte=row.until_at or now)
    looks.update(deferred_at=None)
    GlassBroken.objects.filter(pk=row.pk).update(deferred_at=None)


def say_own_record(staff_id: int, person_id: uuid.UUID) -> None:
    """Note which patron a member of staff is: their record opens on My page, to them."""
    OwnRecord.objects.update_or_create(staff_id=staff_id, defaults={"person_id": person_id})


def link_own_record(staff_id: int, *, card: str, pin: str, now: datetime) -> None:
    """Say which patron one is oneself, by a card and its PIN or password.

    Not to be called inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, locked, or it is a colleague's already.
    """
    person_id = sign_in(card, pin, now=now)
    if OwnRecord.objects.filter(person=person_id).exclude(staff=staff_id).exists():
        raise Refused(Reason(Code.COLLEAGUES_RECORD))
    say_own_record(staff_id, person_id)


@transaction.atomic
def unlink_own_record(staff_id: int) -> None:
    """Forget which patron a member of staff is."""
    OwnRecord.objects.filter(staff=staff_id).delete()


def refuse_colleagues(session: str, person_id: uuid.UUID) -> None:
    """Refuse to open whoever works here without breaking the glass, and oneself at all.

    A child of one's own, or one's guardian, is opened by a colleague.

    :raises Refused: it is oneself, one's family, or a colleague.
    """
    refuse_near(staff_at(session), person_id)


def refuse_near(me: int | None, person_id: uuid.UUID) -> None:
    """Refuse what a member of staff does for themselves, their family or a colleague.

    :raises Refused: it is one of them.
    """
    works_here = OwnRecord.objects.filter(person_id=person_id, staff__left_on=None).first()
    if works_here is not None:
        is_own = works_here.staff_id == me
        raise Refused(Reason(Code.OWN_RECORD if is_own else Code.COLLEAGUES_RECORD))
    if me is not None and is_family(me, person_id):
        raise Refused(Reason(Code.FAMILYS_RECORD))


def refuse_own(me: int, person_id: uuid.UUID) -> None:
    """Refuse what a member of staff decides about themselves or their family.

    :raises Refused: it is one of them.
    """
    if OwnRecord.objects.filter(staff_id=me, person_id=person_id).exists():
        raise Refused(Reason(Code.OWN_RECORD))
    if is_family(me, person_id):
        raise Refused(Reason(Code.FAMILYS_RECORD))


def is_family(staff_id: int, person_id: uuid.UUID) -> bool:
    """Say whether somebody is a child or a guardian of a member of staff, as patrons."""
    mine = OwnRecord.objects.filter(staff=staff_id).values("person")
    child_of_mine = Q(child=person_id, guardian__in=mine)
    return Guardianship.objects.filter(
        child_of_mine | Q(guardian=person_id, child__in=mine)
    ).exists()


def is_kept_back(session: str, person_id: uuid.UUID, *, now: datetime) -> bool:
    """Say whether what a desk looks at now is told to the person later."""
    rows = GlassBroken.objects.filter(person_id=person_id, staff=staff_at(session))
    return rows.filter(until_at__gt=now, deferred_at__isnull=False).exists()


def is_broken(session: str, person_id: uuid.UUID, *, now: datetime) -> bool:
    """Say whether who works at a desk has broken the glass of someone and may still look."""
    staff_id = staff_at(session)
    if staff_id is None:
        return False
    rows = GlassBroken.objects.filter(person_id=person_id, staff_id=staff_id, until_at__gt=now)
    return rows.exists()


def staff_at(session: str) -> int | None:
    """Return who works at a desk."""
    at_desk = Session.objects.filter(pk=session, staff__in=Staff.objects.filter(left_on=None))
    return at_desk.values_list("staff_id", flat=True).first()
