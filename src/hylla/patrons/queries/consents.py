"""What someone has agreed to."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo


@dataclass(frozen=True)
class Agreed:
    """A consent in force; its id is the epoch under which work may be done."""

    id: uuid.UUID
    what: ConsentTo
    given_at: datetime
    notice_version: str


def consent_of(person_id: uuid.UUID, what: ConsentTo) -> Agreed | None:
    """Return the consent that is in force, or None."""
    row = Consent.objects.filter(person=person_id, what=what, withdrawn_at=None).first()
    if row is None:
        return None
    return Agreed(row.pk, ConsentTo(row.what), row.given_at, row.notice_version)
