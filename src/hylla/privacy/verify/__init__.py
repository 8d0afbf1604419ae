"""Whether the notice is kept: everything each sentence rests on is looked at, and remembered."""

from hylla.privacy.verify.attesting import attest
from hylla.privacy.verify.checking import is_green, standings_of, verify
from hylla.privacy.verify.looks import GRACE, Finding, Look, Probe, Why
from hylla.privacy.verify.remembered import changes_of_state, last_checks, last_looks
from hylla.privacy.verify.standing import Standing

__all__ = [
    "GRACE",
    "Finding",
    "Look",
    "Probe",
    "Standing",
    "Why",
    "attest",
    "changes_of_state",
    "is_green",
    "last_checks",
    "last_looks",
    "standings_of",
    "verify",
]
