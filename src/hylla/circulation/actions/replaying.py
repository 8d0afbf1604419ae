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
from hylla.circulation.actions.check_out import CheckedOut, check_out_late
from hylla.circulation.actions.here import Here, here_at
from hylla.circulation.actions.history import remember_late
from hylla.circulation.actions.return_item import Returned, come_back, go_out_again, note_return
from hylla.circulation.actions.routing import release
from hylla.circulation.actions.undoing import give_up_copy
from hylla.circulation.models import Hold, LastReturn, TakenRecord
from hylla.circulation.queries.house import house_at
from hylla.circulation.queries.lending_facts import lending_facts, lock
from hylla.circulation.queries.loans import open_loans
from hylla.circulation.queries.return_facts import lock_item, return_facts
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.dates import today
from hylla.circulation.rules.replaying import (
    Became,
    Did,
    LastKnown,
    Record,
    ended_at,
    in_time,
    is_over,
    lent_again,
)
from hylla.library.queries import rules_version
from hylla.library.refusals import Reason, Refused
from hylla.messages.actions import take_back_message
from hylla.messages.models import Template
from hylla.patrons.models import Card
from hylla.patrons.models.cards import CardStatus
from hylla.privacy.policy import Policy
from hylla.statistics.actions import count
from hylla.statistics.models import Event
from hylla.statistics.rules import age_band


@dataclass(frozen=True)
class Replayed:
    """What became of one record; nobody's name. `is_again` says that it was taken in before.

    `was_set_aside` says that the copy was for somebody else, who waits on, and `ended_loan` that it
    was on loan by the books.
    """

    id: str
    became: Became
    title: str = ""
    lent: CheckedOut | None = None
    back: Returned | None = None
    reasons: tuple[Reason, ...] = ()
    was_set_aside: bool = False
    ended_loan: bool = False
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
    here = here_at(branch_id, now=now, policy=policy, house=house_at(rules_version()))
    out_again = lent_again(told)
    return tuple(_once(each, here, stays=each.id not in out_again) for each in told)


def forget_replays(*, now: datetime, policy: Policy) -> int:
    """Forget what no desk can send any more; return how many rows that were."""
    limit = now - timedelta(days=policy.lending.offline_days)
    with transaction.atomic():
        returns, _ = LastReturn.objects.filter(returned_at__lte=limit).delete()
        return returns + TakenRecord.objects.filter(at__lte=limit).delete()[0]


def _once(record: Record, here: Here, *, stays: bool) -> Replayed:
    mark = sha256(record.id.encode()).hexdigest()
    try:
        with transaction.atomic():
            # Before anything is read, and also where the card is unknown.
            lock_item(record.barcode)
            lock(record.card, record.barcode)
            before = TakenRecord.objects.filter(pk=mark).values_list("became", flat=True).first()
            if before is not None:
                return Replayed(record.id, Became(before), is_again=True)
            answer = _take_in(record, here, stays)
            TakenRecord.objects.create(mark=mark, became=answer.became, at=here.now)
            return answer
    except IntegrityError:
        # The same record, sent twice at the same time: the other was quicker.
        became = TakenRecord.objects.filter(pk=mark).values_list("became", flat=True).first()
        if became is None:
            raise
        return Replayed(record.id, Became(became), is_again=True)


def _take_in(record: Record, here: Here, stays: bool) -> Replayed:
    if record.at <= here.now - timedelta(days=here.policy.lending.offline_days):
        return Replayed(record.id, Became.TOO_OLD)
    item = Item.objects.select_related("record").filter(barcode=record.barcode).first()
    if item is None:
        return Replayed(record.id, Became.UNKNOWN_ITEM)
    loan = open_loans().filter(item=item).first()
    last = LastReturn.objects.filter(item=item).values_list("returned_at", flat=True).first()
    known = LastKnown(loan.lent_at if loan else None, last)
    if record.did is Did.RETURN:
        return _returned(record, item, known, here, stays)
    return _lent(record, item, known, here)


