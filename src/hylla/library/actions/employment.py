"""What changes while someone works here, and how it ends."""

from datetime import date

from django.db import transaction

from hylla.library.actions.staff import at_work
from hylla.library.models import (
    Branch,
    RecoveryCode,
    SecondFactor,
    StaffCard,
    StaffPasskey,
    StaffRole,
)
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code, Employment
from hylla.privacy.vocabulary import Role

SHOWN_AT_LOG_IN = (StaffPasskey, SecondFactor, RecoveryCode, StaffCard)
"""What someone shows beside their password, or in its place."""


@transaction.atomic
def change_staff(staff_id: int, told: Employment) -> None:
    """Change someone's name, branch, language or roles: the next page they open knows it.

    :raises Refused: they do not work here, have no role left, or nobody would be administrator.
    """
    staff = at_work(staff_id)
    faults = [] if told.roles else [Code.ROLE_MISSING]
    if not Branch.objects.filter(pk=told.branch_id).exists():
        faults.append(Code.BRANCH_UNKNOWN)
    if Role.ADMINISTRATOR not in told.roles and _is_last_administrator(staff_id):
        faults.append(Code.LAST_ADMINISTRATOR)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    staff.name, staff.branch_id, staff.language = told.name, told.branch_id, told.language
    staff.save(update_fields=["name", "branch", "language"])
    StaffRole.objects.filter(staff_id=staff_id).exclude(role__in=told.roles).delete()
    has = set(staff.roles.values_list("role", flat=True))
    StaffRole.objects.bulk_create(
        StaffRole(staff_id=staff_id, role=role) for role in sorted(told.roles - has)
    )


@transaction.atomic
def sign_undertaking(staff_id: int, *, on: date) -> None:
    """Note when someone signed the undertaking of secrecy.

    :raises Refused: they do not work here.
    """
    staff = at_work(staff_id)
    staff.undertaking_on = on
    staff.save(update_fields=["undertaking_on"])


@transaction.atomic
def end_staff(staff_id: int, *, on: date) -> None:
    """End someone's work: no role, nothing to log in with; the row goes when its period is over.

    :raises Refused: they do not work here, or nobody would be administrator.
    """
    staff = at_work(staff_id)
    if _is_last_administrator(staff_id):
        raise Refused(Reason(Code.LAST_ADMINISTRATOR))
    staff.roles.all().delete()
    for shown in SHOWN_AT_LOG_IN:
        shown._default_manager.filter(staff_id=staff_id).delete()
    staff.left_on = on
    staff.save(update_fields=["left_on"])


def _is_last_administrator(staff_id: int) -> bool:
    """Say whether nobody else administers; two who would let each other go wait for one another."""
    rows = StaffRole.objects.filter(role=Role.ADMINISTRATOR, staff__left_on=None)
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    return [row.staff_id for row in locked] == [staff_id]
