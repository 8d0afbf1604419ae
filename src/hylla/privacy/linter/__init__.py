"""The linter: rules over what a notice claims, for ours and for anybody's, written as data."""

from hylla.privacy.linter.claims import Claim, Declared, Noticed, Practice
from hylla.privacy.linter.findings import Fault, Finding, Severity
from hylla.privacy.linter.linting import findings_in
from hylla.privacy.linter.reading import is_taken_apart, read_noticed, read_practices

__all__ = [
    "Claim",
    "Declared",
    "Fault",
    "Finding",
    "Noticed",
    "Practice",
    "Severity",
    "findings_in",
    "is_taken_apart",
    "read_noticed",
    "read_practices",
]