def _returned(record: Record, item: Item, known: LastKnown, here: Here, stays: bool) -> Replayed:
    title = item.record.title
    if known.lent_at is not None and record.at < known.lent_at:
        note_return(item.pk, at=record.at)
        return Replayed(record.id, Became.LENT_SINCE, title)
    facts = return_facts(item.barcode, on=here.today)
    if facts is None or (known.returned_at is not None and record.at <= known.returned_at):
        # It came back once more since, and lies where that return put it.
        return Replayed(record.id, Became.RETURNED, title)
    if not stays:
        go_out_again(facts, here, happened=record.at)
        return Replayed(record.id, Became.RETURNED, title)
    back = come_back(facts, here, barcode=item.barcode, happened=record.at)
    return Replayed(record.id, Became.RETURNED, title, back=back)


def _lent(record: Record, item: Item, known: LastKnown, here: Here) -> Replayed:
    title = item.record.title
    if is_over(record, known):
        _note_what_is_over(record, item, known, here)
        return Replayed(record.id, Became.OVER, title)
    ended = _end_loan(record, known, here)
    was_set_aside = _give_up(item, record)
    try:
        lent = check_out_late(
            record.card,
            item.barcode,
            branch_id=here.branch_id,
            now=record.at,
            policy=here.policy,
        )
    except Refused as refused:
        note_return(item.pk, at=record.at)
        return Replayed(
            record.id,
            Became.NOT_LENT,
            title,
            reasons=refused.reasons,
            was_set_aside=was_set_aside,
            ended_loan=ended,
        )
    if _fill_hold(record, here, is_out=True):
        lent = lent._replace(filled_hold=True)
        _count(record, item, here, Event.HOLD_FILLED)
    return Replayed(
        record.id, Became.LENT, title, lent=lent, was_set_aside=was_set_aside, ended_loan=ended
    )


def _end_loan(record: Record, known: LastKnown, here: Here) -> bool:
    """End the loan that the copy is on: whoever had it brought it back, or it was not lent."""
    facts = return_facts(record.barcode, on=here.today) if known.lent_at is not None else None
    if facts is None:
        return False
    go_out_again(facts, here, happened=record.at)
    return True


def _give_up(item: Item, record: Record) -> bool:
    """Let whoever it was set aside for wait on; nobody is told to fetch it. Say if it was another.

    Who wanted it again after that loan waits on as well.
    """
    held = Hold.objects.filter(item=item)
    others = held.exclude(patron__cards__number=record.card)
    is_anothers = others.exists()
    if is_anothers or held.filter(placed_at__gte=record.at).exists():
        give_up_copy(item)
    return is_anothers


def _fill_hold(record: Record, here: Here, *, is_out: bool) -> bool:
    """Fill the hold that the loan would have filled, had it been told in time; say if it did.

    What was placed after the loan stays, in whatever order they are told. A copy that was set aside
    goes to who waits next, unless it is the one that is out.
    """
    own = lending_facts(record.card, record.barcode).own_hold
    if own is None:
        return False
    hold = Hold.objects.select_related("item").get(pk=own)
    if hold.placed_at >= record.at:
        return False
    if hold.shelf_code:
        take_back_message(Template.HOLD_READY, person_id=hold.patron_id, code=hold.shelf_code)
    if is_out and hold.item is not None and hold.item.barcode == record.barcode:
        hold.delete()
    else:
        release(hold, here)
    return True


def _note_what_is_over(record: Record, item: Item, known: LastKnown, here: Here) -> None:
    """Count a loan that is over before it is told, and its return, which counted as none.

    Whoever has their loans remembered has this one too.
    """
    card = Card.objects.filter(number=record.card, status=CardStatus.ACTIVE).first()
    if card is None:
        return
    over_at = ended_at(record, known)
    remember_late(card.person_id, item.record_id, returned_at=over_at, policy=here.policy)
    filled = (Event.HOLD_FILLED,) if _fill_hold(record, here, is_out=False) else ()
    _count(record, item, here, Event.CHECKOUT, Event.RETURN, *filled)


def _count(record: Record, item: Item, here: Here, *events: Event) -> None:
    cards = Card.objects.filter(number=record.card, status=CardStatus.ACTIVE)
    card = cards.select_related("person__identity").first()
    if card is None:
        return
    person = card.person
    born = person.identity.birth_date if hasattr(person, "identity") else None
    on = today(record.at, policy=here.policy)
    for event in events:
        count(
            event,
            on=on,
            branch=here.branch,
            item_type=item.item_type_id,
            category=person.category_id,
            age_band=age_band(born, on),
        )
