"""Who stands at the other end: the machine's account, its visit, and the borrower before it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hylla.formats.sip2 import Charset


class PersonalField(StrEnum):
    """A field of an answer that tells something about a patron."""

    NAME = "AE"
    ADDRESS = "BD"
    EMAIL = "BE"
    PHONE = "BF"
    BIRTH_DATE = "PB"
    CATEGORY = "PC"
    HOME_LIBRARY = "AQ"
    OWED = "BV"
    HOLDS_READY = "AS"
    OVERDUE = "AT"
    CHARGED = "AU"
    FINES = "AV"
    RECALLED = "BU"
    HOLDS_WAITING = "CD"
    HOLD_CARD = "CY"
    HOLD_NAME = "DA"


class DueStyle(StrEnum):
    """How a machine wants a due date written."""

    STAMP = "stamp"  # 20260330    235900
    DAY = "day"  # 2026-03-30


@dataclass(frozen=True, kw_only=True)
class Account:
    """A machine's account: what it is called, where it stands and what it may see.

    Without `pin_required` the card alone opens the personal fields; that is for machines
    where somebody has already looked at the patron.
    """

    name: str
    branch: str
    branch_id: int = 0
    institution: str = ""
    language: str = "nb"
    charset: Charset = Charset.UTF_8
    delimiter: str = "|"
    crlf: bool = False
    due_style: DueStyle = DueStyle.STAMP
    fields: frozenset[PersonalField] = frozenset()
    pin_required: bool = True
    checksums_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who asks, in which language answers are wanted, and when."""

    account: Account
    language: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Borrower:
    """The card that was shown and the PIN that was typed, if one was."""

    card: str
    pin: str | None = field(default=None, repr=False)
