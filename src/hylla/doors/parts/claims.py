"""What someone owes, as lines of a page; which thing it was about stands in none of them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hylla.doors.parts.words import CLAIMS
from hylla.doors.parts.writing import money
from hylla.fees.queries import OpenClaim, claims_of


@dataclass(frozen=True)
class ClaimLine:
    """One claim."""

    id: uuid.UUID
    what: str
    opened_on: date
    amount: str
    amount_ore: int


def claim_words(kind: str, *, for_ward: bool) -> str:
    """Return what a claim is for; whose child it was about stands nowhere."""
    what = str(CLAIMS[kind])
    return _("%(what)s (a child owed it)") % {"what": what} if for_ward else what


def claim_lines(person_id: uuid.UUID) -> list[ClaimLine]:
    """Return what someone owes, the oldest first."""
    return lines_of(claims_of(person_id))


def lines_of(claims: Iterable[OpenClaim]) -> list[ClaimLine]:
    """Return claims as they stand on a page."""
    return [
        ClaimLine(
            each.claim_id,
            claim_words(each.kind, for_ward=each.for_ward),
            each.opened_on,
            money(each.amount_ore),
            each.amount_ore,
        )
        for each in claims
    ]
