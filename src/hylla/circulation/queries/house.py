"""The loan rules, calendars and branch codes, kept in the process under their version number.

The version comes with each action's facts, so that looking whether the copy is current costs no
statement of its own.
"""

from dataclasses import dataclass, field
from datetime import date

from hylla.circulation.models import LoanRule
from hylla.circulation.rules.dates import OpenDays, due_date
from hylla.circulation.rules.terms import Asked, Terms, terms_for
from hylla.library.models import Branch
from hylla.library.queries import calendar


@dataclass(frozen=True)
class House:
    """What lending needs of the library, as it stood at one version."""

    version: int | None
    terms: tuple[Terms, ...]
    branch_codes: dict[int, str]
    _chosen: dict[Asked, Terms | None] = field(default_factory=dict)
    _due: dict[tuple[int, date, int, date | None], date] = field(default_factory=dict)
    _calendars: dict[int, OpenDays] = field(default_factory=dict)

    def terms_for(self, asked: Asked) -> Terms | None:
        """Return the rule for a case, looked for once a version."""
        if asked not in self._chosen:
            self._chosen[asked] = terms_for(self.terms, asked)
        return self._chosen[asked]

    def due_date(self, branch_id: int, lent_on: date, terms: Terms) -> date:
        """Return when a loan from that day is due, looked for once a version and day."""
        days, all_due_on = terms.loan_days, terms.all_due_on
        case = (branch_id, lent_on, days, all_due_on)
        if case not in self._due:
            calendar = self.calendar(branch_id)
            self._due[case] = due_date(lent_on, days=days, calendar=calendar, all_due_on=all_due_on)
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
        tuple(terms_of(rule) for rule in LoanRule.objects.all()),
        dict(Branch.objects.values_list("id", "code")),
    )


def terms_of(rule: LoanRule) -> Terms:
    """Return a stored rule as a value."""
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
        collection=rule.collection_id,
        max_of_type=rule.max_of_type,
        grace_days=rule.grace_days,
        all_due_on=rule.all_due_on,
        auto_renew=rule.auto_renew,
        recall_after_days=rule.recall_after_days,
        auto_recall=rule.auto_recall,
        talking_books=rule.talking_books,
    )
