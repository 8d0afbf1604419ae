"""Whether the notice is kept: everything each sentence rests on is looked at, and remembered."""

from hylla.privacy.verify.asking import ask_for_check, check_asked, take_check
from hylla.privacy.verify.attesting import Confirmed, Witness, attest, confirmations_of
from hylla.privacy.verify.checking import is_green, standings_of, verify
from hylla.privacy.verify.looks import GRACE, Finding, Look, Probe, Why
from hylla.privacy.verify.remembered import changes_of_state, last_checks, last_looks
from hylla.privacy.verify.standing import Standing

__all__ = [
    "GRACE",
    "Confirmed",
    "Finding",
    "Look",
    "Probe",
    "Standing",
    "Why",
    "Witness",
    "ask_for_check",
    "attest",
    "changes_of_state",
    "check_asked",
    "confirmations_of",
    "is_green",
    "last_checks",
    "last_looks",
    "standings_of",
    "take_check",
    "verify",
]
