"""What somebody who works here reads before or after it is published: not whose it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hylla.patrons.models import OwnRecord
from hylla.privacy.rights.conditions import restricted_people
from hylla.privacy.vocabulary import Purpose
from hylla.reviews.models import Review, Reviewer
from hylla.reviews.rules import State, Why


@dataclass(frozen=True, slots=True)
class ToJudge:
    """One text, the title it is of and its day. Neither person nor user name stands in it.

    But for `name`: the user name itself was reported, and nothing else can be judged.
    """

    id: UUID
    record_id: int
    title: str
    text: str
    language: str
    written_on: date
    is_published: bool
    reported_for: str
    name: str = ""


def to_judge(*, staff_id: int) -> tuple[ToJudge, ...]:
    """Return what waits to be read: first what was reported, then the oldest.

    What the reader has written themselves is left to a colleague.
    """
    rows = _waiting().exclude(patron__in=_own(staff_id))
    rows = rows.select_related("record").defer("record__marc")
    told = sorted(rows, key=lambda each: (each.reported_on is None, each.written_on, each.pk))
    return tuple(map(_to_judge, told))


def _waiting() -> "QuerySet[Review]":
    """Return what nobody has read yet, or a reader has reported: no clock runs for either."""
    new = Q(state=State.WAITING) | Q(state=State.PUBLISHED, is_looked_at=False)
    rows = Review.objects.filter(new | Q(state=State.PUBLISHED, reported_on__isnull=False))
    return rows.exclude(patron__in=restricted_people(Purpose.REVIEWS))


def _own(staff_id: int) -> "QuerySet[OwnRecord, UUID]":
    return OwnRecord.objects.filter(staff=staff_id).values_list("person_id", flat=True)


def _to_judge(row: Review) -> ToJudge:
    name = ""
    if row.reported_for == Why.NAME:
        name = Reviewer.objects.values_list("name", flat=True).get(pk=row.patron_id)
    return ToJudge(
        row.pk,
        row.record_id,
        row.record.title,
        row.text,
        row.language,
        row.written_on,
        row.state == State.PUBLISHED,
        row.reported_for,
        name,
    )
