"""Trials of what patrons ask for that is not here.

Another library hears of a number, and the key to it goes; what is bought becomes a hold.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

from hylla.catalogue.models import BORROWED, Item, ItemType, Record
from hylla.catalogue.rules.copies import NewCopy
from hylla.circulation.actions import cancel_hold
from hylla.circulation.models import Hold
from hylla.fees.models import Claim, ClaimKind
from hylla.interlibrary.actions import (
    approve,
    arrive,
    buy,
    close_unheard,
    confirm,
    note_name,
    order,
    receive,
    send_back,
    take_back_wish,
    wish,
)
from hylla.interlibrary.actions.mailing import made
from hylla.interlibrary.models import NameTask, Order, Partner, Wish
from hylla.interlibrary.rules import QUIET_DAYS, Status, Unheard, Wanted
from hylla.library.refusals import Refused
from hylla.patrons.actions import Registered
from hylla.patrons.models import Identity
from hylla.site.probes.stage import NothingToTry, Stage, trial


@trial
def wishes_go(stage: Stage) -> Iterator[str]:
    """A wish that is taken back leaves nothing."""
    reader = stage.patron()
    take_back_wish(_wish(stage, reader), person_id=reader.person_id)
    if Wish.objects.filter(patron=reader.person_id).exists():
        yield "a wish that was taken back is left"


@trial
def bought_wishes_become_holds(stage: Stage) -> Iterator[str]:
    """Whoever asked for what was bought waits for it, and the wish is gone."""
    reader = stage.patron()
    buy(wished := _wish(stage, reader), policy=stage.policy)
    copy = _bought(wished, stage)
    if Wish.objects.filter(patron=reader.person_id).exists():
        yield "a wish is left beside its hold"
    if not Hold.objects.filter(patron=reader.person_id, record=copy.record_id).exists():
        yield "what was bought is not held for whoever asked"


def _bought(wished: UUID, stage: Stage) -> Item:
    """Let a copy of the first kind come that somebody may wait for."""
    for kind in ItemType.objects.order_by("code"):
        copy = stage.item(kind)
        with suppress(Refused):
            arrive(
                wished,
                copy.barcode,
                branch_id=stage.branch.pk,
                now=stage.now,
                policy=stage.policy,
            )
            return copy
    raise NothingToTry


@trial
def orders_go(stage: Stage) -> Iterator[str]:
    """What another library lent leaves neither a row here nor a name there when it is back."""
    reader = stage.patron()
    approve(wished := _wish(stage, reader), policy=stage.policy)
    partner = Partner.objects.create(name=uuid4().hex, email="office@example.org")
    ordered = Order.objects.get(pk=order(wished, partner_id=partner.pk, now=stage.now))
    if Wish.objects.filter(patron=reader.person_id).exists():
        yield "a wish is left beside its order"
    yield from _told(ordered, reader, stage)
    note_name(ordered.pk)
    yield from _came_and_went(ordered, reader, stage)
    if Order.objects.filter(patron=reader.person_id).exists():
        yield "an order is left that is over"
    if not NameTask.objects.filter(number=ordered.number, partner=partner).exists():
        yield "a library that was told a name is not asked to delete it"
    if Record.objects.filter(source=BORROWED, control_number=ordered.number).exists():
        yield "a title of another library's is left"
    _never_confirmed(reader, partner, stage)
    if Order.objects.filter(patron=reader.person_id).exists():
        yield "an order is left for whose lender's word nobody waits"


def _never_confirmed(reader: Registered, partner: Partner, stage: Stage) -> None:
    long_ago = stage.now - timedelta(days=max(QUIET_DAYS.values()) + 1)
    sent_back = Order.objects.create(
        number=uuid4().hex[:12],
        patron_id=reader.person_id,
        partner=partner,
        title="Trial",
        pickup_branch=stage.branch,
        sent_at=long_ago,
        heard_at=long_ago,
        status=Status.SENT_BACK,
    )
    close_unheard(sent_back.pk, why=Unheard.NO_ANSWER, now=stage.now, policy=stage.policy)


def _wish(stage: Stage, reader: Registered) -> UUID:
    return wish(
        Wanted(f"Trial {uuid4().hex}"),
        person_id=reader.person_id,
        pickup_branch_id=stage.branch.pk,
        now=stage.now,
        policy=stage.policy,
    )


def _told(ordered: Order, reader: Registered, stage: Stage) -> Iterator[str]:
    """Look for whoever it is for in what the other library is sent."""
    mail = made(ordered, stage.policy)
    name = Identity.objects.get(person=reader.person_id).family_name
    marks = (str(reader.person_id), reader.card_number, name)
    if any(mark in f"{mail.subject} {mail.text}" for mark in marks):
        yield "another library is told for whom it lends"
    if ordered.number not in mail.text:
        yield "another library is not told the number"


def _came_and_went(ordered: Order, reader: Registered, stage: Stage) -> Iterator[str]:
    kind = ItemType.objects.order_by("code").first()
    if kind is None:
        raise NothingToTry
    copy = NewCopy(f"C{uuid4().hex[:20]}", stage.branch.pk, kind.code)
    due_on = stage.day + timedelta(days=28)
    receive(ordered.pk, copy, due_on=due_on, now=stage.now, policy=stage.policy)
    claimed = Claim.objects.filter(patron=reader.person_id, kind=ClaimKind.BORROWED)
    told = list(claimed.values_list("amount_ore", flat=True))
    fee = stage.policy.interlibrary.fee_ore
    if told != ([fee] if fee else []):
        yield "it costs something else than the notice says"
    hold = Hold.objects.filter(patron=reader.person_id, item__barcode=copy.barcode).first()
    if hold is None:
        yield "what has come is not set aside for whoever asked"
        return
    cancel_hold(hold.pk, now=stage.now)
    send_back(ordered.pk, now=stage.now)
    if Item.objects.filter(barcode=copy.barcode).exists():
        yield "a copy is left that was sent back"
    confirm(ordered.pk, now=stage.now, policy=stage.policy)


PROBES = (wishes_go, bought_wishes_become_holds, orders_go)
