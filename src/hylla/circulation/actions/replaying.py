"""Take in what a desk did without a network: in any order, any number of times, the same is left.

`return_item` notes when each copy was last returned (`LastReturn`) for the policy's
`lending.offline_days`, so that a loan that is told of after its return does not come back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from hylla.catalogue.models import Item
from hylla.circulation.actions.check_out import CheckedOut, check_out
from hylla.circulation.actions.return_item import Returned, note_return, return_item
from hylla.circulation.models import LastReturn, TakenRecord
from hylla.circulation.queries.lending_facts import lock
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.replaying import Became, Did, LastKnown, Record, in_time, is_over
from hylla.library.models import Branch
from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Card
from hylla.privacy.policy import Policy
from hylla.statistics.actions import count
from hylla.statistics.models import Event
from hylla.statistics.rules import age_band

ALL = frozenset(Refusal)
"""The thing is out of the house: staff set aside all that they may."""


@dataclass(frozen=True)
class Replayed:
    """What became of one record; nobody's name. `is_again` says that it was taken in before."""

    id: str
    became: Became
    title: str = ""
    lent: CheckedOut | None = None
    back: Returned | None = None
    reasons: tuple[Reason, ...] = ()
    is_again: bool = False


def replay(
    records: Iterable[Record], *, clock: datetime, branch_id: int, now: datetime, policy: Policy
) -> tuple[Replayed, ...]:
    """Take in what a desk did, each record in a transaction of its own, and say what became of it.

    `clock` is what the desk's clock says now. What staff may set aside is set aside; what cannot
    stand is told, and the copy is nobody's (conflict case 30).

    :raises Refused: the policy lets no desk work without a network.
    """
    if not policy.lending.offline_days:
        raise Refused(Reason(Refusal.NO_OFFLINE_DESK))
    told = in_time(records, clock=clock, now=now)
    return tuple(_once(each, branch_id=branch_id, now=now, policy=policy) for each in told)


def forget_replays(*, now: datetime, policy: Policy) -> int:
    """Forget what no desk can send any more; return how many rows that were."""
    limit = now - timedelta(days=policy.lending.offline_days)
    with transaction.atomic():
        returns, _ = LastReturn.objects.filter(returned_at__lte=limit).delete()
        return returns + TakenRecord.objects.filter(at__lte=limit).delete()[0]


def _once(record: Record, *, branch_id: int, now: datetime, policy: Policy) -> Replayed:
    mark = sha256(record.id.encode()).hexdigest()
    try:
        with transaction.atomic():
            lock(record.card, record.barcode)
            before = TakenRecord.objects.filter(pk=mark).values_list("became", flat=True).first()
            if before is not None:
                return Replayed(record.id, Became(before), is_again=True)
            answer = _take_in(record, branch_id, now, policy)
            TakenRecord.objects.create(mark=mark, became=answer.became, at=now)
            return answer
    except IntegrityError:
        # The same record, sent twice at the same time: the other was quicker.
        became = TakenRecord.objects.filter(pk=mark).values_list("became", flat=True).first()
        if became is None:
            raise
        return Replayed(record.id, Became(became), is_again=True)


def _take_in(record: Record, branch_id: int, now: datetime, policy: Policy) -> Replayed:
    if record.at <= now - timedelta(days=policy.lending.offline_days):
        return Replayed(record.id, Became.TOO_OLD)
    item = Item.objects.select_related("record").filter(barcode=record.barcode).first()
    if item is None:
        return Replayed(record.id, Became.UNKNOWN_ITEM)
    loan = open_loans().filter(item=item).first()
    last = LastReturn.objects.filter(item=item).values_list("returned_at", flat=True).first()
    known = LastKnown(loan.lent_at if loan else None, last)
    act = _returned if record.did is Did.RETURN else _lent
    return act(record, item, known, branch_id, policy)


def _returned(
    record: Record, item: Item, known: LastKnown, branch_id: int, policy: Policy
) -> Replayed:
    title = item.record.title
    if known.lent_at is not None and record.at < known.lent_at:
        note_return(item.pk, at=record.at)
        return Replayed(record.id, Became.LENT_SINCE, title)
    back = return_item(barcode=item.barcode, branch_id=branch_id, now=record.at, policy=policy)
    return Replayed(record.id, Became.RETURNED, title, back=back)


def _lent(record: Record, item: Item, known: LastKnown, branch_id: int, policy: Policy) -> Replayed:
    title = item.record.title
    if is_over(record, known):
        _count_both(record, item, branch_id, policy)
        return Replayed(record.id, Became.OVER, title)
    if known.lent_at is not None:
        # Whoever had it has brought it back, or it could not have been lent.
        return_item(barcode=item.barcode, branch_id=branch_id, now=record.at, policy=policy)
    try:
        lent = check_out(
            card=record.card,
            barcode=item.barcode,
            branch_id=branch_id,
            now=record.at,
            policy=policy,
            overriding=ALL,
        )
    except Refused as refused:
        note_return(item.pk, at=record.at)
        return Replayed(record.id, Became.NOT_LENT, title, reasons=refused.reasons)
    return Replayed(record.id, Became.LENT, title, lent=lent)


def _count_both(record: Record, item: Item, branch_id: int, policy: Policy) -> None:
    """Count a loan that is over before it is told, and its return, which counted as none."""
    card = Card.objects.filter(number=record.card).select_related("person__identity").first()
    if card is None:
        return
    person = card.person
    born = person.identity.birth_date if hasattr(person, "identity") else None
    on = today(record.at, policy=policy)
    branch = Branch.objects.values_list("code", flat=True).get(pk=branch_id)
    for event in (Event.CHECKOUT, Event.RETURN):
        count(
            event,
            on=on,
            branch=branch,
            item_type=item.item_type_id,
            category=person.category_id,
            age_band=age_band(born, on),
        )
