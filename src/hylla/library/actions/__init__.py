"""What changes the library itself: policies, branches, days, staff and machines."""

from hylla.library.actions.branches import (
    add_branch,
    add_closed_day,
    remove_closed_day,
    set_opening_hours,
)
from hylla.library.actions.machines import add_machine, machine_signed_in, retire_machine
from hylla.library.actions.policies import publish_policy
from hylla.library.actions.staff import (
    add_staff,
    end_staff,
    set_staff_password,
    sign_undertaking,
    staff_signed_in,
)
from hylla.library.actions.versions import bump_rules_version

__all__ = [
    "add_branch",
    "add_closed_day",
    "add_machine",
    "add_staff",
    "bump_rules_version",
    "end_staff",
    "machine_signed_in",
    "publish_policy",
    "remove_closed_day",
    "retire_machine",
    "set_opening_hours",
    "set_staff_password",
    "sign_undertaking",
    "staff_signed_in",
]
