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
    TERMINAL_BUSY = "terminal_busy"
    CARD_UNDER_WAY = "card_under_way"
    CLOSED_MEANWHILE = "closed_meanwhile"
    UNKNOWN_INVOICE = "unknown_invoice"
    INVOICE_SETTLED = "invoice_settled"
    NO_COLLECTOR = "no_collector"
    TOO_EARLY_TO_WARN = "too_early_to_warn"
    WARNED_BEFORE = "warned_before"
    NOT_WARNED = "not_warned"
    WARNING_RUNS = "warning_runs"
    TOO_LITTLE_TO_COLLECT = "too_little_to_collect"
    NOT_COLLECTED_FROM = "not_collected_from"
    HANDED_OVER = "handed_over"
    NOT_HANDED_OVER = "not_handed_over"
    ANOTHER_ACCOUNT = "another_account"
    LEFT_CHANGED = "left_changed"
    MORE_THAN_IS_LEFT = "more_than_is_left"
    GIVEN_BACK_MEANWHILE = "given_back_meanwhile"
    NOT_GIVEN_BACK = "not_given_back"


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


class WaivedFor(StrEnum):
    """Why something that was owed is owed no more; what is taken back has the first four."""

    WRONG = "wrong"
    RETURNED = "returned"
    CONTESTED = "contested"
    GOODWILL = "goodwill"
    SMALL = "small"
    """Little, and all that was left of somebody who leaves."""


BY_STAFF = tuple(map(WaivedFor, CancelReason))
"""Why staff waive something."""
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


@dataclass(frozen=True, slots=True)
class Debt:
    """What is asked about an invoice before its debtor is warned, and before it is collected."""

    left_ore: int
    due_on: date
    is_being_warned: bool
    """The warning waits to be sent."""
    warned_until_on: date | None
    """The last day that a warning which was sent gives to pay."""
    handed_over_on: date | None
    is_left_alone: bool
    """It is contested, or somebody under age owes it, or lives where nobody may know."""


def warning_refusal(debt: Debt, *, on: date, plan: Invoices) -> FeeRefusal | None:
    """Say why nobody is warned of debt collection; None: somebody may be."""
    if (why := _uncollected(debt, plan)) is not None:
        return why
    if debt.is_being_warned or debt.warned_until_on is not None:
        return FeeRefusal.WARNED_BEFORE
    if on <= debt.due_on + timedelta(days=plan.warn_after_days):
        return FeeRefusal.TOO_EARLY_TO_WARN
    return None


def collecting_refusal(debt: Debt, *, on: date, plan: Invoices) -> FeeRefusal | None:
    """Say why a debt collector may not have an invoice; None: it may (inkassoloven § 9)."""
    if (why := _uncollected(debt, plan)) is not None:
        return why
    if debt.warned_until_on is None:
        return FeeRefusal.NOT_WARNED
    return FeeRefusal.WARNING_RUNS if on <= debt.warned_until_on else None


def _uncollected(debt: Debt, plan: Invoices) -> FeeRefusal | None:
    if not plan.collector:
        return FeeRefusal.NO_COLLECTOR
    if debt.handed_over_on is not None:
        return FeeRefusal.HANDED_OVER
    if debt.is_left_alone:
        return FeeRefusal.NOT_COLLECTED_FROM
    return FeeRefusal.TOO_LITTLE_TO_COLLECT if debt.left_ore < plan.collect_from_ore else None
