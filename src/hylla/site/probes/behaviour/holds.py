"""Trials of holds: none is left of one that was fetched, cancelled or forgotten."""

from collections.abc import Iterator
from datetime import timedelta

from hylla.catalogue.models import Item
from hylla.circulation.actions import Placed, cancel_hold, expire_shelf, place_hold, remind_of_shelf
from hylla.circulation.models import Hold
from hylla.messages.models import Message, Template
from hylla.patrons.actions import Registered
from hylla.site.probes.stage import Stage, trial


@trial
def filled_holds_go(stage: Stage) -> Iterator[str]:
    """A hold goes when it is cancelled, and when the thing is lent to whoever waited."""
    first, bird = stage.patron(), stage.patron()
    lent = stage.lent(first.card_number)
    cancelled = _wait(stage, bird, lent.record_id)
    kept = Hold.objects.filter(patron=bird.person_id).values_list("record", "pickup_branch")
    if list(kept) != [(lent.record_id, stage.branch.pk)]:
        yield "a hold does not say what is waited for, and where"
    cancel_hold(cancelled.hold_id, person_id=bird.person_id, now=stage.now)
    mine = Hold.objects.filter(patron=bird.person_id)
    if mine.exists():
        yield "a cancelled hold is left"
    _wait(stage, bird, lent.record_id)
    stage.give_back(lent)
    stage.lend(bird.card_number, Item.objects.get(barcode=lent.barcode))
    if mine.exists():
        yield "a filled hold is left"


@trial
def shelf_is_cleared(stage: Stage) -> Iterator[str]:
    """What was not fetched in time is waited for no more, and whoever waited is told."""
    first, bird = stage.patron(), stage.patron()
    lent = stage.lent(first.card_number)
    _wait(stage, bird, lent.record_id)
    stage.give_back(lent)
    mine = Hold.objects.filter(patron=bird.person_id)
    hold = mine.first()
    if hold is None or hold.shelf_until_on is None:
        yield "a returned thing is not set aside for who waits"
        return
    days = stage.policy.lending.holds_shelf_days
    if hold.shelf_until_on < stage.day + timedelta(days=days):
        yield "a thing waits on the shelf for fewer days than the notice says"
    ahead = stage.policy.reminders.shelf_days
    before = stage.now + (hold.shelf_until_on - stage.day) - timedelta(days=ahead)
    remind_of_shelf(now=before, policy=stage.policy)
    soon = Message.objects.filter(
        person=bird.person_id,
        template__in=(Template.HOLD_READY, Template.HOLD_EXPIRING),
        day=hold.shelf_until_on,
    )
    if ahead and before > stage.now and soon.count() < len(("ready", "ends soon")):
        yield "nobody is told that a hold is about to end"
    after = stage.now + (hold.shelf_until_on - stage.day) + timedelta(days=1)
    expire_shelf(now=after, policy=stage.policy)
    if mine.exists():
        yield "a hold that was not fetched is left"
    told = Message.objects.filter(person=bird.person_id, template=Template.HOLD_EXPIRED)
    if not told.exists():
        yield "nobody is told that a hold is over"


def _wait(stage: Stage, bird: Registered, record_id: int) -> Placed:
    return place_hold(
        person_id=bird.person_id,
        record_id=record_id,
        pickup_branch_id=stage.branch.pk,
        now=stage.now,
        policy=stage.policy,
    )


PROBES = (filled_holds_go, shelf_is_cleared)
