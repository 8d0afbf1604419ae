"""Change the rules of lending."""

from dataclasses import fields

from django.db import transaction
from django.db.models import QuerySet

from hylla.circulation.models import LoanRule
from hylla.circulation.rules.terms import Case, Terms
from hylla.library.actions import bump_rules_version

DECIDED = tuple(field.name for field in fields(Terms) if field.name not in Case._fields)


def set_loan_rule(terms: Terms) -> None:
    """Add a loan rule, or replace the one for the same case."""
    decided = {name: getattr(terms, name) for name in DECIDED}
    with transaction.atomic():
        if not rule_for(terms.case).update(**decided):
            LoanRule.objects.create(**columns_of(terms.case), **decided)
        bump_rules_version()


def rule_for(case: Case) -> QuerySet[LoanRule]:
    """Return the one rule for exactly this case, or none."""
    return LoanRule.objects.filter(**columns_of(case))


def columns_of(case: Case) -> dict[str, str | int | None]:
    """Return a case as the table has it."""
    return {
        "category_id": case.category,
        "item_type_id": case.item_type,
        "branch_id": case.branch_id,
        "collection_id": case.collection,
    }
