"""What someone owes, and what the ledger says."""

from hylla.fees.queries.claims import OpenClaim, balance_of, claims_of, fee_beside, fee_on
from hylla.fees.queries.invoices import (
    InvoiceCase,
    InvoiceFacts,
    InvoiceLine,
    invoice_case,
    invoices_of,
    open_invoices,
)
from hylla.fees.queries.ledger import balances
from hylla.fees.queries.payments import (
    PaymentFacts,
    PaymentLine,
    payment_of,
    payments_of,
    unfinished,
)
from hylla.fees.queries.tills import (
    Counted,
    Refundable,
    booked_since,
    closings_of,
    given_back,
    last_closing,
    refundable,
)

__all__ = [
    "Counted",
    "InvoiceCase",
    "InvoiceFacts",
    "InvoiceLine",
    "OpenClaim",
    "PaymentFacts",
    "PaymentLine",
    "Refundable",
    "balance_of",
    "balances",
    "booked_since",
    "claims_of",
    "fee_beside",
    "fee_on",
    "closings_of",
    "given_back",
    "invoice_case",
    "invoices_of",
    "last_closing",
    "open_invoices",
    "payment_of",
    "payments_of",
    "refundable",
    "unfinished",
]
