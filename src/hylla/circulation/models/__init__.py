"""The tables of lending."""

from hylla.circulation.models.inventory import Inventory, InventoryScan
from hylla.circulation.models.lending import History, Hold, Loan, OutreachHistory
from hylla.circulation.models.replaying import LastReturn, TakenRecord
from hylla.circulation.models.rules import LoanRule, RuleChange

__all__ = [
    "History",
    "Hold",
    "Inventory",
    "InventoryScan",
    "LastReturn",
    "Loan",
    "LoanRule",
    "OutreachHistory",
    "RuleChange",
    "TakenRecord",
]
