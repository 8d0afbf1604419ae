"""Staff: who works here, with which roles, and how they log in."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hylla.library.actions.attempts import (
    claim_attempt,
    claim_stranger,
    forget_attempts,
    is_secret,
)
from hylla.library.actions.tokens import new_code
from hylla.library.models import Branch, Machine, Staff, StaffRole
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code, NewStaff, is_weak_password
from hylla.library.rules.staff import faults_of_account
from hylla.privacy.clocks import today


@transaction.atomic
def add_staff(new: NewStaff) -> Staff:
    """Take on a member of staff; they can log in once their undertaking is signed."""
    faults = faults_of_new(new.username, secret=new.password, branch_id=new.branch_id)
    if not new.roles:
        faults.append(Code.ROLE_MISSING)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    staff = Staff.objects.create(
        username=new.username,
        name=new.name,
        password_hash=make_password(new.password),
        password_is_given=new.password_is_given,
        branch_id=new.branch_id,
        language=new.language,
        undertaking_on=new.undertaking_on,
    )
    StaffRole.objects.bulk_create(StaffRole(staff=staff, role=role) for role in sorted(new.roles))
    return staff


def faults_of_new(username: str, *, secret: str, branch_id: int) -> list[Code]:
    """Return why an account, of a person or a machine, cannot be made."""
    faults = faults_of_account(username, secret)
    if any(kind.objects.filter(username=username).exists() for kind in (Staff, Machine)):
        faults.append(Code.USERNAME_TAKEN)
    if not Branch.objects.filter(pk=branch_id).exists():
        faults.append(Code.BRANCH_UNKNOWN)
    return faults


def staff_signed_in(username: str, password: str, *, now: datetime) -> Staff:
    """Return who logs in with this name and password.

    An unknown name takes as long as a wrong password, and locks like a known one. Not to be called
    inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, locked, or no undertaking of secrecy signed.
    """
    row = Staff.objects.filter(username=username, left_on=None)
    staff = row.first()
    is_open = claim_attempt(row, now=now) if staff else claim_stranger(username, now=now)
    if not is_open:
        is_secret(password, hashed=None)
        raise Refused(Reason(Code.STAFF_LOCKED))
    if not is_secret(password, hashed=staff.password_hash if staff else None) or staff is None:
        raise Refused(Reason(Code.STAFF_WRONG))
    forget_attempts(row)
    refuse_unsigned(staff, now=now)
    return staff


def refuse_unsigned(staff: Staff, *, now: datetime) -> None:
    """Let nobody in who has not signed the undertaking of secrecy yet."""
    if staff.undertaking_on is None or staff.undertaking_on > today(policy_in_force(), now):
        raise Refused(Reason(Code.UNDERTAKING_MISSING))


@transaction.atomic
def set_staff_password(staff_id: int, *, password: str) -> None:
    """Let someone have the password they chose, and unlock their account."""
    staff = Staff.objects.get(pk=staff_id)
    if is_weak_password(password, username=staff.username):
        raise Refused(Reason(Code.PASSWORD_WEAK))
    _keep_password(staff, password, is_given=False)


@transaction.atomic
def give_staff_password(staff_id: int) -> str:
    """Return a new first password for someone who has none that works, and unlock their account.

    It opens nothing but the page on which they choose their own.

    :raises Refused: they do not work here.
    """
    password = new_code()
    _keep_password(at_work(staff_id), password, is_given=True)
    return password


def at_work(staff_id: int) -> Staff:
    """Return the row of someone who works here.

    :raises Refused: they do not.
    """
    staff = Staff.objects.filter(pk=staff_id, left_on=None).first()
    if staff is None:
        raise Refused(Reason(Code.NOT_STAFF))
    return staff


def _keep_password(staff: Staff, password: str, *, is_given: bool) -> None:
    staff.password_hash = make_password(password)
    staff.password_is_given = is_given
    staff.failures, staff.locked_until = 0, None
    staff.save(update_fields=["password_hash", "password_is_given", "failures", "locked_until"])
