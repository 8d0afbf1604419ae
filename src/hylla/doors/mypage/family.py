"""What a guardian sees of a child: less as the child grows, and the child sees who has looked."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation.queries import OpenLoan, loans_of
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.page import today_of
from hylla.doors.parts.shelves import HoldRow, hold_rows
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import in_alphabet, money
from hylla.fees.queries import balance_of
from hylla.library.queries import policy_in_force
from hylla.patrons.queries import Relative, details, family_of, is_hidden_from
from hylla.patrons.queries.family import may_share_loans, shares_loans
from hylla.patrons.rules import age_on, seen_by_guardian
from hylla.patrons.rules.guarding import LOCATING
from hylla.privacy.access import record
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Kind, Role


@dataclass(frozen=True)
class Ward:
    """A child as its guardian may see it; loans and holds are None where they are not shown."""

    name: str
    until: date
    owes: bool
    owed: str
    overdue: int
    is_blocked: bool
    loans: tuple[OpenLoan, ...] | None
    holds: list[HoldRow] | None
    is_shared: bool
    """Whether the child is old enough to decide, and lets them be shown."""
    is_withheld: bool
    """Whether loans would tell of somebody whose address is protected."""


@for_patron
def family(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show the children whose guardian the patron is, and the patron's own guardians."""
    policy, now, day = policy_in_force(), now_of(request), today_of(request)
    relatives = family_of(person_id, on=day)
    children = in_alphabet(relatives.wards, by=lambda each: each.name)
    # What of a child is restricted, its guardian does not read either.
    told = [each for each in children if not is_restricted(each.person_id)]
    wards = [_ward(each, person_id, policy, now, day) for each in told]
    return my_page(
        request,
        "mypage/family.html",
        title=_("Family"),
        tab="family",
        wards=wards,
        guardians=relatives.guardians,
        may_share=may_share_loans(person_id, ages=policy.ages, on=day),
    )


def _ward(
    relative: Relative, guardian_id: uuid.UUID, policy: Policy, now: datetime, day: date
) -> Ward:
    """Read what a guardian sees of a child, and write that they saw it, in one transaction."""
    with transaction.atomic():
        child = details(relative.person_id, on=day)
        # Without a birth date nobody knows how old the child is: then no loans are shown.
        age = age_on(child.birth_date, day) if child.birth_date else policy.ages.adult - 1
        is_shared = shares_loans(relative, policy=policy)
        kinds = seen_by_guardian(age, ages=policy.ages, is_shared=is_shared)
        hides = is_hidden_from(guardian_id, child_id=relative.person_id)
        kinds -= LOCATING if hides else frozenset()
        record(
            relative.person_id,
            at=now,
            role=Role.GUARDIAN,
            unit="",
            task=Task.FAMILY,
            kinds=kinds & SHOWN,
        )
        balance = balance_of(relative.person_id)
        loans = loans_of(relative.person_id, now=now, policy=policy)
        sees_titles = Kind.BORROWED in kinds
        return Ward(
            name=child.name,
            until=relative.ends_on,
            owes=balance > 0,
            owed=money(balance),
            overdue=sum(each.is_overdue for each in loans),
            is_blocked=bool(child.blocks),
            loans=loans if sees_titles else None,
            holds=hold_rows(relative.person_id, now=now) if Kind.REQUESTED in kinds else None,
            is_shared=is_shared and age >= policy.ages.guardian_sees_loans_below,
            is_withheld=hides,
        )


SHOWN = {
    Kind.NAME,
    Kind.FAMILY,
    Kind.MONEY,
    Kind.BLOCK,
    Kind.BORROWED,
    Kind.REQUESTED,
    Kind.TIME_AND_PLACE,
}
"""The classes of field on the family page."""
