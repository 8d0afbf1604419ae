"""Who looked at whom, what people asked for, and how each sentence of the notice stands."""

from hylla.privacy.models.guarding import (
    HeldRemoval,
    KnownRemoval,
    RemovalConfirmation,
    RemovalRun,
    TrustedTime,
)
from hylla.privacy.models.keeping import Attestation, NightRun
from hylla.privacy.models.looking import AccessEntry
from hylla.privacy.models.prepared import PreparedExtract
from hylla.privacy.models.requests import Receipt, ReceiptLine, Request
from hylla.privacy.models.states import LookedAt, SentenceCheck, StateChange
from hylla.privacy.models.subject import SUBJECT

__all__ = [
    "SUBJECT",
    "AccessEntry",
    "Attestation",
    "HeldRemoval",
    "KnownRemoval",
    "LookedAt",
    "NightRun",
    "PreparedExtract",
    "Receipt",
    "ReceiptLine",
    "RemovalConfirmation",
    "RemovalRun",
    "Request",
    "SentenceCheck",
    "StateChange",
    "TrustedTime",
]
