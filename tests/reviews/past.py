"""A review that was refused, and what its author reads of it."""

from datetime import date
from typing import Any
from uuid import UUID

from hylla.patrons.models import Person
from hylla.reviews.queries import mine_of
from tests.builders import a_review

ON = date(2026, 6, 15)


def refused_today(person: Person) -> None:
    """Refuse what somebody has written."""
    a_review(person, written_on=ON, state="refused", reason="copied", refused_on=ON)


def texts_of(person_id: UUID, **at: Any) -> list[str]:
    """Return the texts of theirs that somebody reads on My page."""
    return [each.text for each in mine_of(person_id, **at).said if each.text]
