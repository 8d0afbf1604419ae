"""What is owed, and apart from people, the vouchers of what was paid."""

from hylla.fees.models.claims import Claim, ClaimKind
from hylla.fees.models.vouchers import LedgerIsClosed, Voucher

__all__ = ["Claim", "ClaimKind", "LedgerIsClosed", "Voucher"]
