"""That a card was used on a day, and nothing of what for."""

import uuid
from datetime import date

from hylla.patrons.models import Person


def remember_use(person_id: uuid.UUID, *, on: date) -> None:
    """Move someone's last use forward: one statement, and no write on a day already noted (R12)."""
    Person.objects.filter(pk=person_id, last_used_on__lt=on).update(last_used_on=on)
