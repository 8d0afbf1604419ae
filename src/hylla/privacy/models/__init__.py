"""Who looked at whom, who asked to be erased, and how each sentence of the notice stands."""

from hylla.privacy.models.erasing import ErasureRequest
from hylla.privacy.models.keeping import Attestation, NightRun, SentenceCheck
from hylla.privacy.models.looking import AccessEntry
from hylla.privacy.models.subject import SUBJECT

__all__ = [
    "SUBJECT",
    "AccessEntry",
    "Attestation",
    "ErasureRequest",
    "NightRun",
    "SentenceCheck",
]
