"""Whether a loan rule can stand, and what of the stock would be left without one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.terms import Asked, Case, Terms, terms_for
from hylla.library.refusals import Reason
from hylla.privacy.policy import Fees


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as it is to be: `terms` is None where it is to go, `is_new` where there is none."""

    case: Case
    terms: Terms | None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Lent:
    """What the library lends, to whom and where: a rule is needed for all of it."""

    categories: tuple[str, ...]
    item_types: tuple[str, ...]
    branch_ids: tuple[int, ...]


def faults_of(
    draft: RuleDraft, *, was: Terms | None, promised: Fees, on: date
) -> tuple[Reason, ...]:
    """Return every reason against a rule as such."""
    if draft.is_new and was is not None:
        return (Reason(Refusal.RULE_TAKEN),)
    if not draft.is_new and was is None:
        return (Reason(Refusal.RULE_UNKNOWN),)
    if draft.terms is None:
        return ()
    return tuple(_unfit(draft.terms, was=was, promised=promised, on=on))


def _unfit(terms: Terms, *, was: Terms | None, promised: Fees, on: date) -> Iterable[Reason]:
    if terms.fee_per_day_ore > promised.daily_ore:
        yield Reason(Refusal.RULE_FEE_OVER_POLICY, number=promised.daily_ore)
    if terms.fee_cap_ore > promised.cap_ore:
        yield Reason(Refusal.RULE_CAP_OVER_POLICY, number=promised.cap_ore)
    if terms.fee_cap_ore < terms.fee_per_day_ore:
        yield Reason(Refusal.RULE_CAP_UNDER_FEE)
    if terms.auto_recall and terms.recall_after_days is None:
        yield Reason(Refusal.RULE_RECALLS_WITHOUT_DAYS)
    # A day that passed while the rule stood is no reason against changing something else.
    is_told_anew = was is None or was.all_due_on != terms.all_due_on
    if terms.all_due_on is not None and terms.all_due_on < on and is_told_anew:
        yield Reason(Refusal.RULE_DAY_PAST)


def gaps(rules: Sequence[Terms], lent: Lent) -> tuple[Case, ...]:
    """Return for whom and what there is no rule; without a branch it is so at every one.

    A rule for a collection fills no gap: most items are in none.
    """
    found: list[Case] = []
    for category, item_type in product(lent.categories, lent.item_types):
        without = [
            each
            for each in lent.branch_ids
            if terms_for(rules, Asked(category, item_type, each)) is None
        ]
        if len(without) == len(lent.branch_ids):
            found.append(Case(category, item_type))
        else:
            found.extend(Case(category, item_type, each) for each in without)
    return tuple(found)


def new_gaps(before: Collection[Case], after: Iterable[Case]) -> tuple[Case, ...]:
    """Return the gaps that a change would make; those that were there are not its fault."""
    return tuple(
        each for each in after if each not in before and each._replace(branch_id=None) not in before
    )
