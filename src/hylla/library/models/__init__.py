"""The tables of the library itself."""

from hylla.library.models.entry import (
    Challenge,
    Passkey,
    RecoveryCode,
    SecondFactor,
    StaffCard,
    StaffPasskey,
    Stranger,
)
from hylla.library.models.first_run import FirstRun
from hylla.library.models.house import (
    Branch,
    ClosedDay,
    Controller,
    Distance,
    Machine,
    OpeningHours,
    PolicyDraft,
    PolicyVersion,
    RuleVersion,
    Staff,
    StaffRole,
)
from hylla.library.models.kiosks import Kiosk
from hylla.library.models.notices import NoticeText
from hylla.library.models.pace import Bucket

__all__ = [
    "Branch",
    "Bucket",
    "Challenge",
    "ClosedDay",
    "Controller",
    "Distance",
    "FirstRun",
    "Kiosk",
    "Machine",
    "NoticeText",
    "OpeningHours",
    "Passkey",
    "PolicyDraft",
    "PolicyVersion",
    "RecoveryCode",
    "RuleVersion",
    "SecondFactor",
    "Staff",
    "StaffCard",
    "StaffPasskey",
    "StaffRole",
    "Stranger",
]
