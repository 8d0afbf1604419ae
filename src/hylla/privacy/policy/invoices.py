"""What a library decides about invoices, as values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from hylla.privacy.policy.shape import Range

Ore = Annotated[int, Range(0, 10_000_000)]


class ReferenceKind(StrEnum):
    """How a bank tells which invoice was paid."""

    KID = "kid"
    OCR = "ocr"
    """Without a length digit."""
    OCR_LENGTH = "ocr-length"
    """With a length digit before the check digit."""


class Stops(StrEnum):
    """From when an unpaid invoice stops someone from borrowing."""

    NEVER = "never"
    MADE = "made"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Invoices:
    """When what is owed becomes an invoice, and how that is paid (R38, R39)."""

    after_days: Annotated[int, Range(0, 365)] = 0
    """So long after the last reminder; 0: never."""
    due_days: Annotated[int, Range(10, 90)] = 30
    replacement_ore: Ore = 0
    """What is claimed for a thing that is still out; 0: nothing, and it stays a loan."""
    account: str = ""
    """The library's own; where the municipality's accounts take the money, theirs."""
    kind: ReferenceKind = ReferenceKind.KID
    length: Annotated[int, Range(12, 25)] = 12
    """Of the reference, as it was agreed with the bank."""
    stops: Stops = Stops.OVERDUE
    collector: str = ""
    """Who collects what is not paid (KUN-12); empty: nobody, and no invoice is handed over."""
    collector_number: str = ""
    """The collector's organisation number."""
    collector_gets_birth_date: bool = False
    """Whether the collector needs it to tell people of one name from one another."""
    warn_after_days: Annotated[int, Range(0, 365)] = 0
    """So long after an invoice was due its debtor may be warned, where somebody decides so."""
    warning_days: Annotated[int, Range(0, 90)] = 0
    """What the warning gives to pay in, from the day it was sent."""
    collect_from_ore: Ore = 0
    """What is owed less than this is not handed over."""
