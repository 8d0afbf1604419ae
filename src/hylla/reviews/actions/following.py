"""Ratings and reviews follow their titles, and the policy."""

from datetime import datetime

from django.db.models import Q

from hylla.patrons.rules import last_birth_date
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.reviews.actions.telling import drop_name
from hylla.reviews.models import Rating, Review, Reviewer


def follow_title(goes: int, *, into: int) -> None:
    """Let what was said of a title be said of the one it becomes part of; the newer word stays.

    The transaction is the caller's, before the title goes.
    """
    for model, day in ((Rating, "rated_on"), (Review, "written_on")):
        theirs = model.objects.select_for_update().filter(record__in=(goes, into))
        newest: dict[object, Rating | Review] = {}
        older = []
        for row in theirs.order_by(day, "pk"):
            if row.patron_id in newest:
                older.append(newest[row.patron_id].pk)
            newest[row.patron_id] = row
        model.objects.filter(pk__in=older).delete()
        model.objects.filter(record=goes).update(record=into)


def conform_reviews(*, now: datetime, policy: Policy) -> int:
    """Forget the ratings and reviews of those to whom this is offered no longer; return how many.

    All of them where the library offers it to nobody.
    """
    ended = Q()
    if policy.reviews.offered:
        youngest = last_birth_date(policy.reviews.min_age, on=today(policy, now))
        ended = Q(person__identity__birth_date__gt=youngest)
    people = list(Reviewer.objects.filter(ended).values_list("pk", flat=True))
    for person_id in people:
        drop_name(person_id, now=now)
    return len(people)
