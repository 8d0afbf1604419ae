"""Two titles become one: copies with loans, queues, histories, reviews and lists follow."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hylla.catalogue.actions.batches.parting import TwoTitles, keep_apart
from hylla.catalogue.actions.merging import Merge, join_records, move_copies, refuse_merge
from hylla.catalogue.models import Item
from hylla.catalogue.rules.codes import Code
from hylla.circulation.actions.copies_first import lock_copies
from hylla.circulation.actions.holds import at_pickup, lock_queue
from hylla.circulation.actions.routing import pass_on
from hylla.circulation.models import History, Hold, OutreachHistory
from hylla.circulation.rules.merging import which_hold_stays
from hylla.library.refusals import Reason, Refused
from hylla.lists import actions as lists
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.reviews import actions as reviews


def merge_titles(merge: Merge, *, now: datetime, policy: Policy) -> int:
    """Let one title become part of another, all of it or nothing.

    Return the number of the batch by which it can be undone.

    Who waited keeps the day since which they wait; who waited for both keeps the better place, and
    a copy that was set aside for the other goes to who is next.

    :raises Refused: a title is unknown, has changed meanwhile, or something else needs it.
    """
    try:
        with transaction.atomic():
            return _merge(merge, now=now, policy=policy)
    except IntegrityError as error:
        # Something was hung on the title that goes at this very moment.
        raise Refused(Reason(Code.TITLES_CHANGED)) from error


def _merge(merge: Merge, *, now: datetime, policy: Policy) -> int:
    # First the queues, then the copies, then the holds: as in every other way.
    lock_queue(merge.stays, merge.goes)
    both = (merge.stays, merge.goes)
    lock_copies(list(Item.objects.filter(record__in=both).values_list("pk", flat=True)))
    waiting = Hold.objects.select_for_update(of=("self",)).filter(record__in=both)
    list(waiting.order_by("pk").values_list("pk"))
    refuse_merge(merge)
    before = TwoTitles.of(merge)
    given_up = _one_place_each(merge)
    move_copies(merge, on=today(policy, now))
    Hold.objects.filter(record=merge.goes).update(record=merge.stays, placed_for=merge.goes)
    for kept in (History, OutreachHistory):
        kept.objects.filter(record=merge.goes).update(record=merge.stays)
    reviews.follow_title(merge.goes, into=merge.stays)
    lists.follow_title(merge.goes, into=merge.stays)
    join_records(merge, on=today(policy, now))
    number = keep_apart(before, now=now)
    for hold in given_up:
        # The copy is of the title that stayed by now.
        hold.item = Item.objects.get(pk=hold.item_id or 0)
        pass_on(hold, at_pickup(hold, now=now, policy=policy))
    return number


def _one_place_each(merge: Merge) -> tuple[Hold, ...]:
    """Let the better of two places of one person stay; return those given up with a copy."""
    places = Hold.objects.filter(only_item=None, set_key=None)
    mine = {each.patron_id: each for each in places.filter(record=merge.stays)}
    given_up = []
    for theirs in places.filter(record=merge.goes).order_by("placed_at", "pk"):
        other = mine.get(theirs.patron_id)
        if other is None:
            continue
        loses = theirs if which_hold_stays(other, theirs) else other
        Hold.objects.filter(pk=loses.pk).delete()
        if loses.item_id is not None:
            given_up.append(loses)
    return tuple(given_up)
