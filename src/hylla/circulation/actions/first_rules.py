"""The first rules of a new library: kinds of patron by age, kinds of thing, and how long."""

from dataclasses import dataclass, replace

from django.db import transaction

from hylla.catalogue.actions import add_usual_item_types
from hylla.circulation.actions.loan_rules import set_loan_rule
from hylla.circulation.rules.terms import Terms
from hylla.patrons.actions import set_usual_categories
from hylla.patrons.rules.categories import UsualCategories
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class FirstRules:
    """What the guide asks for; the daily fee stands in the policy."""

    names: UsualCategories
    loan_days: int = 28
    film_days: int = 7
    max_loans: int = 40
    max_loans_child: int = 20
    max_renewals: int = 2
    max_holds: int = 20


@transaction.atomic
def set_first_rules(told: FirstRules, *, policy: Policy) -> None:
    """Write categories, item types and loan rules; a second time changes them.

    Children and young people pay no fee for lateness.
    """
    set_usual_categories(told.names, adult_from=policy.ages.adult)
    add_usual_item_types()
    everyone = Terms(
        category=None,
        item_type=None,
        branch_id=None,
        is_lent=True,
        loan_days=told.loan_days,
        max_loans=told.max_loans,
        max_renewals=told.max_renewals,
        max_holds=told.max_holds,
        min_age=0,
        fee_per_day_ore=policy.fees.daily_ore,
        fee_cap_ore=policy.fees.cap_ore,
    )
    free = replace(everyone, fee_per_day_ore=0, fee_cap_ore=0)
    child = replace(free, category="child", max_loans=told.max_loans_child)
    for terms in (everyone, replace(free, category="youth"), child):
        set_loan_rule(terms)
        # A rule for a category alone comes before one for a kind of thing alone.
        set_loan_rule(replace(terms, item_type="film", loan_days=told.film_days))
