"""Who works here, and the machines: nobody without an undertaking, nobody who has left."""

from datetime import datetime

from hylla.library.models import Machine, Staff
from hylla.patrons.models import Session
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding

BEYOND_A_MACHINE = {"BD", "BE", "BF", "PB", "PA", "PI"}
"""SIP2 fields for address, e-mail, telephone, birth date and id number."""


def staff_undertakings(policy: Policy, now: datetime) -> Finding:
    """Everyone who works here has signed the undertaking of secrecy."""
    active = Staff.objects.filter(left_on__isnull=True)
    unsigned = active.filter(undertaking_on__isnull=True).exclude(password_hash="").count()
    problems = (f"{unsigned} accounts without an undertaking of secrecy",) if unsigned else ()
    return Finding(active.count(), problems)


def former_staff_are_out(policy: Policy, now: datetime) -> Finding:
    """Nobody who has left is logged in."""
    left = Staff.objects.filter(left_on__lte=today(policy, now))
    inside = Session.objects.filter(staff__in=left, expire_date__gt=now).count()
    problems = (f"{inside} of those who have left are logged in",) if inside else ()
    return Finding(Staff.objects.count(), problems)


def machine_fields(policy: Policy, now: datetime) -> Finding:
    """No self-service machine may see an address, a birth date, a contact field or an id."""
    problems = [
        f"machine {machine.pk} may see {' '.join(sorted(seen))}"
        for machine in Machine.objects.filter(is_active=True)
        if (seen := set(machine.fields.split()) & BEYOND_A_MACHINE)
    ]
    return Finding(Machine.objects.count(), tuple(problems))
