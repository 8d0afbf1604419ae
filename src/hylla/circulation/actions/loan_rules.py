"""Change the rules of lending."""

from dataclasses import fields

from django.db import transaction

from hylla.circulation.models import LoanRule
from hylla.circulation.rules.terms import Terms
from hylla.library.actions import bump_rules_version

CASE = {"category", "item_type", "branch_id"}
DECIDED = tuple(field.name for field in fields(Terms) if field.name not in CASE)


def set_loan_rule(terms: Terms) -> None:
    """Add a loan rule, or replace the one for the same category, item type and branch."""
    case = {
        "category_id": terms.category,
        "item_type_id": terms.item_type,
        "branch_id": terms.branch_id,
    }
    decided = {name: getattr(terms, name) for name in DECIDED}
    same = LoanRule.objects.filter(
        category=terms.category, item_type=terms.item_type, branch=terms.branch_id
    )
    with transaction.atomic():
        if not same.update(**decided):
            LoanRule.objects.create(**case, **decided)
        bump_rules_version()
