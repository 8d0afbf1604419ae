"""Change the rules of lending."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hylla.circulation.models import LoanRule, RuleChange
from hylla.circulation.queries.house import read_house, terms_of
from hylla.circulation.queries.loan_rules import lent
from hylla.circulation.rules.changing import RuleDraft, faults_of, gaps, new_gaps
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.terms import Case, Terms, changed
from hylla.circulation.rules.written import DECIDED, written
from hylla.library.actions import bump_rules_version
from hylla.library.models import Branch, RuleVersion
from hylla.library.refusals import Reason, Refused
from hylla.privacy.policy import Policy


def set_loan_rule(terms: Terms) -> None:
    """Add a loan rule, or replace the one for the same case, as where a library is set up."""
    decided = {name: getattr(terms, name) for name in DECIDED}
    with transaction.atomic():
        if not _rule_for(terms.case).update(**decided):
            LoanRule.objects.create(**_columns(terms.case), **decided)
        bump_rules_version()


@transaction.atomic
def change_loan_rule(
    draft: RuleDraft, *, seen: int, staff_id: int, now: datetime, policy: Policy
) -> None:
    """Put a rule in force that was looked at, or take one away, and note who did.

    `seen` is the version of the rules that its preview was made with. Open loans keep their due
    dates; renewals and fees follow the rules of the day.

    :raises Refused: with every reason at once; nothing is changed.
    """
    number = RuleVersion.objects.select_for_update().values_list("number", flat=True).first()
    if (number or 0) != seen:
        raise Refused(Reason(Refusal.RULE_CHANGED_MEANWHILE))
    row = _rule_for(draft.case).first()
    was = terms_of(row) if row else None
    if reasons := _reasons(draft, was, policy=policy, now=now):
        raise Refused(*reasons)
    if was == draft.terms:
        return
    if draft.terms is None:
        _rule_for(draft.case).delete()
        bump_rules_version()
    else:
        set_loan_rule(draft.terms.of(draft.case))
    _note(draft, was, staff_id=staff_id, now=now)


def _reasons(
    draft: RuleDraft, was: Terms | None, *, policy: Policy, now: datetime
) -> tuple[Reason, ...]:
    on = today(now, policy=policy)
    reasons = faults_of(draft, was=was, promised=policy.fees, on=on)
    if reasons or draft.terms is not None:
        return reasons
    rules, stock = read_house(None).terms, lent()
    after = gaps(changed(rules, draft.case, terms=None), stock)
    lost = new_gaps(gaps(rules, stock), after)
    return (Reason(Refusal.RULE_LEAVES_GAP),) if lost else ()


def _note(draft: RuleDraft, was: Terms | None, *, staff_id: int, now: datetime) -> None:
    case = draft.case
    branches = dict(Branch.objects.values_list("pk", "code"))
    RuleChange.objects.create(
        changed_at=now,
        staff_id=staff_id,
        category=case.category or "",
        item_type=case.item_type or "",
        branch=branches.get(case.branch_id or 0, ""),
        collection=case.collection or "",
        before=written(was),
        after=written(draft.terms),
    )


def _rule_for(case: Case) -> QuerySet[LoanRule]:
    """Return the one rule for exactly this case, or none."""
    return LoanRule.objects.filter(**_columns(case))


def _columns(case: Case) -> dict[str, str | int | None]:
    return {
        "category_id": case.category,
        "item_type_id": case.item_type,
        "branch_id": case.branch_id,
        "collection_id": case.collection,
    }
