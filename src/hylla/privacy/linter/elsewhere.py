"""The rule that compares a notice with what others say about the same system."""

from collections.abc import Iterator, Mapping, Sequence

from hylla.privacy.linter.claims import Claim, Noticed, Practice
from hylla.privacy.linter.findings import Fault, Finding, Severity
from hylla.privacy.policy import phrase
from hylla.privacy.policy.law import CITATIONS

_LAWS: Mapping[str, str] = {
    "controller": "gdpr-28",
    "needs": "gdpr-5-1-a",
    "sees_log_ins": "gdpr-13-2",
    "period": "gdpr-13-2",
}
"""What of a claim is compared, and the law it matters to."""


def said_otherwise(notice: Noticed, practices: Sequence[Practice]) -> Iterator[Finding]:
    """Find what somebody else says differently about a system that the notice speaks of."""
    for claim in notice.claims:
        for practice in practices:
            theirs = practice.claim
            same = claim.system and (claim.system, claim.about) == (theirs.system, theirs.about)
            if same and practice.library != notice.library:
                yield from _differences(claim, practice)


def _differences(claim: Claim, practice: Practice) -> Iterator[Finding]:
    for aspect, law in _LAWS.items():
        ours, theirs = getattr(claim, aspect), getattr(practice.claim, aspect)
        if _is_told(ours) and _is_told(theirs) and ours != theirs:
            yield Finding(
                Fault.SAID_OTHERWISE,
                Severity.WARNING,
                (claim.where,),
                phrase(
                    "%(matter)s in %(system)s: %(aspect)s is %(ours)s here, and %(theirs)s"
                    " according to %(source)s (%(day)s)",
                    matter=claim.about,
                    system=claim.system,
                    aspect=aspect.replace("_", " "),
                    ours=ours,
                    theirs=theirs,
                    source=practice.source,
                    day=practice.on,
                ),
                CITATIONS[law].dated,
                phrase("ask who runs the system which holds here, and test it"),
            )


def _is_told(value: object) -> bool:
    return value is not None and value != ""
