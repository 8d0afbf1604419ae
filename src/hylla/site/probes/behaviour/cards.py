"""Trials of cards: lost ones, limits, blocks, PINs that are guessed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hylla.circulation.actions import LiftUntil, ask_review, keep_block, let_borrow
from hylla.library.models import Staff
from hylla.patrons.actions import (
    block,
    keep_card,
    replace_card,
    report_card_lost,
    sign_in,
    verify_pin,
)
from hylla.patrons.models import Card, KeptCard
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.queries import details
from hylla.privacy.rights.inbox import request_with
from hylla.privacy.rights.terms import Asked
from hylla.privacy.rights.terms import Refused as Ground
from hylla.site.probes.behaviour.told import told_in_extract
from hylla.site.probes.stage import PIN, NothingToTry, Stage, codes, trial

WORDS = "I have paid half of it at the desk."
GUESSES = 12
"""More than anyone is allowed."""


@trial
def lost_card_is_blocked(stage: Stage) -> Iterator[str]:
    """A card that was reported lost borrows nothing, lets nobody in, and is on no phone."""
    bird = stage.patron(pin=PIN)
    keep_card(bird.person_id, now=stage.now)
    stage.lent(bird.card_number)
    report_card_lost(bird.person_id, on=stage.day)
    if not codes(lambda: sign_in(bird.card_number, PIN, now=stage.now)):
        yield "a lost card lets somebody in"
    item = stage.lent(stage.patron().card_number)
    if "card_lost" not in codes(lambda: stage.lend(bird.card_number, stage.like(item))):
        yield "a lost card borrows"
    card = Card.objects.get(number=bird.card_number)
    if card.ended_on != stage.day:
        yield "the day on which a card was lost is not kept"
    if KeptCard.objects.filter(person=bird.person_id).exists():
        yield "a phone still keeps a lost card"


@trial
def replacement_costs(stage: Stage) -> Iterator[str]:
    """The first card is free where the notice says so; one in place of a lost one costs."""
    bird = stage.patron()
    report_card_lost(bird.person_id, on=stage.day)
    again = replace_card(bird.person_id, policy=stage.policy, now=stage.now)
    if again.charge_ore != stage.policy.cards.replacement_ore:
        yield "a new card costs something else than the notice says"
    Card.objects.filter(person=bird.person_id).delete()
    first = replace_card(bird.person_id, policy=stage.policy, now=stage.now)
    if stage.policy.cards.first_card_free and first.charge_ore:
        yield "the first card is not free"


@trial
def block_limit_holds(stage: Stage) -> Iterator[str]:
    """Who owes less than the limit borrows, who owes as much does not."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    limit = stage.policy.fees.block_at_ore
    stage.owes(bird.person_id, limit - 1)
    if limit > 1 and "fees_over_limit" in codes(
        lambda: stage.lend(bird.card_number, stage.like(lent))
    ):
        yield "someone below the limit may not borrow"
    stage.owes(bird.person_id, 1)
    if "fees_over_limit" not in codes(lambda: stage.lend(bird.card_number, stage.like(lent))):
        yield "someone who owes as much as the limit may borrow"


@trial
def blocks_are_told(stage: Stage) -> Iterator[str]:
    """A block stops lending, and whom it is about is told the reason and the day."""
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    block(bird.person_id, BlockReason.CONDUCT, on=stage.day)
    if "blocked_conduct" not in codes(lambda: stage.lend(bird.card_number, stage.like(lent))):
        yield "someone who is blocked may borrow"
    told = details(bird.person_id, on=stage.day).blocks
    if [(each.reason, each.since_on) for each in told] != [(BlockReason.CONDUCT, stage.day)]:
        yield "a block is not told with its reason and its day"
    rows = told_in_extract(stage, bird.person_id, "patrons.Block")
    if not any(BlockReason.CONDUCT in each and stage.day.isoformat() in each for each in rows):
        yield "the extract lacks a block"


@trial
def blocks_are_reviewed(stage: Stage) -> Iterator[str]:
    """Whom the program stops has a person look at it: one answer lets them borrow, one says why."""
    limit = stage.policy.fees.block_at_ore
    if not limit:
        raise NothingToTry
    bird = stage.patron()
    lent = stage.lent(bird.card_number)
    stage.owes(bird.person_id, limit)
    number = a_member_of_staff()
    at: dict[str, Any] = {"policy": stage.policy, "now": stage.now}
    asked = ask_review(bird.person_id, asked=Asked(words=WORDS), **at)
    keep_block(asked, ground=Ground.STILL_OWED, staff_id=number, now=stage.now)
    answer = request_with(asked, **at)
    if answer is None or answer.ground is not Ground.STILL_OWED or answer.words:
        yield "whoever asked is not told why a block stays"
    again = ask_review(bird.person_id, asked=Asked(), **at)
    let_borrow(again, lift=LiftUntil(stage.day), staff_id=number, **at)
    if "fees_over_limit" in codes(lambda: stage.lend(bird.card_number, stage.like(lent))):
        yield "somebody whose block a person has lifted may not borrow"
    rows = told_in_extract(stage, bird.person_id, "patrons.Reprieve")
    if not any(stage.day.isoformat() in each for each in rows):
        yield "the extract does not say until when a block is lifted"


def a_member_of_staff() -> int:
    """Return somebody who works here; who they are matters to no trial."""
    number = Staff.objects.values_list("pk", flat=True).order_by("pk").first()
    if number is None:
        raise NothingToTry
    return number


@trial
def wrong_pins_lock(stage: Stage) -> Iterator[str]:
    """After several wrong PINs the right one is refused too, for a while."""
    bird = stage.patron(pin=PIN)
    found = codes(lambda: verify_pin(bird.person_id, PIN, now=stage.now))
    if found:
        yield "the right PIN is refused"
    for _ in range(GUESSES):
        found = codes(lambda: verify_pin(bird.person_id, "7310", now=stage.now))
        if "pin_locked" in found:
            break
    if "pin_locked" not in codes(lambda: verify_pin(bird.person_id, PIN, now=stage.now)):
        yield "guessing PINs locks nothing"
    later = stage.now + timedelta(days=1)
    if codes(lambda: verify_pin(bird.person_id, PIN, now=later)):
        yield "a card that was locked stays so"


PROBES = (
    lost_card_is_blocked,
    replacement_costs,
    block_limit_holds,
    blocks_are_told,
    blocks_are_reviewed,
    wrong_pins_lock,
)
