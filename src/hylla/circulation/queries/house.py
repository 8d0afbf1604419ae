"""The loan rules, calendars and branch codes, kept in the process under their version number.

The version comes with each action's facts, so that looking whether the copy is current costs no
statement of its own.
"""

from dataclasses import dataclass, field
from datetime import date

from hylla.circulation.models import LoanRule
from hylla.circulation.rules.dates import OpenDays, due_date
from hylla.circulation.rules.terms import Terms, terms_for
from hylla.library.models import Branch
from hylla.library.queries import calendar


@dataclass(frozen=True)
class House:
    """What lending needs of the library, as it stood at one version."""

    version: int | None
    terms: tuple[Terms, ...]
    branch_codes: dict[int, str]
    _chosen: dict[tuple[str, str, int], Terms | None] = field(default_factory=dict)
    _due: dict[tuple[int, date, int], date] = field(default_factory=dict)
    _calendars: dict[int, OpenDays] = field(default_factory=dict)

    def terms_for(self, category: str, item_type: str, branch_id: int) -> Terms | None:
        """Return the rule for a case, looked for once a version."""
        case = (category, item_type, branch_id)
        if case not in self._chosen:
            self._chosen[case] = terms_for(
                self.terms, category=category, item_type=item_type, branch_id=branch_id
            )
        return self._chosen[case]

    def due_date(self, branch_id: int, lent_on: date, days: int) -> date:
        """Return when a loan from that day is due, looked for once a version and day."""
        case = (branch_id, lent_on, days)
        if case not in self._due:
            self._due[case] = due_date(lent_on, days=days, calendar=self.calendar(branch_id))
        return self._due[case]

    def calendar(self, branch_id: int) -> OpenDays:
        """Return the branch's calendar, read once a version."""
        if branch_id not in self._calendars:
            self._calendars[branch_id] = calendar(branch_id, version=self.version or 0)
        return self._calendars[branch_id]


class _Shelf:
    """Where the process keeps the newest one it has read."""

    house: House | None = None


def house_at(version: int | None) -> House:
    """Return the rules at a version; without a version nothing can be kept."""
    kept = _Shelf.house
    if kept is not None and version is not None and kept.version == version:
        return kept
    _Shelf.house = read_house(version)
    return _Shelf.house


def forget() -> None:
    """Read the rules anew next time: a test rolls back what a version number stands for."""
    _Shelf.house = None


def read_house(version: int | None) -> House:
    """Read the rules as they stand."""
    return House(
        version,
        tuple(_terms(rule) for rule in LoanRule.objects.all()),
        dict(Branch.objects.values_list("id", "code")),
    )


def _terms(rule: LoanRule) -> Terms:
    return Terms(
        category=rule.category_id,
        item_type=rule.item_type_id,
        branch_id=rule.branch_id,
        is_lent=rule.is_lent,
        loan_days=rule.loan_days,
        max_loans=rule.max_loans,
        max_renewals=rule.max_renewals,
        max_holds=rule.max_holds,
        min_age=rule.min_age,
        fee_per_day_ore=rule.fee_per_day_ore,
        fee_cap_ore=rule.fee_cap_ore,
    )
