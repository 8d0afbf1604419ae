"""What a terminal sends: SIP2 2.00's messages from the SC to the ACS, as its tables have them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hylla.formats.sip2.layout import Kind, Message, fixed, optional, required


@dataclass(frozen=True, kw_only=True)
class PatronStatus(Message):
    """23: who is this, and may they borrow? Answered by 24."""

    id: ClassVar[str] = "23"
    language: str = fixed(3)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str = required("AC")
    patron_password: str = required("AD")


@dataclass(frozen=True, kw_only=True)
class Checkout(Message):
    """11: lend an item, or with cancel undo a return. Answered by 12."""

    id: ClassVar[str] = "11"
    may_renew: bool = fixed(1, Kind.FLAG)
    no_block: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    no_block_due_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    item: str = required("AB")
    terminal_password: str = required("AC")
    item_properties: str | None = optional("CH")
    patron_password: str | None = optional("AD")
    fee_accepted: bool | None = optional("BO", Kind.FLAG)
    cancel: bool | None = optional("BI", Kind.FLAG)


@dataclass(frozen=True, kw_only=True)
class Checkin(Message):
    """09: take an item back, or with cancel undo a loan. Answered by 10."""

    id: ClassVar[str] = "09"
    no_block: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    returned_at: datetime | None = fixed(18, Kind.MOMENT)
    current_location: str = required("AP")
    institution: str = required("AO")
    item: str = required("AB")
    terminal_password: str = required("AC")
    item_properties: str | None = optional("CH")
    cancel: bool | None = optional("BI", Kind.FLAG)


@dataclass(frozen=True, kw_only=True)
class BlockPatron(Message):
    """01: the machine kept a card; block it. Answered by 24."""

    id: ClassVar[str] = "01"
    card_kept: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    reason: str = required("AL")
    patron: str = required("AA")
    terminal_password: str = required("AC")


@dataclass(frozen=True, kw_only=True)
class ScStatus(Message):
    """99: the terminal's state (0 fine, 1 out of paper, 2 going down). Answered by 98."""

    id: ClassVar[str] = "99"
    status: str = fixed(1)
    print_width: int | None = fixed(3, Kind.COUNT)
    version: str = fixed(4)


@dataclass(frozen=True, kw_only=True)
class ResendToTerminal(Message):
    """97: send your last answer again."""

    id: ClassVar[str] = "97"


@dataclass(frozen=True, kw_only=True)
class Login(Message):
    """93: a terminal signs in. Answered by 94."""

    id: ClassVar[str] = "93"
    user_algorithm: str = fixed(1)
    password_algorithm: str = fixed(1)
    user: str = required("CN")
    password: str = required("CO")
    location: str | None = optional("CP")


@dataclass(frozen=True, kw_only=True)
class PatronInformation(Message):
    """63: a patron's state, with one of the lists that the summary names. Answered by 64."""

    id: ClassVar[str] = "63"
    language: str = fixed(3)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    summary: str = fixed(10)
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")
    first: str | None = optional("BP")
    last: str | None = optional("BQ")


@dataclass(frozen=True, kw_only=True)
class EndSession(Message):
    """35: the patron is done. Answered by 36."""

    id: ClassVar[str] = "35"
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")


@dataclass(frozen=True, kw_only=True)
class FeePaid(Message):
    """37: the machine took money for a fee. Answered by 38."""

    id: ClassVar[str] = "37"
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    fee_type: str = fixed(2)
    payment_type: str = fixed(2)
    currency: str = fixed(3)
    amount: str = required("BV")
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")
    fee: str | None = optional("CG")
    transaction: str | None = optional("BK")


@dataclass(frozen=True, kw_only=True)
class ItemInformation(Message):
    """17: where is this item, and for whom is it free? Answered by 18."""

    id: ClassVar[str] = "17"
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    item: str = required("AB")
    terminal_password: str | None = optional("AC")


@dataclass(frozen=True, kw_only=True)
class ItemStatusUpdate(Message):
    """19: the terminal tells something about an item. Answered by 20."""

    id: ClassVar[str] = "19"
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    item: str = required("AB")
    terminal_password: str | None = optional("AC")
    item_properties: str = required("CH")


@dataclass(frozen=True, kw_only=True)
class PatronEnable(Message):
    """25: make a blocked card good again. Answered by 26."""

    id: ClassVar[str] = "25"
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    terminal_password: str | None = optional("AC")
    patron_password: str | None = optional("AD")


@dataclass(frozen=True, kw_only=True)
class Hold(Message):
    """15: place (+), remove (-) or change (*) a hold. Answered by 16."""

    id: ClassVar[str] = "15"
    mode: str = fixed(1)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    expires_at: datetime | None = optional("BW", Kind.MOMENT)
    pickup_at: str | None = optional("BS")
    hold_type: str | None = optional("BY")
    institution: str = required("AO")
    patron: str = required("AA")
    patron_password: str | None = optional("AD")
    item: str | None = optional("AB")
    title: str | None = optional("AJ")
    terminal_password: str | None = optional("AC")
    fee_accepted: bool | None = optional("BO", Kind.FLAG)


@dataclass(frozen=True, kw_only=True)
class Renew(Message):
    """29: lend the same item longer. Answered by 30."""

    id: ClassVar[str] = "29"
    third_party: bool = fixed(1, Kind.FLAG)
    no_block: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    no_block_due_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    patron_password: str | None = optional("AD")
    item: str | None = optional("AB")
    title: str | None = optional("AJ")
    terminal_password: str | None = optional("AC")
    item_properties: str | None = optional("CH")
    fee_accepted: bool | None = optional("BO", Kind.FLAG)


@dataclass(frozen=True, kw_only=True)
class RenewAll(Message):
    """65: lend everything longer. Answered by 66."""

    id: ClassVar[str] = "65"
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    patron_password: str | None = optional("AD")
    terminal_password: str | None = optional("AC")
    fee_accepted: bool | None = optional("BO", Kind.FLAG)
