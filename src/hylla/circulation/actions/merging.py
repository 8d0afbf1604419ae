"""Two entries of one person become one, all of it or nothing; for a day it can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hylla.circulation.actions.copies_first import with_copies_of
from hylla.circulation.actions.holds import at_pickup, lock_queue
from hylla.circulation.actions.leaving import end_for_leaving, pass_on_ended
from hylla.circulation.actions.routing import pass_on
from hylla.circulation.models import Hold
from hylla.circulation.queries.merging import doubled_holds
from hylla.circulation.rules.merging import order_of, which_hold_stays
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.merging import (
    end_lone_consents,
    lock_both,
    protect_anew,
    refuse_merging,
    take_over,
)
from hylla.patrons.rules import Code
from hylla.patrons.rules.merging import Choices, Pair
from hylla.privacy import ledger
from hylla.privacy.clocks import today
from hylla.privacy.erasure import complete, is_asked
from hylla.privacy.merging import (
    Journal,
    TooLate,
    Undone,
    capsule_of,
    keep_capsule,
    merge_rows,
    others_in,
    undo,
)
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import Proof

AS_THEY_ARE = Choices()


@dataclass(frozen=True)
class Merged:
    """Who stayed, and whether they have gone too: one of the two had asked to be erased."""

    person_id: UUID
    is_gone: bool


def merge(
    pair: Pair,
    *,
    proof: Proof,
    choices: Choices = AS_THEY_ARE,
    now: datetime,
    policy: Policy,
) -> Merged:
    """Make two entries of one person one (conflict cases 41 and 42).

    Obligations and protection are what either has, consents what both have; a request of either is
    the request of both. What becomes of each row, its table says (`on_merge`).

    :raises Refused: with every reason at once; nothing is changed.
    """
    if proof is Proof.NONE:
        raise Refused(Reason(Code.NOT_IDENTIFIED))
    with transaction.atomic():
        _lock(pair)
        refuse_merging(pair, now=now)
        journal = Journal()
        merged = _merged(pair, choices, journal, now=now, policy=policy)
        if not merged.is_gone:
            keep_capsule(pair.stays, pair.goes, journal, now=now)
        return merged


def merge_again(pair: Pair, *, now: datetime, policy: Policy) -> None:
    """Make two one whom a restored backup knows as two: what was chosen is not known any more.

    The day in which it could be undone does not begin again.
    """
    with transaction.atomic():
        _lock(pair)
        _merged(pair, AS_THEY_ARE, Journal(), now=now, policy=policy)


def unmerge(stays: UUID, *, now: datetime, policy: Policy) -> Undone:
    """Undo the last merge of someone, within its day; return who is there again.

    Each gets back what was theirs, but log-ins and consents of one alone. What has happened since
    stays with who stayed.

    :raises Refused: there is none, its day is over, or what they stood on is gone.
    """
    with transaction.atomic():
        lock_both(Pair(stays, stays))
        capsule = capsule_of(stays, policy=policy, now=now)
        if capsule is None:
            raise Refused(Reason(Code.MERGE_OVER))
        goes = others_in(capsule)
        try:
            undone = undo(capsule)
        except TooLate as late:
            raise Refused(Reason(Code.MERGE_OVER)) from late
        protect_anew(goes)
        ledger.void([goes], rule="unmerged", at=now)
        if not is_asked(stays):
            ledger.void([stays], rule="unmerged", at=now)
        return undone


def _lock(pair: Pair) -> None:
    """Lock the queues in which both stand, then what is set aside for them, then the two."""
    doubled = doubled_holds(pair.stays, pair.goes)
    lock_queue(*(each.record_id for both in doubled for each in both))
    with_copies_of((pair.stays, pair.goes), lambda: lock_both(pair))


def _merged(
    pair: Pair, choices: Choices, journal: Journal, *, now: datetime, policy: Policy
) -> Merged:
    stays, goes = pair.stays, pair.goes
    asked = (is_asked(stays), is_asked(goes))
    end_lone_consents(pair, now=now)
    given_up = _one_place_a_queue(pair, journal)
    take_over(pair, choices, on=today(policy, now), journal=journal)
    merge_rows(stays, goes, journal=journal)
    _pass_on(given_up, now=now, policy=policy)
    is_gone = _inherit(stays, asked, now=now, policy=policy)
    # Before the commit, as with every end of a person.
    ledger.note_merged(goes, into=stays, at=now)
    return Merged(stays, is_gone)


def _one_place_a_queue(pair: Pair, journal: Journal) -> tuple[Hold, ...]:
    """Let the better of two places in a queue stay; return what is given up.

    The best place comes first: what it puts out puts out nothing else.
    """
    given_up: list[Hold] = []
    gone: set[UUID] = set()
    doubled = [
        (mine, theirs) if which_hold_stays(mine, theirs) else (theirs, mine)
        for mine, theirs in doubled_holds(pair.stays, pair.goes)
    ]
    for keeps, loses in sorted(doubled, key=lambda both: order_of(both[0])):
        if {keeps.pk, loses.pk} & gone:
            continue
        gone.add(loses.pk)
        # The copy goes to others: an undo gives the place back, and no copy.
        copy = loses.item
        Hold.objects.filter(pk=loses.pk).update(item=None, shelf_code="", shelf_until_on=None)
        journal.remove(Hold.objects.get(pk=loses.pk), instead=keeps)
        if copy is not None:
            loses.item = copy
            given_up.append(loses)
    return tuple(given_up)


def _pass_on(given_up: Sequence[Hold], *, now: datetime, policy: Policy) -> None:
    for hold in given_up:
        pass_on(hold, at_pickup(hold, now=now, policy=policy))


def _inherit(stays: UUID, asked: tuple[bool, bool], *, now: datetime, policy: Policy) -> bool:
    """Let a request to leave of either be the request of both; return whether they are gone."""
    mine, theirs = asked
    if not (mine or theirs):
        return False
    if theirs:
        ledger.note([stays], facets=(ledger.ASKED,), rule="merged", at=now)
    end_for_leaving(stays, policy=policy, now=now)
    set_aside = tuple(Hold.objects.filter(patron=stays).exclude(item=None).select_related("item"))
    is_gone = complete(stays, policy=policy, now=now)
    pass_on_ended(set_aside, now=now, policy=policy)
    return is_gone
