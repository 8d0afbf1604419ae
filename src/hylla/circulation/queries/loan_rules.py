"""The rules of lending as they stand, and who changed them."""

from dataclasses import dataclass
from datetime import datetime

from hylla.catalogue.models import ItemType
from hylla.circulation.models import LoanRule, RuleChange
from hylla.circulation.queries.house import read_house, terms_of
from hylla.circulation.rules.changing import Lent, gaps
from hylla.circulation.rules.terms import Case, Terms
from hylla.circulation.rules.written import read
from hylla.library.models import Branch
from hylla.library.queries import names_of
from hylla.patrons.models import Category

NEWEST = 100


@dataclass(frozen=True, slots=True)
class StoredRule:
    """A rule with its number."""

    id: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change of a rule: for what, by whom (empty if the account is gone), and what it said."""

    changed_at: datetime
    by: str
    category: str
    item_type: str
    branch: str
    collection: str
    before: Terms | None
    after: Terms | None


def loan_rules() -> tuple[StoredRule, ...]:
    """Return the rules, the most specific first."""
    rows = LoanRule.objects.order_by("category", "item_type", "branch", "collection", "id")
    found = [StoredRule(row.pk, terms_of(row)) for row in rows]
    return tuple(sorted(found, key=lambda each: each.terms.rank, reverse=True))


def rule_gaps() -> tuple[Case, ...]:
    """Return for whom and what the library has no rule."""
    return gaps(read_house(None).terms, lent())


def lent() -> Lent:
    """Return what the library lends, to whom and where."""
    return Lent(
        tuple(Category.objects.order_by("code").values_list("code", flat=True)),
        tuple(ItemType.objects.order_by("code").values_list("code", flat=True)),
        tuple(Branch.objects.order_by("pk").values_list("pk", flat=True)),
    )


def rule_changes() -> tuple[PastChange, ...]:
    """Return the newest changes first."""
    rows = list(RuleChange.objects.all()[:NEWEST])
    names = names_of(row.staff_id for row in rows)
    return tuple(
        PastChange(
            row.changed_at,
            names.get(row.staff_id or 0, ""),
            row.category,
            row.item_type,
            row.branch,
            row.collection,
            read(row.before, Case()),
            read(row.after, Case()),
        )
        for row in rows
    )
