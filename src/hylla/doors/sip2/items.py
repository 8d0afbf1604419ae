"""What is asked and answered about items: lending, taking back, looking up."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hylla.doors.sip2.accounts import Borrower


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The library's no: its codes, and a sentence for the screen in the patron's language."""

    reasons: tuple[str, ...]
    sentence: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class LoanRequest:
    """Lend an item. `done_at` is set if the machine has already lent it while off line.

    `undo` takes back a return that the machine could not complete.
    """

    borrower: Borrower
    item: str
    may_renew: bool = False
    done_at: datetime | None = None
    undo: bool = False


@dataclass(frozen=True, kw_only=True)
class RenewalRequest:
    """Lend an item longer."""

    borrower: Borrower
    item: str
    done_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Lent:
    """An item is lent, or lent longer."""

    item: str
    title: str
    due_on: date
    renewed: bool = False
    media: str | None = None
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnRequest:
    """Take an item back. `done_at` is set if the machine has taken it back while off line.

    `undo` takes back a loan that the machine could not complete.
    """

    item: str
    done_at: datetime | None = None
    undo: bool = False


class Alert(StrEnum):
    """Why a returned item must not go back to its shelf; the codes machines know (CV)."""

    HOLD_HERE = "01"
    HOLD_ELSEWHERE = "02"
    SEND = "04"
    OTHER = "99"


@dataclass(frozen=True, kw_only=True)
class Returned:
    """An item is back. Never who had it; the hold's card and name only for whom it waits."""

    item: str
    title: str
    home_branch: str
    alert: Alert | None = None
    destination: str = ""
    sort_bin: str = ""
    shelf_mark: str = ""
    hold_card: str = ""
    hold_name: str = ""
    media: str | None = None
    sentence: str = ""


class CirculationStatus(StrEnum):
    """Where an item is in its round; SIP2's codes."""

    OTHER = "01"
    ON_ORDER = "02"
    AVAILABLE = "03"
    CHARGED = "04"
    CHARGED_NOT_RECALLED = "05"
    IN_PROCESS = "06"
    RECALLED = "07"
    ON_HOLD_SHELF = "08"
    TO_RESHELVE = "09"
    IN_TRANSIT = "10"
    CLAIMED_RETURNED = "11"
    LOST = "12"
    MISSING = "13"


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """An item and where it is. Never who has it or for whom it waits."""

    item: str
    title: str
    status: CirculationStatus
    home_branch: str = ""
    current_branch: str = ""
    owner: str = ""
    shelf_mark: str = ""
    due_on: date | None = None
    holds: int | None = None
    media: str | None = None
