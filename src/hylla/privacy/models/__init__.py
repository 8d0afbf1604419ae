"""Who looked at whom, what people asked for, and how each sentence of the notice stands."""

from hylla.privacy.models.keeping import Attestation, NightRun, SentenceCheck
from hylla.privacy.models.looking import AccessEntry
from hylla.privacy.models.prepared import PreparedExtract
from hylla.privacy.models.requests import Receipt, ReceiptLine, Request
from hylla.privacy.models.subject import SUBJECT

__all__ = [
    "SUBJECT",
    "AccessEntry",
    "Attestation",
    "NightRun",
    "PreparedExtract",
    "Receipt",
    "ReceiptLine",
    "Request",
    "SentenceCheck",
]
