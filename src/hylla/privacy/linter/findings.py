"""What the linter says: what is wrong, where, why, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override

from hylla.privacy.policy import Phrase, phrase


class Severity(StrEnum):
    """Whether a notice may be published with it."""

    ERROR = "error"
    WARNING = "warning"


class Fault(StrEnum):
    """What a notice can do wrong. Each is found by one rule."""

    DENIED_AND_KEPT = "denied-and-kept"
    SCOPES_DIFFER = "scopes-differ"
    SECRET_IN_RECORD = "secret-in-record"  # noqa: S105 - the name of a fault
    TOOL_UNDECLARED = "tool-undeclared"
    NOT_ANONYMOUS = "not-anonymous"
    PSEUDONYM_CALLED_ANONYMOUS = "pseudonym-called-anonymous"
    TRACKING_DENIED = "tracking-denied"
    CLASS_DENIED = "class-denied"
    CONSENT_HOLDS_DEBTORS = "consent-holds-debtors"
    PERIOD_UNDEFINED = "period-undefined"
    LONGER_THAN_NEEDED = "longer-than-needed"
    CHILDREN_WITHOUT_RULE = "children-without-rule"
    REFUSAL_WITHOUT_GROUND = "refusal-without-ground"
    LAW_NOT_IN_FORCE = "law-not-in-force"
    BROWSER_WITHOUT_CONSENT = "browser-without-consent"
    INTEREST_UNWEIGHED = "interest-unweighed"
    TRANSFER_WITHOUT_GROUND = "transfer-without-ground"
    OBSOLETE_DESCRIBED = "obsolete-described"
    SAID_OTHERWISE = "said-otherwise"


@dataclass(frozen=True)
class Finding:
    """One fault of a notice."""

    fault: Fault
    severity: Severity
    where: tuple[str, ...]
    """The lines or sentences, the one to mend first."""
    what: str
    why: str
    """The law, with the days between which it is in force."""
    remedy: str

    @override
    def __str__(self) -> str:
        """Say it whole, on one line."""
        return self.told

    @property
    def told(self) -> Phrase:
        """The whole of it on one line, for a door to say in its reader's language."""
        return phrase(
            "%(severity)s: %(fault)s at %(places)s: %(what)s. Why: %(why)s."
            " What to do: %(remedy)s.",
            severity=self.severity,
            fault=self.fault,
            places=", ".join(self.where),
            what=self.what,
            why=self.why,
            remedy=self.remedy,
        )
