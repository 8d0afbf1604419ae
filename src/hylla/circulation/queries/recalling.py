"""Which loans can be called back, because somebody waits, and when they would be due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from hylla.catalogue.models import ItemStatus
from hylla.circulation.models import Loan
from hylla.circulation.queries.editions import edition_of, records_for
from hylla.circulation.queries.holds import in_turn, people_for, served_by, title_of
from hylla.circulation.queries.house import House, house_at
from hylla.circulation.queries.items import availability
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.editions import Editions
from hylla.circulation.rules.recalling import Called, recall_refusals, recalled_due
from hylla.circulation.rules.terms import Asked, Terms
from hylla.library.queries import rules_version
from hylla.library.refusals import Reason
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import is_restricted


@dataclass(frozen=True, slots=True)
class Recall:
    """What calling a loan back would come to; `due_on` where its rule lets it be called back."""

    loan: Loan
    terms: Terms | None
    due_on: date | None
    reasons: tuple[Reason, ...]


def recallable(barcode: str, *, now: datetime, policy: Policy) -> date | None:
    """Return when an item would be due if its loan was called back, or None where it cannot be."""
    loan = _joined().filter(item__barcode=barcode).first()
    recall = recall_of(loan, now=now, policy=policy) if loan else None
    return recall.due_on if recall and not recall.reasons else None


def recall_of(loan: Loan, *, now: datetime, policy: Policy) -> Recall:
    """Return what calling a loan back would come to."""
    day, house = today(now, policy=policy), house_at(rules_version())
    terms = _terms(loan, house)
    lent_on = today(loan.lent_at, policy=policy)
    # Who may only be stored is not written to (GDPR article 18), and so not called upon.
    due_on = None
    if terms is not None and not is_restricted(loan.patron_id):
        calendar = house.calendar(loan.branch_id)
        notice = policy.lending.recall_notice_days
        due_on = recalled_due(
            lent_on, today=day, terms=terms, notice_days=notice, calendar=calendar
        )
    called = Called(
        lent_on,
        loan.due_on,
        in_turn(day)
        .filter(served_by(loan.item_id, title_of(edition_of(loan.item.record_id))))
        .exists(),
        loan.said_returned_on is not None,
        loan.is_claimed_as_lost,
    )
    return Recall(loan, terms, due_on, recall_refusals(called, new_due_on=due_on))


def to_recall(
    record_id: int,
    *,
    only_item_id: int | None = None,
    editions: Editions | None = None,
    now: datetime,
    policy: Policy,
) -> Recall | None:
    """Return the loan of a title to call back without being asked, that is due the soonest then.

    For whoever waits for one copy, it is the loan of that copy or none; for whoever takes any
    edition, that of any that would do. None where no rule does
    so, or where as many copies stand on a shelf or are called back already as there are people who
    wait.
    """
    if not any(each.auto_recall for each in house_at(rules_version()).terms):
        return None
    day = today(now, policy=policy)
    records = records_for(record_id, editions)
    loans = open_loans().filter(item__record__in=records)
    if only_item_id is None:
        coming = sum(each.on_shelf for each in availability(records).values())
        coming += loans.exclude(recalled_on=None).count()
        if people_for(records, on=day) <= coming:
            return None
    lent = _joined().filter(item__record__in=records, item__status=ItemStatus.IN_SERVICE)
    if only_item_id is not None:
        lent = lent.filter(item=only_item_id)
    found = [recall_of(loan, now=now, policy=policy) for loan in lent.filter(recalled_on=None)]
    fit = [each for each in found if not each.reasons and each.terms and each.terms.auto_recall]
    return min(fit, key=lambda each: (each.due_on, each.loan.lent_at, each.loan.pk), default=None)


def _joined() -> QuerySet[Loan]:
    return open_loans().select_related("item__record", "patron", "claim")


def _terms(loan: Loan, house: House) -> Terms | None:
    item, category = loan.item, loan.patron.category_id
    asked = Asked(category, item.item_type_id, loan.branch_id, item.collection_id)
    return house.terms_for(asked)
