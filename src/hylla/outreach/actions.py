"""Make agreements and rounds, choose and lend a bag, and end it all in one press."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from hylla.catalogue.models import Item
from hylla.circulation.actions import check_out
from hylla.circulation.actions.agreeing import disagree
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.histories import age_refusals
from hylla.library.refusals import Reason, Refused
from hylla.outreach.models import Agreement, Round, Wish
from hylla.outreach.queries import Stop, had_or_has, is_free
from hylla.outreach.rules import Code, Wanted
from hylla.patrons.actions import Shown, give_consent
from hylla.patrons.actions.consents import move_while
from hylla.patrons.actions.glass import refuse_near
from hylla.patrons.models import Identity
from hylla.patrons.models.consents import ConsentTo, GivenIn
from hylla.patrons.queries import active_card_of, person_with_card
from hylla.patrons.rules import Code as PatronCode
from hylla.privacy.clocks import today
from hylla.privacy.erasure import is_asked, lock_person
from hylla.privacy.policy import Policy


@dataclass(frozen=True)
class Terms:
    """What an agreement says: on which round, from today, and perhaps until a day."""

    round_id: int | None
    until_on: date | None = None


@dataclass(frozen=True)
class Bag:
    """What was chosen: what each line can mean. What they have had before is lent only `again`."""

    lines: Sequence[Collection[str]]
    again: bool = False


@dataclass(frozen=True)
class Packed:
    """What became of one line of a bag; with reasons, or had before, it was not lent."""

    barcode: str
    title: str = ""
    due_on: date | None = None
    reasons: tuple[Reason, ...] = ()
    had_before: bool = False


def begin(person_id: UUID, terms: Terms, *, shown: Shown, now: datetime) -> UUID:
    """Agree with a patron, who is here or on the telephone, and return the agreement's id.

    From now on what they return is remembered for whoever chooses for them, and they are in the
    category of the service. It ends with `end`, or with whatever ends the consent.

    :raises Refused: there is no such service or round, they are too young, or want to be erased.
    """
    policy, on = shown.policy, today(shown.policy, now)
    born = Identity.objects.filter(person=person_id).values_list("birth_date", flat=True).first()
    reasons = [*_reasons(terms, policy, on), *age_refusals(born, on=on, policy=policy)]
    with transaction.atomic():
        lock_person(person_id)
        if is_asked(person_id):
            reasons.append(Reason(Refusal.ERASURE_ASKED))
        if Agreement.objects.filter(consent__person=person_id).exists():
            reasons.append(Reason(Code.RUNS))
        if reasons:
            raise Refused(*reasons)
        at_desk = replace(shown, given_in=GivenIn.DESK)
        consent = give_consent(person_id, ConsentTo.OUTREACH, shown=at_desk, now=now)
        with override(policy.default_language):
            move_while(consent, into=policy.features.outreach, name=_("Outreach service"))
        last = Agreement.objects.filter(round=terms.round_id).aggregate(last=Max("place"))["last"]
        Agreement.objects.create(
            consent_id=consent,
            round_id=terms.round_id,
            place=(last or 0) + 1,
            since_on=on,
            until_on=terms.until_on,
        )
    return consent


def _reasons(terms: Terms, policy: Policy, on: date) -> list[Reason]:
    reasons = []
    if not policy.features.outreach:
        reasons.append(Reason(Code.NOT_OFFERED))
    if terms.round_id is not None and not Round.objects.filter(pk=terms.round_id).exists():
        reasons.append(Reason(Code.NO_ROUND))
    if terms.until_on is not None and terms.until_on < on:
        reasons.append(Reason(Code.END_PAST))
    return reasons


def end(person_id: UUID, *, now: datetime) -> int:
    """End an agreement: what was remembered, wishes and stop go at once, the category is as before.

    What is on loan stays so. Return how many rows went.
    """
    return disagree(person_id, ConsentTo.OUTREACH, now=now)


def end_over(*, now: datetime, policy: Policy) -> int:
    """End the agreements whose last day is past; return how many there were."""
    over = Agreement.objects.filter(until_on__lt=today(policy, now))
    people = list(over.values_list("consent__person", flat=True))
    for person_id in people:
        end(person_id, now=now)
    return len(people)


def add_round(name: str, *, branch_id: int, first_on: date, every_weeks: int, staff_id: int) -> int:
    """Add a round for whoever asks for it, and return its number.

    :raises Refused: there is one of that name.
    """
    row = Round(
        name=name,
        branch_id=branch_id,
        first_on=first_on,
        every_weeks=every_weeks,
        staff_id=staff_id,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(Reason(Code.NAME_TAKEN)) from error
    return row.pk


def let_go(round_id: int, *, staff_id: int) -> None:
    """Let a round go, so that a colleague may take it; from now on one sees nobody of it.

    :raises Refused: it is not theirs.
    """
    if not Round.objects.filter(pk=round_id, staff=staff_id).update(staff=None):
        raise Refused(Reason(Code.NOT_YOURS))


def take(round_id: int, *, staff_id: int) -> None:
    """Answer for a round that nobody answers for.

    :raises Refused: there is none, or somebody does.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update(no_key=True).filter(pk=round_id).first()
        if row is None:
            raise Refused(Reason(Code.NO_ROUND))
        if not is_free(row) and row.staff_id != staff_id:
            raise Refused(Reason(Code.TAKEN))
        Round.objects.filter(pk=round_id).update(staff=staff_id)


