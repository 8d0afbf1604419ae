"""What is asked and answered about patrons."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hylla.doors.sip2.accounts import Borrower


class Listing(StrEnum):
    """The list that a machine may ask for with a patron's state, one at a time."""

    HOLDS_READY = "holds_ready"
    OVERDUE = "overdue"
    CHARGED = "charged"
    FINES = "fines"
    RECALLED = "recalled"
    HOLDS_WAITING = "holds_waiting"


@dataclass(frozen=True, kw_only=True)
class PatronQuery:
    """Whose state is asked for, whether with numbers, and which list with it."""

    borrower: Borrower
    with_counts: bool = True
    listing: Listing | None = None


class Barred(StrEnum):
    """What a patron may not do, or why; in the order of SIP2's patron status."""

    CHECKOUT = "checkout"
    RENEWAL = "renewal"
    RECALL = "recall"
    HOLD = "hold"
    CARD_LOST = "card_lost"
    TOO_MANY_LOANS = "too_many_loans"
    TOO_MANY_OVERDUE = "too_many_overdue"
    TOO_MANY_RENEWALS = "too_many_renewals"
    TOO_MANY_CLAIMS_RETURNED = "too_many_claims_returned"
    TOO_MANY_LOST = "too_many_lost"
    FINES = "fines"
    FEES = "fees"
    RECALL_OVERDUE = "recall_overdue"
    TOO_MANY_BILLED = "too_many_billed"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many of each a patron has; None for what machines are not told."""

    holds_ready: int = 0
    overdue: int = 0
    charged: int = 0
    fines: int | None = 0
    recalled: int = 0
    holds_waiting: int = 0


@dataclass(frozen=True, kw_only=True)
class PatronFacts:
    """A patron's state. The door leaves out what the machine may not see.

    `pin_valid` is None if no PIN was given, and `pin_sentence` says why it does not open.
    `listed` is the whole list asked for.
    """

    card: str
    valid: bool
    pin_valid: bool | None
    pin_sentence: str = ""
    barred: frozenset[Barred] = frozenset()
    counts: Counts = Counts()
    listed: tuple[str, ...] = ()
    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    birth_on: date | None = None
    category: str = ""
    home_library: str = ""
    owed_ore: int = 0
    currency: str = "NOK"
    sentence: str = ""
