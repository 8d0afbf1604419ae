"""What someone owes, and what the ledger says."""

from hylla.fees.queries.claims import OpenClaim, balance_of, claims_of
from hylla.fees.queries.ledger import balances
from hylla.fees.queries.payments import (
    PaymentFacts,
    PaymentLine,
    payment_of,
    payments_of,
    unfinished,
)

__all__ = [
    "OpenClaim",
    "PaymentFacts",
    "PaymentLine",
    "balance_of",
    "balances",
    "claims_of",
    "payment_of",
    "payments_of",
    "unfinished",
]