def drop_round(round_id: int, *, staff_id: int) -> None:
    """Take away a round that nobody is on.

    :raises Refused: it is not theirs, or somebody is.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update().filter(pk=round_id, staff=staff_id).first()
        if row is None:
            raise Refused(Reason(Code.NOT_YOURS))
        if row.stops.exists():
            raise Refused(Reason(Code.HAS_STOPS))
        row.delete()


def move_up(stop: Stop) -> None:
    """Let a stop change places with the one before it."""
    with transaction.atomic():
        rows = list(Agreement.objects.select_for_update().filter(round=stop.round_id))
        at = next((at for at, row in enumerate(rows) if row.pk == stop.id), 0)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        for place, row in enumerate(rows, start=1):
            Agreement.objects.filter(pk=row.pk).update(place=place)


def wish(agreement_id: UUID, *, wanted: Wanted, words: str) -> None:
    """Note what a patron likes to be brought; the same wish twice is one.

    :raises Refused: it has no words, or the agreement has ended.
    """
    if not words.strip():
        raise Refused(Reason(Code.WISH_EMPTY))
    with transaction.atomic():
        running = Agreement.objects.select_for_update(no_key=True)
        if not running.filter(pk=agreement_id, consent__withdrawn_at=None).exists():
            raise Refused(Reason(Code.NOT_YOURS))
        Wish.objects.get_or_create(agreement_id=agreement_id, wanted=wanted, words=words.strip())


def forget_wish(wish_id: UUID, *, person_id: UUID) -> bool:
    """Delete one wish, if it is theirs; return whether there was one."""
    return bool(Wish.objects.filter(pk=wish_id, agreement__consent__person=person_id).delete()[0])


def lend_bag(
    stop: Stop,
    bag: Bag,
    *,
    branch_id: int,
    now: datetime,
    policy: Policy,
) -> tuple[Packed, ...]:
    """Lend what was chosen for a stop, each by the rules of any loan, and say what became of each.

    :raises Refused: they have no card.
    """
    card = active_card_of(stop.person_id)
    if card is None:
        raise Refused(Reason(Code.NO_CARD))
    known = had_or_has(stop, now=now, policy=policy)
    packed = []
    for line in bag.lines:
        item = Item.objects.select_related("record").filter(barcode__in=line).first()
        if item is None:
            packed.append(Packed(next(iter(line)), reasons=(Reason(Refusal.UNKNOWN_ITEM),)))
        elif not bag.again and item.record_id in known:
            packed.append(Packed(item.barcode, item.record.title, had_before=True))
        else:
            packed.append(_lent(card.number, item, branch_id=branch_id, now=now, policy=policy))
    return tuple(packed)


def _lent(card: str, item: Item, *, branch_id: int, now: datetime, policy: Policy) -> Packed:
    try:
        loan = check_out(
            card=card, barcode=item.barcode, branch_id=branch_id, now=now, policy=policy
        )
    except Refused as refused:
        return Packed(item.barcode, item.record.title, reasons=refused.reasons)
    return Packed(item.barcode, loan.title, loan.due_on)


def begin_by_card(card: str, terms: Terms, *, staff_id: int, shown: Shown, now: datetime) -> UUID:
    """Agree with whoever has this card, which they have shown or read out.

    :raises Refused: nobody has it, they are near to the member of staff (case 60), or as `begin`.
    """
    found = person_with_card(card)
    if found is None or not found.is_active:
        raise Refused(Reason(PatronCode.CARD_UNKNOWN))
    refuse_near(staff_id, found.person_id)
    return begin(found.person_id, terms, shown=shown, now=now)
