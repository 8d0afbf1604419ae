"""Which loan rule applies: the most specific one."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """A loan rule as a value; None stands for any category, item type or branch."""

    category: str | None
    item_type: str | None
    branch_id: int | None
    is_lent: bool
    loan_days: int
    max_loans: int
    max_renewals: int
    max_holds: int
    min_age: int
    fee_per_day_ore: int
    fee_cap_ore: int

    def fits(self, category: str, item_type: str, branch_id: int) -> bool:
        """Say whether the rule speaks of this case."""
        return (
            self.category in {None, category}
            and self.item_type in {None, item_type}
            and self.branch_id in {None, branch_id}
        )

    @property
    def rank(self) -> tuple[int, bool, bool, bool]:
        """How specific the rule is; of equals, category before type before branch."""
        filled = (
            self.category is not None,
            self.item_type is not None,
            self.branch_id is not None,
        )
        return sum(filled), *filled


def terms_for(
    rules: Sequence[Terms], *, category: str, item_type: str, branch_id: int
) -> Terms | None:
    """Return the most specific rule for the case, or None where the library has none."""
    fitting = [each for each in rules if each.fits(category, item_type, branch_id)]
    return max(fitting, key=lambda each: each.rank, default=None)
