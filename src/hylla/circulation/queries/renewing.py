"""Which loans are renewed without being asked for, by the rule they are under."""

from collections.abc import Iterator
from datetime import date

from hylla.circulation.models import Loan
from hylla.circulation.queries.house import house_at
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.terms import Asked
from hylla.library.queries import rules_version


def renewed_by_itself(first: date, last: date) -> Iterator[Loan]:
    """Yield the loans due between two days whose rule renews them, by patron.

    What is searched for or claimed as lost is left alone. Where no rule renews, nothing is read.
    """
    house = house_at(rules_version())
    if not any(each.auto_renew for each in house.terms):
        return
    loans = open_loans().filter(due_on__range=(first, last), said_returned_on=None)
    joined = loans.select_related("item", "patron", "claim").order_by("patron", "due_on", "pk")
    for loan in joined:
        item, category = loan.item, loan.patron.category_id
        asked = Asked(category, item.item_type_id, loan.branch_id, item.collection_id)
        terms = house.terms_for(asked)
        if terms is not None and terms.auto_renew and not loan.is_claimed_as_lost:
            yield loan
