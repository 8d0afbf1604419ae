"""Claim money, and write down that it was paid: the sum and the day, nobody's name."""

from hylla.fees.actions.claims import open_claim, settle
from hylla.fees.actions.vouchers import Till, refund

__all__ = ["Till", "open_claim", "refund", "settle"]
