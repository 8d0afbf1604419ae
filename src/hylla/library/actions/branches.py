"""Branches, their hours and the days on which they are closed."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from hylla.library.actions.versions import bump_rules_version
from hylla.library.models import Branch, ClosedDay, Controller, Distance, OpeningHours
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code, Opening, faults_of

FARTHEST = 7 * 24 * 60
"""Minutes: a van that drives once a week."""


@transaction.atomic
def add_branch(
    code: str, *, name: str, is_school_library: bool = False, controller_id: int | None = None
) -> Branch:
    """Open a branch; without a controller it belongs to the one that the policy names."""
    if Branch.objects.filter(code=code).exists():
        raise Refused(Reason(Code.BRANCH_CODE_TAKEN))
    bump_rules_version()
    return Branch.objects.create(
        code=code,
        name=name,
        is_school_library=is_school_library,
        controller_id=controller_id or _controller_of_the_policy().pk,
    )


@transaction.atomic
def change_branch(branch_id: int, *, name: str, is_school_library: bool) -> None:
    """Call a branch something else."""
    Branch.objects.filter(pk=branch_id).update(name=name, is_school_library=is_school_library)
    bump_rules_version()


def note_label_sheet(branch_id: int, *, sheet: str) -> None:
    """Remember on which labels a branch prints, until it prints on others."""
    Branch.objects.filter(pk=branch_id).exclude(label_sheet=sheet).update(label_sheet=sheet)


def _controller_of_the_policy() -> Controller:
    party = policy_in_force().controller
    controller, _ = Controller.objects.get_or_create(
        name=party.name, defaults={"email": party.email or ""}
    )
    return controller


@transaction.atomic
def set_opening_hours(branch_id: int, *, week: Sequence[Opening]) -> None:
    """Replace a branch's hours; a weekday without any is a day on which it is closed."""
    faults = faults_of(week)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    OpeningHours.objects.filter(branch_id=branch_id).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            branch_id=branch_id,
            weekday=each.weekday,
            opens_at=each.opens_at,
            closes_at=each.closes_at,
        )
        for each in week
    )
    bump_rules_version()


@transaction.atomic
def set_distances(branch_id: int, *, minutes: Mapping[int, int]) -> None:
    """Replace how far it is from a branch to others, and so from them to it.

    To a branch that is left out it is farther than to any that is named.

    :raises Refused: a way is longer than a week, or is none.
    """
    if any(not 0 < each <= FARTHEST for each in minutes.values()):
        raise Refused(Reason(Code.DISTANCE_WRONG, number=FARTHEST))
    Distance.objects.filter(Q(branch=branch_id) | Q(other=branch_id)).delete()
    pairs = [(branch_id, other, each) for other, each in minutes.items() if other != branch_id]
    Distance.objects.bulk_create(
        Distance(branch_id=there, other_id=here, minutes=each)
        for one, another, each in pairs
        for here, there in ((one, another), (another, one))
    )


@transaction.atomic
def add_closed_day(day: date, *, branch_id: int | None = None, reason: str = "") -> None:
    """Close one branch, or every branch, for a day; a second time changes the reason only."""
    ClosedDay.objects.update_or_create(
        branch=_branch(branch_id), day=day, defaults={"reason": reason[:100]}
    )
    bump_rules_version()


@transaction.atomic
def remove_closed_day(day: date, *, branch_id: int | None = None) -> None:
    """Take a closed day back."""
    ClosedDay.objects.filter(branch=_branch(branch_id), day=day).delete()
    bump_rules_version()


def _branch(branch_id: int | None) -> Branch | None:
    return None if branch_id is None else Branch.objects.get(pk=branch_id)
