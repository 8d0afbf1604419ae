"""The tables of lending."""

from hylla.circulation.models.lending import History, Hold, Loan
from hylla.circulation.models.rules import LoanRule, RuleChange

__all__ = ["History", "Hold", "Loan", "LoanRule", "RuleChange"]
