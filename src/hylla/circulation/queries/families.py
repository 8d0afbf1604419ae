"""A guardian's children as the guardian may know of them: less as they grow (cases 5 to 12)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hylla.circulation.queries.loans import OpenLoan, loans_of
from hylla.fees.queries import OpenClaim, claims_of
from hylla.patrons.queries import Relative, details, family_of, is_hidden_from
from hylla.patrons.queries.family import shares_loans
from hylla.patrons.rules import age_on, seen_by_guardian
from hylla.patrons.rules.guarding import LOCATING
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Kind


@dataclass(frozen=True, repr=False)
class WardFacts:
    """A child as its guardian may see it: `kinds` says what. Loans that are not shown are None.

    `is_shared` says that the child is old enough to decide, and lets its loans be shown;
    `is_withheld` that they would tell of somebody whose address is protected.
    """

    relative: Relative
    card: str
    kinds: frozenset[Kind]
    claims: tuple[OpenClaim, ...]
    overdue: int
    out: int
    is_blocked: bool
    loans: tuple[OpenLoan, ...] | None
    is_shared: bool
    is_withheld: bool

    @property
    def owed_ore(self) -> int:
        """What the child owes in all."""
        return sum(each.amount_ore for each in self.claims)


def wards_of(guardian_id: UUID, *, policy: Policy, now: datetime) -> tuple[WardFacts, ...]:
    """Return the children whose guardian somebody is, but for whom nothing may be done now.

    Another guardian of a child is never told of here: one may be hiding from the other (conflict
    case 9). Whoever shows it writes first that it was looked at.
    """
    on = today(policy, now)
    wards = family_of(guardian_id, on=on).wards
    told = [each for each in wards if not is_restricted(each.person_id)]
    return tuple(_ward(each, guardian_id, policy, now, on) for each in told)


def _ward(
    relative: Relative, guardian_id: UUID, policy: Policy, now: datetime, on: date
) -> WardFacts:
    child = details(relative.person_id, on=on)
    # Without a birth date nobody knows how old the child is: then no loans are shown.
    age = age_on(child.birth_date, on) if child.birth_date else policy.ages.adult - 1
    is_shared = shares_loans(relative, policy=policy)
    hides = is_hidden_from(guardian_id, child_id=relative.person_id)
    kinds = seen_by_guardian(age, ages=policy.ages, is_shared=is_shared)
    kinds -= LOCATING if hides else frozenset()
    loans = loans_of(relative.person_id, now=now, policy=policy)
    return WardFacts(
        relative=relative,
        card=next((each.number for each in child.cards if each.is_active), ""),
        kinds=kinds,
        claims=claims_of(relative.person_id),
        overdue=sum(each.is_overdue for each in loans),
        out=len(loans),
        is_blocked=bool(child.blocks),
        loans=loans if Kind.BORROWED in kinds else None,
        is_shared=is_shared and age >= policy.ages.guardian_sees_loans_below,
        is_withheld=hides,
    )
