"""What one library has decided about its patrons' data: read from a file, checked, and compared."""

from hylla.privacy.policy.comparison import Change, describe, difference, values_of
from hylla.privacy.policy.elsewhere import Interlibrary
from hylla.privacy.policy.invoices import Invoices, ReferenceKind, Stops
from hylla.privacy.policy.lists import Lists
from hylla.privacy.policy.look import Look
from hylla.privacy.policy.period import Period
from hylla.privacy.policy.phrases import Phrase, phrase
from hylla.privacy.policy.problems import PolicyErrors, Problem
from hylla.privacy.policy.reading import parse_policy, read_policy
from hylla.privacy.policy.reminders import Reminders
from hylla.privacy.policy.reviews import Moderated, Reviews
from hylla.privacy.policy.telling import Quiet, Texting
from hylla.privacy.policy.values import (
    Ages,
    Basis,
    Cards,
    Copies,
    Country,
    Decisions,
    EidLevel,
    Features,
    Fees,
    History,
    Inactivity,
    KnownBy,
    Lending,
    NationalId,
    NoticeFacts,
    Party,
    Payments,
    Policy,
    Processor,
    Promise,
    PushService,
    Registration,
    UndefinedPeriod,
)

__all__ = [
    "Ages",
    "Basis",
    "Cards",
    "Change",
    "Copies",
    "Country",
    "Decisions",
    "EidLevel",
    "Features",
    "Fees",
    "History",
    "Inactivity",
    "Interlibrary",
    "Invoices",
    "KnownBy",
    "Lending",
    "Lists",
    "Look",
    "Moderated",
    "NationalId",
    "NoticeFacts",
    "Party",
    "Period",
    "Phrase",
    "Policy",
    "PolicyErrors",
    "Problem",
    "Processor",
    "Promise",
    "Payments",
    "Reminders",
    "PushService",
    "ReferenceKind",
    "Reviews",
    "Quiet",
    "Registration",
    "Stops",
    "Texting",
    "UndefinedPeriod",
    "describe",
    "difference",
    "parse_policy",
    "phrase",
    "read_policy",
    "values_of",
]
