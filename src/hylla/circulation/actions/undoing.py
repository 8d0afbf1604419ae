"""Undo a return that was a mistake, as if it had not been (conflict case 28)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions.capsules import Ended, ended_by
from hylla.circulation.models import History, Hold, LastReturn, Loan, OutreachHistory
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.queries.return_facts import lock_item
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.histories import remembered_day
from hylla.fees.actions import lock_vouchers, take_back_claim
from hylla.fees.models import Claim
from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import take_back_message
from hylla.messages.models import Template
from hylla.patrons.models import Consent, Identity, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.policy import Policy
from hylla.statistics.actions import count_one_less
from hylla.statistics.models import Event
from hylla.statistics.rules import age_band


@dataclass(frozen=True)
class Undone:
    """What is on loan again, and until when."""

    barcode: str
    title: str
    due_on: date


def undo_return(capsule: str, *, desk: str, now: datetime, policy: Policy) -> Undone:
    """Put a loan back as it was before its return; nothing of the return stays.

    A copy that was set aside for someone is not any more: they wait on in their place. A message
    to them that has not gone goes with it.

    :raises Refused: ten minutes are over, or something came of the return that stands.
    """
    with transaction.atomic():
        ended = ended_by(capsule, desk=desk, now=now)
        item = _locked_item(ended)
        lock_vouchers(today(now, policy=policy))
        patron = Person.objects.select_for_update(no_key=True).filter(pk=ended.patron).first()
        loan = Loan.objects.select_for_update(of=("self",)).filter(pk=ended.loan).first()
        if patron is None or not _stands(ended, item, loan):
            raise Refused(Reason(Refusal.RETURN_STANDS))
        if ended.fee is not None:
            take_back_claim(ended.fee)
        _lend_again(ended, loan)
        give_up_copy(item)
        LastReturn.objects.filter(item=item, returned_at=ended.returned_at).delete()
        _forget(ended, item.record_id, policy)
        _count_less(ended, item, patron, policy)
        return Undone(item.barcode, item.record.title, ended.due_on)


def _locked_item(ended: Ended) -> Item:
    barcode = Item.objects.values_list("barcode", flat=True).get(pk=ended.item)
    lock_item(barcode)
    return Item.objects.select_related("record").get(pk=ended.item)


def _stands(ended: Ended, item: Item, loan: Loan | None) -> bool:
    """Say whether all is as the return left it: the copy here, and the loan over or waiting."""
    is_here = item.status == ItemStatus.IN_SERVICE
    is_over = loan is None or loan.returned_at == ended.returned_at
    return is_here and is_over and not open_loans().filter(item=item).exists()


def _lend_again(ended: Ended, loan: Loan | None) -> None:
    again = loan or Loan(pk=ended.loan)
    # What was owed before may have been paid since: then the claim is gone.
    claim = Claim.objects.filter(pk=ended.claim).first() if ended.claim else None
    before = {
        "item_id": ended.item,
        "patron_id": ended.patron,
        "branch_id": ended.branch,
        "lent_at": ended.lent_at,
        "due_on": ended.due_on,
        "renewals": ended.renewals,
        "claim": claim,
        "said_returned_on": ended.said_returned_on,
        "recalled_on": ended.recalled_on,
        "returned_at": None,
        "closed_at": None,
    }
    for name, value in before.items():
        setattr(again, name, value)
    again.save(force_insert=loan is None)


def give_up_copy(item: Item) -> None:
    """Let whoever it was set aside for wait on, and let it not be on its way."""
    hold = Hold.objects.select_for_update(of=("self",)).filter(item=item).first()
    if hold is not None:
        code = hold.shelf_code
        hold.item, hold.shelf_code, hold.shelf_until_on = None, "", None
        hold.save(update_fields=["item", "shelf_code", "shelf_until_on"])
        if code:
            take_back_message(Template.HOLD_READY, person_id=hold.patron_id, code=code)
    if item.transit_to_id is not None:
        Item.objects.filter(pk=item.pk).update(transit_to=None)


def _forget(ended: Ended, record_id: int, policy: Policy) -> None:
    """Take one entry of that day out of the histories that a return writes into."""
    day = today(ended.returned_at, policy=policy)
    consents = Consent.objects.filter(person=ended.patron, withdrawn_at=None)
    own = History.objects.filter(
        consent__in=consents.filter(what=ConsentTo.LOAN_HISTORY),
        record=record_id,
        returned_on=remembered_day(day, policy=policy),
    )
    chooser = OutreachHistory.objects.filter(
        consent__in=consents.filter(what=ConsentTo.OUTREACH),
        record=record_id,
        returned_on=day.replace(day=1),
    )
    for entry in (own.first(), chooser.first()):
        if entry is not None:
            entry.delete()


def _count_less(ended: Ended, item: Item, patron: Person, policy: Policy) -> None:
    day = today(ended.returned_at, policy=policy)
    born = Identity.objects.filter(person=patron).values_list("birth_date", flat=True).first()
    count_one_less(
        Event.RETURN,
        on=day,
        branch=Branch.objects.values_list("code", flat=True).get(pk=ended.returned_to),
        item_type=item.item_type_id,
        category=patron.category_id,
        age_band=age_band(born, day),
    )
