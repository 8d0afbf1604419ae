"""Somebody who works here reads what was written, without seeing whose it is; readers report."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import OwnRecord
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.reviews.actions.telling import note_gone
from hylla.reviews.models import Review, Reviewer
from hylla.reviews.rules import Code, State, Why


@transaction.atomic
def pass_review(review_id: UUID, *, staff_id: int, on: date) -> None:
    """Publish a review, or leave it published although it was reported.

    What was reported is forgotten with that.

    :raises Refused: it is gone or was written anew, or the author is who reads it.
    """
    row = _to_judge(review_id, staff_id)
    row.state, row.is_looked_at = State.PUBLISHED, True
    row.published_on = row.published_on or on
    row.reported_for, row.reported_on = "", None
    row.save()


@transaction.atomic
def refuse_review(
    review_id: UUID, *, why: Why, staff_id: int, now: datetime, policy: Policy
) -> None:
    """Do not publish a review, or take it down; its author reads why on My page.

    Where the user name is what is wrong, nothing under it is shown until there is another.

    :raises Refused: as `pass_review`.
    """
    row, on = _to_judge(review_id, staff_id), today(policy, now)
    row.reported_for, row.reported_on, row.is_looked_at = "", None, True
    if why is Why.NAME:
        Reviewer.objects.filter(pk=row.patron_id).update(refused_on=on)
    else:
        if row.state == State.PUBLISHED:
            note_gone(row.patron_id, Review._meta.label, now=now)
        row.state, row.published_on = State.REFUSED, None
        row.reason, row.refused_on = why, on
    row.save()


@transaction.atomic
def report(review_id: UUID, *, why: Why, on: date) -> None:
    """Let somebody who works here look at a published review again; who asks is not noted.

    It stays until they have, or nobody could say anything that another does not like.

    :raises Refused: it is not published any more.
    """
    row = _locked(review_id)
    if row.state != State.PUBLISHED:
        raise Refused(Reason(Code.GONE))
    if row.reported_on is None:
        row.reported_for, row.reported_on = why, on
        row.save(update_fields=["reported_for", "reported_on"])


def _to_judge(review_id: UUID, staff_id: int) -> Review:
    row = _locked(review_id)
    if row.state == State.REFUSED:
        raise Refused(Reason(Code.GONE))
    if OwnRecord.objects.filter(staff=staff_id, person=row.patron_id).exists():
        raise Refused(Reason(Code.OWN))
    return row


def _locked(review_id: UUID) -> Review:
    row = Review.objects.select_for_update().filter(pk=review_id).first()
    if row is None:
        raise Refused(Reason(Code.GONE))
    return row
