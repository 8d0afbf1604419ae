"""What is owed, and apart from people, the vouchers of what was paid."""

from hylla.fees.models.claims import Claim, ClaimKind
from hylla.fees.models.closings import TillClosing
from hylla.fees.models.invoices import Invoice
from hylla.fees.models.payments import Payment, PaymentState
from hylla.fees.models.series import InvoiceSeries, VoucherSeries
from hylla.fees.models.vouchers import LedgerIsClosed, Voucher

__all__ = [
    "Claim",
    "ClaimKind",
    "Invoice",
    "InvoiceSeries",
    "LedgerIsClosed",
    "Payment",
    "PaymentState",
    "TillClosing",
    "Voucher",
    "VoucherSeries",
]
