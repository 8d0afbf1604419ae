"""What someone owes, and what the ledger says."""

from hylla.fees.queries.claims import OpenClaim, balance_of, claims_of, fee_beside, fee_on
from hylla.fees.queries.collecting import (
    Collectable,
    ForCollector,
    Stage,
    ToPause,
    collectable,
    collectors,
    for_collector,
    is_warned_rightly,
    to_pause,
    to_recall,
)
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
    at_terminals,
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
    "Collectable",
    "Counted",
    "ForCollector",
    "InvoiceCase",
    "InvoiceFacts",
    "InvoiceLine",
    "OpenClaim",
    "PaymentFacts",
    "PaymentLine",
    "Refundable",
    "Stage",
    "ToPause",
    "at_terminals",
    "balance_of",
    "balances",
    "booked_since",
    "claims_of",
    "fee_beside",
    "closings_of",
    "collectable",
    "collectors",
    "fee_on",
    "for_collector",
    "given_back",
    "invoice_case",
    "invoices_of",
    "is_warned_rightly",
    "last_closing",
    "open_invoices",
    "payment_of",
    "payments_of",
    "refundable",
    "to_pause",
    "to_recall",
    "unfinished",
]
