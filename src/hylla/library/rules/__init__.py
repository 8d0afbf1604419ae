"""What the library decides by itself: when it is open, who may work, and why not."""

from hylla.library.rules.calendar import Calendar, public_holidays
from hylla.library.rules.codes import Code
from hylla.library.rules.hours import Opening, faults_of
from hylla.library.rules.staff import (
    LOCKED_FOR,
    MOST_FAILURES,
    STAFF_ROLES,
    Employment,
    NewMachine,
    NewStaff,
    is_weak_password,
    is_weak_pin,
)

__all__ = [
    "LOCKED_FOR",
    "MOST_FAILURES",
    "STAFF_ROLES",
    "Calendar",
    "Code",
    "Employment",
    "NewMachine",
    "NewStaff",
    "Opening",
    "faults_of",
    "is_weak_password",
    "is_weak_pin",
    "public_holidays",
]
