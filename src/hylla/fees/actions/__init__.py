"""Claim money, and write down that it was paid: the sum and the day, nobody's name."""

from hylla.fees.actions.claims import open_claim, settle
from hylla.fees.actions.payments import Begun, Chosen, Way, begin_payment
from hylla.fees.actions.vouchers import Till, refund

__all__ = ["Begun", "Chosen", "Till", "Way", "begin_payment", "open_claim", "refund", "settle"]
