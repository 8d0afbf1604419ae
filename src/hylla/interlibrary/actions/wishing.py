"""A patron asks for something that is not here, and the library says yes or no."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.holds import locked_person
from hylla.circulation.queries.people import reasons_against
from hylla.circulation.rules.dates import today
from hylla.interlibrary.models import Wish
from hylla.interlibrary.queries import open_requests
from hylla.interlibrary.rules import Asker, Refusal, Wanted, Why, wish_refusals
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import remember_use
from hylla.privacy.policy import Policy


@transaction.atomic
def wish(
    wanted: Wanted, *, person_id: UUID, pickup_branch_id: int, now: datetime, policy: Policy
) -> UUID:
    """Write down what somebody wants that is not here; return the wish.

    :raises Refused: with every reason at once; nothing is changed.
    """
    wanted, on = wanted.tidied(), today(now, policy=policy)
    person = locked_person(person_id)
    born = person.identity.birth_date if hasattr(person, "identity") else None
    asker = Asker(born, person.category_id, open_requests(person_id))
    reasons = (
        *wish_refusals(wanted, asker, policy=policy, on=on),
        *reasons_against(person_id, now=now, policy=policy),
    )
    if reasons:
        raise Refused(*reasons)
    row = Wish.objects.create(
        patron=person,
        title=wanted.title,
        author=wanted.author,
        isbn=wanted.isbn,
        year=wanted.year,
        pickup_branch_id=pickup_branch_id,
        asked_at=now,
    )
    remember_use(person_id, on=on)
    return row.pk


@transaction.atomic
def take_back_wish(wish_id: UUID, *, person_id: UUID | None = None) -> None:
    """Forget a wish; with `person_id`, only if it is theirs.

    :raises Refused: there is none any more: it may have been sent to another library.
    """
    row = locked_wish(wish_id)
    if person_id not in {None, row.patron_id}:
        raise Refused(Reason(Refusal.UNKNOWN_WISH))
    row.delete()


@transaction.atomic
def approve(wish_id: UUID, *, policy: Policy) -> None:
    """Say yes: it can be sent to another library now.

    :raises Refused: it is gone, or decided on, or nothing is had from other libraries.
    """
    row = _undecided(wish_id)
    if not policy.interlibrary.offered:
        raise Refused(Reason(Refusal.NOT_OFFERED))
    row.is_approved = True
    row.save(update_fields=["is_approved"])


@transaction.atomic
def decline(wish_id: UUID, *, why: Why, now: datetime) -> None:
    """Say no, also after a yes: it is not to be had. Its patron reads why on My page.

    :raises Refused: it is gone, or declined already.
    """
    row = locked_wish(wish_id)
    if row.declined_at is not None:
        raise Refused(Reason(Refusal.DECIDED))
    row.is_approved = row.is_bought = False
    row.reason, row.declined_at = why, now
    row.save(update_fields=["is_approved", "is_bought", "reason", "declined_at"])


def locked_wish(wish_id: UUID) -> Wish:
    """Return a wish, locked until the transaction ends."""
    row = Wish.objects.select_for_update().filter(pk=wish_id).first()
    if row is None:
        raise Refused(Reason(Refusal.UNKNOWN_WISH))
    return row


def _undecided(wish_id: UUID) -> Wish:
    row = locked_wish(wish_id)
    if row.is_approved or row.is_bought or row.declined_at is not None:
        raise Refused(Reason(Refusal.DECIDED))
    return row
