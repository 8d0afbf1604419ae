"""What the library answers: SIP2 2.00's messages from the ACS to the SC, as its tables have them.

Fields marked "in use" are no part of the standard; terminals in the field know them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hylla.formats.sip2.layout import Kind, Message, fixed, optional, repeated, required


@dataclass(frozen=True, kw_only=True)
class PatronStatusAnswer(Message):
    """24: the answer to 23 and 01."""

    id: ClassVar[str] = "24"
    status: str = fixed(14)
    language: str = fixed(3)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    name: str = required("AE")
    valid_patron: bool | None = optional("BL", Kind.FLAG)
    valid_password: bool | None = optional("CQ", Kind.FLAG)
    currency: str | None = optional("BH")
    owed: str | None = optional("BV")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class CheckoutAnswer(Message):
    """12: the answer to 11."""

    id: ClassVar[str] = "12"
    ok: bool = fixed(1, Kind.OK)
    renewed: bool = fixed(1, Kind.FLAG)
    magnetic: bool | None = fixed(1, Kind.FLAG_OR_UNKNOWN)
    desensitize: bool | None = fixed(1, Kind.FLAG_OR_UNKNOWN)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    item: str = required("AB")
    title: str = required("AJ")
    due: str = required("AH")
    fee_type: str | None = optional("BT")
    security_inhibit: bool | None = optional("CI", Kind.FLAG)
    currency: str | None = optional("BH")
    owed: str | None = optional("BV")
    media: str | None = optional("CK")
    item_properties: str | None = optional("CH")
    transaction: str | None = optional("BK")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class CheckinAnswer(Message):
    """10: the answer to 09."""

    id: ClassVar[str] = "10"
    ok: bool = fixed(1, Kind.OK)
    resensitize: bool = fixed(1, Kind.FLAG)
    magnetic: bool | None = fixed(1, Kind.FLAG_OR_UNKNOWN)
    alert: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    item: str = required("AB")
    home_location: str = required("AQ")
    title: str | None = optional("AJ")
    sort_bin: str | None = optional("CL")
    patron: str | None = optional("AA")
    media: str | None = optional("CK")
    item_properties: str | None = optional("CH")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")
    shelf_mark: str | None = optional("CS")  # in use
    destination: str | None = optional("CT")  # in use
    alert_type: str | None = optional("CV")  # in use
    hold_card: str | None = optional("CY")  # in use
    hold_name: str | None = optional("DA")  # in use


@dataclass(frozen=True, kw_only=True)
class AcsStatus(Message):
    """98: the answer to 99; what this library can do."""

    id: ClassVar[str] = "98"
    online: bool = fixed(1, Kind.FLAG)
    may_check_in: bool = fixed(1, Kind.FLAG)
    may_check_out: bool = fixed(1, Kind.FLAG)
    may_renew: bool = fixed(1, Kind.FLAG)
    may_update_status: bool = fixed(1, Kind.FLAG)
    may_be_offline: bool = fixed(1, Kind.FLAG)
    timeout_tenths: int | None = fixed(3, Kind.COUNT)
    retries: int | None = fixed(3, Kind.COUNT)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    version: str = fixed(4)
    institution: str = required("AO")
    library: str | None = optional("AM")
    supported: str = required("BX")
    location: str | None = optional("AN")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class ResendToLibrary(Message):
    """96: your last message was not understood, send it again."""

    id: ClassVar[str] = "96"


@dataclass(frozen=True, kw_only=True)
class LoginAnswer(Message):
    """94: the answer to 93."""

    id: ClassVar[str] = "94"
    ok: bool = fixed(1, Kind.OK)


@dataclass(frozen=True, kw_only=True)
class PatronInformationAnswer(Message):
    """64: the answer to 63."""

    id: ClassVar[str] = "64"
    status: str = fixed(14)
    language: str = fixed(3)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    holds_ready: int | None = fixed(4, Kind.COUNT)
    overdue: int | None = fixed(4, Kind.COUNT)
    charged: int | None = fixed(4, Kind.COUNT)
    fined: int | None = fixed(4, Kind.COUNT)
    recalled: int | None = fixed(4, Kind.COUNT)
    holds_waiting: int | None = fixed(4, Kind.COUNT)
    institution: str = required("AO")
    patron: str = required("AA")
    name: str = required("AE")
    hold_limit: str | None = optional("BZ")
    overdue_limit: str | None = optional("CA")
    charged_limit: str | None = optional("CB")
    valid_patron: bool | None = optional("BL", Kind.FLAG)
    valid_password: bool | None = optional("CQ", Kind.FLAG)
    currency: str | None = optional("BH")
    owed: str | None = optional("BV")
    owed_limit: str | None = optional("CC")
    hold_items: tuple[str, ...] = repeated("AS")
    overdue_items: tuple[str, ...] = repeated("AT")
    charged_items: tuple[str, ...] = repeated("AU")
    fine_items: tuple[str, ...] = repeated("AV")
    recall_items: tuple[str, ...] = repeated("BU")
    waiting_items: tuple[str, ...] = repeated("CD")
    address: str | None = optional("BD")
    email: str | None = optional("BE")
    phone: str | None = optional("BF")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")
    home_library: str | None = optional("AQ")  # in use
    birth_date: str | None = optional("PB")  # in use
    category: str | None = optional("PC")  # in use


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Message):
    """36: the answer to 35."""

    id: ClassVar[str] = "36"
    ended: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class FeePaidAnswer(Message):
    """38: the answer to 37."""

    id: ClassVar[str] = "38"
    accepted: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    transaction: str | None = optional("BK")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class ItemInformationAnswer(Message):
    """18: the answer to 17."""

    id: ClassVar[str] = "18"
    circulation_status: str = fixed(2)
    security_marker: str = fixed(2)
    fee_type: str = fixed(2)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    holds: str | None = optional("CF")
    due: str | None = optional("AH")
    recalled_at: datetime | None = optional("CJ", Kind.MOMENT)
    pickup_until: datetime | None = optional("CM", Kind.MOMENT)
    item: str = required("AB")
    title: str = required("AJ")
    owner: str | None = optional("BG")
    currency: str | None = optional("BH")
    fee: str | None = optional("BV")
    media: str | None = optional("CK")
    home_location: str | None = optional("AQ")
    current_location: str | None = optional("AP")
    item_properties: str | None = optional("CH")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")
    shelf_mark: str | None = optional("CS")  # in use


@dataclass(frozen=True, kw_only=True)
class ItemStatusAnswer(Message):
    """20: the answer to 19."""

    id: ClassVar[str] = "20"
    ok: bool = fixed(1, Kind.OK)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    item: str = required("AB")
    title: str | None = optional("AJ")
    item_properties: str | None = optional("CH")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class PatronEnableAnswer(Message):
    """26: the answer to 25."""

    id: ClassVar[str] = "26"
    status: str = fixed(14)
    language: str = fixed(3)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    patron: str = required("AA")
    name: str = required("AE")
    valid_patron: bool | None = optional("BL", Kind.FLAG)
    valid_password: bool | None = optional("CQ", Kind.FLAG)
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class HoldAnswer(Message):
    """16: the answer to 15."""

    id: ClassVar[str] = "16"
    ok: bool = fixed(1, Kind.OK)
    available: bool = fixed(1, Kind.FLAG)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    expires_at: datetime | None = optional("BW", Kind.MOMENT)
    queue_position: str | None = optional("BR")
    pickup_at: str | None = optional("BS")
    institution: str = required("AO")
    patron: str = required("AA")
    item: str | None = optional("AB")
    title: str | None = optional("AJ")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")


@dataclass(frozen=True, kw_only=True)
class RenewAnswer(CheckoutAnswer):
    """30: the answer to 29, laid out as 12."""

    id: ClassVar[str] = "30"


@dataclass(frozen=True, kw_only=True)
class RenewAllAnswer(Message):
    """66: the answer to 65."""

    id: ClassVar[str] = "66"
    ok: bool = fixed(1, Kind.OK)
    renewed_count: int | None = fixed(4, Kind.COUNT)
    unrenewed_count: int | None = fixed(4, Kind.COUNT)
    sent_at: datetime | None = fixed(18, Kind.MOMENT)
    institution: str = required("AO")
    renewed: tuple[str, ...] = repeated("BM")
    unrenewed: tuple[str, ...] = repeated("BN")
    screen: tuple[str, ...] = repeated("AF")
    paper: tuple[str, ...] = repeated("AG")
