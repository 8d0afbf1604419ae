"""Call a loan back because somebody waits: it is due sooner, and its patron is told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hylla.circulation.models import Loan
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.queries.recalling import Recall, recall_of, to_recall
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.editions import Editions
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import enqueue
from hylla.messages.models import Template
from hylla.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class Recalled:
    """A loan that is due sooner now; whose it is, is not told."""

    title: str
    due_on: date


def recall(barcode: str, *, now: datetime, policy: Policy) -> Recalled:
    """Call the loan of an item back, and tell its patron, without the title.

    :raises Refused: with every reason at once; nothing is changed.
    """
    with transaction.atomic():
        loans = open_loans().filter(item__barcode=barcode)
        loan = loans.select_related("item__record", "patron", "claim").select_for_update(
            of=("self",)
        )
        found = loan.first()
        if found is None:
            raise Refused(Reason(Refusal.NOT_ON_LOAN))
        asked = recall_of(found, now=now, policy=policy)
        if asked.reasons:
            raise Refused(*asked.reasons)
        return _recalled(asked, now=now, policy=policy)


def recall_for_hold(
    record_id: int,
    *,
    only_item_id: int | None = None,
    editions: Editions | None = None,
    now: datetime,
    policy: Policy,
) -> Recalled | None:
    """Call a loan of a title back where its rule does so by itself, one for each who waits."""
    best = to_recall(
        record_id, only_item_id=only_item_id, editions=editions, now=now, policy=policy
    )
    # It may have been returned since it was read: then there is a copy.
    if best is None or not Loan.objects.select_for_update().filter(pk=best.loan.pk).exists():
        return None
    return _recalled(best, now=now, policy=policy)


def _recalled(asked: Recall, *, now: datetime, policy: Policy) -> Recalled:
    loan, due_on = asked.loan, asked.due_on
    assert due_on is not None, "there is no reason against it"  # noqa: S101 - for mypy
    loan.due_on, loan.recalled_on = due_on, today(now, policy=policy)
    loan.save(update_fields=["due_on", "recalled_on"])
    enqueue(Template.RECALLED, person_id=loan.patron_id, now=now, day=due_on)
    return Recalled(loan.item.record.title, due_on)
