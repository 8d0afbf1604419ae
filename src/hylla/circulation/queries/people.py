"""A patron as the rules see them, where speed does not matter."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from hylla.circulation.models import Loan
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.refusals import AUTOMATIC, Borrower, LetOff, Stop, borrower_refusals
from hylla.fees.queries import balance_of
from hylla.library.refusals import Reason
from hylla.patrons.models import Block, Card, Identity, Reprieve
from hylla.patrons.models.cards import CardStatus
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of
from hylla.privacy.erasure import is_asked
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted


def borrower_of(person_id: UUID, *, on: date) -> Borrower:
    """Return what a decision about someone must know; the card is the active or the newest one.

    What was replaced counts last: two cards may have ended on one day, and another replaced it.
    """
    cards = Card.objects.filter(person=person_id).order_by("ended_on", "issued_on", "pk")
    ended = cards.exclude(status=CardStatus.REPLACED)
    card = cards.filter(ended_on=None).first() or ended.last() or cards.last()
    identity = Identity.objects.filter(person=person_id).first()
    right = consent_of(person_id, ConsentTo.TALKING_BOOKS)
    return Borrower(
        card_status=card.status if card else None,
        card_expires_on=card.expires_on if card else None,
        birth_date=identity.birth_date if identity else None,
        open_loans=Loan.objects.filter(patron=person_id, returned_at=None, closed_at=None).count(),
        owed_ore=balance_of(person_id),
        stops=_stops(person_id, on),
        wants_erasure=is_asked(person_id) or is_restricted(person_id),
        has_talking_books=right is not None,
        let_off=_let_off(person_id, on),
    )


def reasons_against(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[Reason, ...]:
    """Return why someone may borrow nothing at all today; none means they may."""
    on = today(now, policy=policy)
    borrower = borrower_of(person_id, on=on)
    return borrower_refusals(borrower, on=on, block_at_ore=policy.fees.block_at_ore)


def stopped_automatically(person_id: UUID, *, now: datetime, policy: Policy) -> tuple[Reason, ...]:
    """Return for what the program alone stops someone; nobody has decided it (GDPR article 22)."""
    reasons = reasons_against(person_id, now=now, policy=policy)
    return tuple(each for each in reasons if each.code in AUTOMATIC)


def let_off_until(person_id: UUID, *, now: datetime, policy: Policy) -> LetOff | None:
    """Return what a person decided about someone's automatic blocks, until it is over."""
    return _let_off(person_id, today(now, policy=policy))


def _let_off(person_id: UUID, on: date) -> LetOff | None:
    row = Reprieve.objects.filter(person=person_id, until_on__gte=on).first()
    return LetOff(row.until_on, row.up_to_ore) if row else None


def _stops(person_id: UUID, on: date) -> tuple[Stop, ...]:
    in_force = Q(until_on=None) | Q(until_on__gte=on)
    blocks = Block.objects.filter(in_force, person=person_id).order_by("reason")
    return tuple(Stop(each.reason, each.until_on) for each in blocks)
