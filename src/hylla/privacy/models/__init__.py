"""Who looked at whom, what people asked for, and how each sentence of the notice stands."""

from hylla.privacy.models.approving import Approval, ApprovalBy
from hylla.privacy.models.disclosing import DisclosureCase
from hylla.privacy.models.guarding import HeldRemoval, KnownRemoval, RemovalRun, TrustedTime
from hylla.privacy.models.holding import LegalHold
from hylla.privacy.models.incidents import Disclosure, Incident
from hylla.privacy.models.keeping import Attestation, CheckAsked, NightRun
from hylla.privacy.models.looking import AccessEntry
from hylla.privacy.models.merging import MergeCapsule
from hylla.privacy.models.prepared import PreparedExtract
from hylla.privacy.models.requests import Receipt, ReceiptLine, Request
from hylla.privacy.models.statements import OnwardNotice, Statement
from hylla.privacy.models.states import LookedAt, SentenceCheck, StateChange
from hylla.privacy.models.subject import STAFF, SUBJECT

__all__ = [
    "STAFF",
    "SUBJECT",
    "AccessEntry",
    "Approval",
    "ApprovalBy",
    "Attestation",
    "CheckAsked",
    "Disclosure",
    "DisclosureCase",
    "HeldRemoval",
    "Incident",
    "KnownRemoval",
    "LegalHold",
    "LookedAt",
    "MergeCapsule",
    "NightRun",
    "OnwardNotice",
    "PreparedExtract",
    "Receipt",
    "ReceiptLine",
    "RemovalRun",
    "Request",
    "SentenceCheck",
    "StateChange",
    "Statement",
    "TrustedTime",
]
