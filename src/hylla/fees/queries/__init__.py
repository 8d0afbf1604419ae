"""What someone owes, and what the ledger says."""

from hylla.fees.queries.claims import OpenClaim, balance_of, claims_of
from hylla.fees.queries.ledger import balances

__all__ = ["OpenClaim", "balance_of", "balances", "claims_of"]
