"""What a late return costs: values in, values out, no database."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hylla.formats.payment_references import reference
from hylla.privacy.policy import Country, Invoices, ReferenceKind


class FeeRefusal(StrEnum):
    """Why a claim cannot be settled, or money not be given back."""

    UNKNOWN_CLAIM = "unknown_claim"
    ALREADY_SETTLED = "already_settled"
    BEING_PAID = "being_paid"
    UNKNOWN_VOUCHER = "unknown_voucher"
    NOTHING_WAS_PAID = "nothing_was_paid"
    MORE_THAN_WAS_PAID = "more_than_was_paid"
    NOTHING_CHOSEN = "nothing_chosen"
    SUM_CHANGED = "sum_changed"
    PROVIDER_AWAY = "provider_away"
    CLOSED_MEANWHILE = "closed_meanwhile"
    UNKNOWN_INVOICE = "unknown_invoice"
    INVOICE_SETTLED = "invoice_settled"
    ANOTHER_ACCOUNT = "another_account"


class Method(StrEnum):
    """How a claim was settled, or money given back."""

    CASH = "cash"
    CARD = "card"
    ONLINE = "online"
    BANK = "bank"
    """To the account that stands on an invoice."""
    WAIVED = "waived"


class CancelReason(StrEnum):
    """Why an invoice was taken back."""

    WRONG = "wrong"
    RETURNED = "returned"
    CONTESTED = "contested"
    GOODWILL = "goodwill"


AT_DESK = (Method.CASH, Method.CARD, Method.WAIVED)
"""How a claim is settled at a desk."""
GIVES_BACK = (Method.CASH, Method.CARD)
"""How money is given back at a desk."""
INCOME = "income"
"""The account that a payment is taken in under; the others are named by the methods."""
ACCOUNTS = (INCOME, *Method)
CURRENCY = {Country.NORWAY: "NOK", Country.SWEDEN: "SEK"}


@dataclass(frozen=True, slots=True)
class Tariff:
    """A fee for each late day after the days of grace, up to a sum; both in ore."""

    per_day_ore: int
    cap_ore: int
    grace_days: int = 0

    def at_most(self, other: "Tariff") -> "Tariff":
        """Return the tariff that asks for more than neither."""
        return Tariff(
            min(self.per_day_ore, other.per_day_ore),
            min(self.cap_ore, other.cap_ore),
            max(self.grace_days, other.grace_days),
        )


def overdue_fee(*, due_on: date, returned_on: date, tariff: Tariff) -> int:
    """Return what a late return costs, in ore.

    Every calendar day after the due date counts, also closed ones (Kungsbacka, KUN-10); a loan is
    never due on a closed day. Days of grace are free, and stay so however late it is.
    """
    days = (returned_on - due_on).days - tariff.grace_days
    return min(days * tariff.per_day_ore, tariff.cap_ore) if days > 0 else 0


SATURDAY = 5
SHORTEST_ACCOUNT = 7
"""A Swedish bankgiro number has seven digits or eight."""


SERIALS = 10**7
"""More vouchers than any library writes in a year."""


def voucher_number(year: int, serial: int) -> int:
    """Return a voucher's number: the year, and the serial number in seven digits."""
    return year * SERIALS + serial


def numbered(year: int, serial: int) -> str:
    """Return an invoice's number as people write it."""
    return f"{year}-{serial:06}"


def reference_of(year: int, serial: int, *, plan: Invoices) -> str:
    """Return the payment reference of an invoice: its number, and nothing of whom it is for."""
    return reference(
        f"{year}{serial:06}",
        length=plan.length,
        has_length_digit=plan.kind is ReferenceKind.OCR_LENGTH,
    )


def is_same_account(one: str, other: str) -> bool:
    """Say whether two account numbers are one: in Norway an IBAN ends in what people write."""
    ours, theirs = ("".join(filter(str.isdecimal, each)) for each in (one, other))
    if min(len(ours), len(theirs)) < SHORTEST_ACCOUNT:
        return False
    return ours.endswith(theirs) or theirs.endswith(ours)


def due_day(made_on: date, *, plan: Invoices) -> date:
    """Return when an invoice is due: on a weekday, as no bank moves money on others."""
    day = made_on + timedelta(days=plan.due_days)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
