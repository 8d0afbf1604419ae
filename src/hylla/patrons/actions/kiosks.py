"""A patron's visit to a kiosk: begun by a card, ended by leaving or by doing nothing."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.pins import verify_pin
from hylla.patrons.actions.use import remember_use
from hylla.patrons.models import AtKiosk
from hylla.patrons.models.cards import Card, CardStatus
from hylla.patrons.rules import Code
from hylla.patrons.rules.card_numbers import tidied
from hylla.patrons.rules.kiosks import GRACE, WAITS, WAITS_MORE
from hylla.privacy.clocks import today
from hylla.privacy.rights.restriction import is_restricted


@dataclass(frozen=True)
class Visit:
    """Who stands at a kiosk, with which card, and how long they may do nothing."""

    person_id: uuid.UUID
    card: str
    pin_was_right: bool
    began_at: datetime
    allowed: timedelta


@transaction.atomic
def begin_visit(kiosk_id: int, card_number: str, *, now: datetime) -> Visit:
    """Let whoever shows this card stand at the kiosk, instead of who stood there.

    :raises Refused: the card is unknown or not in use any more, or nothing may be done with the
        data. An expired card or a block stops borrowing only.
    """
    end_visit(kiosk_id)
    card = Card.objects.filter(number=tidied(card_number)).first()
    if card is None:
        raise Refused(Reason(Code.SIGN_IN_WRONG))
    status = CardStatus(card.status)
    if status is not CardStatus.ACTIVE:
        raise Refused(Reason(Code(f"card_{status.value}")))
    if is_restricted(card.person_id):
        raise Refused(Reason(Code.RESTRICTED))
    row = AtKiosk.objects.create(
        kiosk_id=kiosk_id,
        person_id=card.person_id,
        card=card,
        allowed_seconds=int(WAITS.total_seconds()),
        began_at=now,
        at=now,
    )
    return _visit(row)


def still_there(kiosk_id: int, *, now: datetime) -> Visit | None:
    """Return who stands at the kiosk, and count their time from now; nobody after it is over."""
    row = AtKiosk.objects.select_related("card").filter(kiosk_id=kiosk_id).first()
    if row is None:
        return None
    visit = _visit(row)
    if now - row.at > visit.allowed + GRACE:
        end_visit(kiosk_id)
        return None
    AtKiosk.objects.filter(pk=row.pk).update(at=now)
    return visit


def show_pin(kiosk_id: int, visit: Visit, *, pin: str, now: datetime) -> Visit:
    """Note that whoever stands there knows the PIN; it counts as use (R12).

    Not to be called inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, or locked.
    """
    verify_pin(visit.person_id, pin, now=now)
    remember_use(visit.person_id, on=today(policy_in_force(), now))
    AtKiosk.objects.filter(kiosk_id=kiosk_id, person_id=visit.person_id).update(
        pin_was_right=True, at=now
    )
    return replace(visit, pin_was_right=True)


def give_more_time(kiosk_id: int) -> None:
    """Let whoever stands there take longer, for the rest of the visit."""
    AtKiosk.objects.filter(kiosk_id=kiosk_id).update(
        allowed_seconds=int(WAITS_MORE.total_seconds())
    )


def end_visit(kiosk_id: int) -> bool:
    """Forget who stood at the kiosk; return whether there was anyone."""
    return AtKiosk.objects.filter(kiosk_id=kiosk_id).delete()[0] > 0


def end_idle_visits(*, now: datetime) -> int:
    """Forget whom kiosks were left by; return how many they were."""
    longest = now - WAITS_MORE - GRACE
    short = now - WAITS - GRACE
    rows = AtKiosk.objects.filter(at__lt=short)
    soon = rows.filter(allowed_seconds__lte=int(WAITS.total_seconds()))
    return soon.delete()[0] + rows.filter(at__lt=longest).delete()[0]


def _visit(row: AtKiosk) -> Visit:
    return Visit(
        person_id=row.person_id,
        card=row.card.number,
        pin_was_right=row.pin_was_right,
        began_at=row.began_at,
        allowed=timedelta(seconds=row.allowed_seconds),
    )
