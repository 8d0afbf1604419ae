"""A patron leaves, or asks to be erased: what the library keeps, and what lies with others."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from hylla.fees.models import Claim
from hylla.patrons.models import Card
from hylla.privacy import erasure
from hylla.privacy.erasure import Asked, Facet, Leaving
from hylla.privacy.policy import Country, Policy
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.rights.terms import Outcome, RequestKind

VOUCHERS = "fees.Voucher"
NATIONAL_REGISTER = "national_register"
BOOKS = {Country.NORWAY: "no-bokforing-13", Country.SWEDEN: "se-lkbr-3"}
"""The law that makes each country's libraries keep vouchers."""


def leave(
    person_id: UUID,
    *,
    policy: Policy,
    now: datetime,
    asked: Asked | None = None,
    kind: RequestKind = RequestKind.ERASURE,
) -> Leaving:
    """Take a request to be erased, or to end the membership (R20, R21); both come to the same.

    :raises NotIdentified: nothing was shown at the desk (R45).
    """
    besides = besides_of(person_id, policy=policy)
    return erasure.ask(person_id, policy=policy, now=now, asked=asked, kind=kind, besides=besides)


def besides_of(person_id: UUID, *, policy: Policy) -> tuple[Facet, ...]:
    """Return what is outside the tables about someone (conflict cases 3 and 33)."""
    return tuple(_besides(person_id, policy))


def _besides(person_id: UUID, policy: Policy) -> Iterator[Facet]:
    if Claim.objects.filter(patron=person_id).exists():
        yield Facet(VOUCHERS, 0, Outcome.KEPT, law=CITATIONS[BOOKS[policy.country]].text)
    if Card.objects.filter(person=person_id, kind="national").exists():
        yield Facet(NATIONAL_REGISTER, 0, Outcome.ELSEWHERE)
