"""The accounts of self-service machines."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hylla.library.actions.attempts import is_secret
from hylla.library.actions.staff import faults_of_new
from hylla.library.models import Machine
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code, NewMachine
from hylla.library.rules.staff import is_charset


@transaction.atomic
def add_machine(new: NewMachine) -> Machine:
    """Let a machine speak for a branch."""
    faults = faults_of_new(new.username, secret=new.secret, branch_id=new.branch_id)
    if not is_charset(new.charset):
        faults.append(Code.CHARSET_UNKNOWN)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    return Machine.objects.create(
        username=new.username,
        secret_hash=make_password(new.secret),
        branch_id=new.branch_id,
        charset=new.charset,
        delimiter=new.delimiter,
        fields=" ".join(new.fields),
    )


def machine_signed_in(username: str, secret: str) -> Machine | None:
    """Return the machine of that name and secret, or None; an unknown name takes as long.

    There is no lock-out: anyone on the machines' network could shut a branch's machines out with
    it. The secret is made for a machine and as long as it likes.
    """
    machine = Machine.objects.filter(username=username, is_active=True).first()
    if is_secret(secret, hashed=machine.secret_hash if machine else None):
        return machine
    return None


@transaction.atomic
def retire_machine(username: str) -> None:
    """Take a machine out of use: its account no longer logs in."""
    Machine.objects.filter(username=username).update(is_active=False)
