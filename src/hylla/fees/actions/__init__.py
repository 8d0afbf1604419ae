"""Claim money, and write down that it was paid: the sum and the day, nobody's name."""

from hylla.fees.actions.claims import open_claim, put_beside, settle, settle_part, take_back_claim
from hylla.fees.actions.collecting import (
    Collected,
    LeftOut,
    hand_over,
    hand_over_each,
    note_warnings,
    warn,
    warn_each,
)
from hylla.fees.actions.invoices import BilledTo, make_invoice, stop_overdue
from hylla.fees.actions.of_age import pass_on_debts
from hylla.fees.actions.payments import Begun, Chosen, Way, begin_at_terminal, begin_payment
from hylla.fees.actions.series import lock_vouchers
from hylla.fees.actions.tills import close_till
from hylla.fees.actions.vouchers import SOLD, Back, Till, refund, sell, take_back_refund

__all__ = [
    "SOLD",
    "Back",
    "Begun",
    "BilledTo",
    "Chosen",
    "Collected",
    "LeftOut",
    "Till",
    "Way",
    "begin_at_terminal",
    "begin_payment",
    "close_till",
    "hand_over",
    "hand_over_each",
    "note_warnings",
    "warn",
    "warn_each",
    "lock_vouchers",
    "make_invoice",
    "open_claim",
    "pass_on_debts",
    "put_beside",
    "refund",
    "sell",
    "settle",
    "settle_part",
    "take_back_claim",
    "take_back_refund",
    "stop_overdue",
]
