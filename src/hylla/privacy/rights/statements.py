"""What someone says of a field that was not corrected: it stands beside the field."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hylla.privacy.models import Request, Statement


@dataclass(frozen=True, repr=False)
class Said:
    """A person's own words about one field of theirs."""

    what: str
    words: str
    since_at: datetime


def keep_words(request: Request, *, now: datetime) -> None:
    """Keep what someone wrote about a field, now that it is not corrected."""
    if request.person_id is None or not request.words:
        return
    Statement.objects.update_or_create(
        person_id=request.person_id,
        what=request.what,
        defaults={"words": request.words, "since_at": now},
    )


def statements_of(person_id: uuid.UUID) -> tuple[Said, ...]:
    """Return what someone says of fields of theirs."""
    rows = Statement.objects.filter(person=person_id).order_by("what")
    return tuple(Said(row.what, row.words, row.since_at) for row in rows)


def fields_in_dispute(person_id: uuid.UUID) -> frozenset[str]:
    """Return the fields that someone says are wrong, without the words."""
    return frozenset(Statement.objects.filter(person=person_id).values_list("what", flat=True))


def take_away(person_id: uuid.UUID, what: str) -> None:
    """Remove what someone says of a field: they ask for it, or the field is corrected."""
    with transaction.atomic():
        Statement.objects.filter(person=person_id, what=what).delete()
