"""What a guardian sees of a child: less as the child grows, and the child sees who has looked."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation.queries import OpenLoan, WardFacts, wards_of
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.page import today_of
from hylla.doors.parts.shelves import HoldRow, hold_rows
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import in_alphabet, money
from hylla.library.queries import policy_in_force
from hylla.patrons.queries import family_of
from hylla.patrons.queries.family import may_share_loans
from hylla.privacy.access import record
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
    with transaction.atomic():
        known = wards_of(person_id, policy=policy, now=now)
        wards = [_ward(each, now) for each in in_alphabet(known, by=lambda one: one.relative.name)]
    return my_page(
        request,
        "mypage/family.html",
        title=_("Family"),
        tab="family",
        wards=wards,
        guardians=family_of(person_id, on=day).guardians,
        may_share=may_share_loans(person_id, ages=policy.ages, on=day),
    )


def _ward(child: WardFacts, now: datetime) -> Ward:
    """Return what a guardian sees of a child, and write that they saw it."""
    person_id = child.relative.person_id
    record(
        person_id,
        at=now,
        role=Role.GUARDIAN,
        unit="",
        task=Task.FAMILY,
        kinds=child.kinds & SHOWN,
    )
    return Ward(
        name=child.relative.name,
        until=child.relative.ends_on,
        owes=child.owed_ore > 0,
        owed=money(child.owed_ore),
        overdue=child.overdue,
        is_blocked=child.is_blocked,
        loans=child.loans,
        holds=hold_rows(person_id, now=now) if Kind.REQUESTED in child.kinds else None,
        is_shared=child.is_shared,
        is_withheld=child.is_withheld,
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
