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
    with transaction.atomic():
        LoanRule.objects.update_or_create(
            category_id=terms.category,
            item_type_id=terms.item_type,
            branch_id=terms.branch_id,
            defaults={name: getattr(terms, name) for name in DECIDED},
        )
        bump_rules_version()
