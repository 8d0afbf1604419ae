"""New due dates, reminders, and what readers see: docs/domains/circulation.md, by number."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    declare_lost,
    place_hold,
    remind,
    renew,
    renew_all,
    set_loan_rule,
)
from hylla.circulation.models import Loan, LoanRule
from hylla.circulation.queries import ItemPlace, availability, item_state, items_of, loans_of
from hylla.circulation.rules.codes import Refusal
from hylla.fees.queries import balance_of
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from hylla.patrons.models import Card
from hylla.statistics.models import Tally
from tests.circulation.world import ANYONE, NOW, TODAY, World, policy_of, with_fees

LATER = NOW + timedelta(days=7)


def refused(world: World, item: Item, **more: object) -> set[str]:
    before = list(Loan.objects.values())
    with pytest.raises(Refused) as caught:
        renew(
            barcode=item.barcode,
            now=LATER,
            policy=world.policy,
            **more,  # type: ignore[arg-type]  # person or overriding, as needed
        )
    assert list(Loan.objects.values()) == before
    return {each.code for each in caught.value.reasons}


def lent(world: World) -> tuple[object, Item]:
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    return person, item


def test_renews_from_today(world: World) -> None:
    """Renewing 4."""
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    renewed = renew(barcode=item.barcode, person_id=person, now=LATER, policy=world.policy)
    assert (renewed.due_on, renewed.renewals, renewed.fee_ore) == (date(2026, 12, 8), 1, 0)
    assert Loan.objects.get().due_on == date(2026, 12, 8)
    assert set(Tally.objects.values_list("event", flat=True)) == {"checkout", "renewal"}


def test_refuses_what_is_not_out_or_not_theirs(world: World) -> None:
    """Renewing 1."""
    _, item = lent(world)
    assert refused(world, world.item()) == {Refusal.NOT_ON_LOAN}
    other, _ = world.patron()
    assert refused(world, item, person_id=other) == {Refusal.ITEM_ON_LOAN_TO_OTHER}


def test_refuses_more_renewals_than_the_rule_allows(world: World) -> None:
    """Renewing 3."""
    _, item = lent(world)
    Loan.objects.update(renewals=2)
    assert refused(world, item) == {Refusal.TOO_MANY_RENEWALS}
    overriding = {Refusal.TOO_MANY_RENEWALS}
    renewed = renew(barcode=item.barcode, now=LATER, policy=world.policy, overriding=overriding)
    assert renewed.renewals == 3


def test_refuses_when_someone_waits_and_not_when_a_copy_is_set_aside(world: World) -> None:
    """Renewing 3."""
    _, item = lent(world)
    other = world.item(record=item.record)
    place_hold(
        person_id=world.patron()[0],
        record_id=item.record_id,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    assert refused(world, item) == {Refusal.HELD_BY_OTHER}
    world.take_back(other)
    assert renew(barcode=item.barcode, now=LATER, policy=world.policy).renewals == 1


def test_refuses_what_gains_nothing(world: World) -> None:
    """Renewing 3."""
    _, item = lent(world)
    with pytest.raises(Refused) as caught:
        renew(barcode=item.barcode, now=NOW, policy=world.policy)
    (reason,) = caught.value.reasons
    assert (reason.code, reason.day) == (Refusal.RENEWAL_GAINS_NOTHING, date(2026, 12, 1))


def test_refuses_what_is_claimed_as_lost(world: World) -> None:
    """Renewing 3."""
    _, item = lent(world)
    declare_lost(item.barcode, price_ore=100, now=NOW, policy=world.policy)
    assert refused(world, item) == {Refusal.CLAIMED_AS_LOST}


def test_refuses_for_the_patron_too_and_without_a_rule(world: World) -> None:
    """Renewing 2."""
    person, item = lent(world)
    Card.objects.filter(person=person).update(status="lost", ended_on=TODAY)
    assert refused(world, item) == {Refusal.CARD_LOST}
    LoanRule.objects.all().delete()
    set_loan_rule(replace(ANYONE, category="child"))
    assert refused(world, item) == {Refusal.NO_RULE}


def test_renewing_late_costs_the_days_until_now(world: World) -> None:
    """Renewing 4."""
    world.policy = with_fees(policy_of("kungsbacka"), daily=200, cap=5000, block_at=10_000)
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    late = NOW + timedelta(days=30)
    renewed = renew(barcode=item.barcode, now=late, policy=world.policy)
    assert renewed.fee_ore == balance_of(person) == 400
    # The copy comes back in time: the loan still waits for what is owed (R03).
    world.take_back(item, now=late + timedelta(days=1))
    assert Loan.objects.get().returned_at is not None


def test_renews_all_it_can_and_says_why_not(world: World) -> None:
    """Renewing 5."""
    person, card = world.patron()
    one, two = world.item(), world.item()
    world.lend(card, one)
    world.lend(card, two)
    Loan.objects.filter(item=two).update(renewals=2)
    answers = {each.barcode: each for each in renew_all(person, now=LATER, policy=world.policy)}
    assert answers[one.barcode].renewed is not None
    assert [each.code for each in answers[two.barcode].reasons] == [Refusal.TOO_MANY_RENEWALS]


def test_reminds_once_a_day_without_titles(world: World) -> None:
    """Reminding."""
    person, card = world.patron()
    for _ in range(2):
        world.lend(card, world.item(record=world.record("Fjellet")))
    due_on = date(2026, 12, 1)
    for days, template in ((-2, "due_soon"), (3, "overdue"), (14, "overdue")):
        Message.objects.all().delete()
        at = NOW + (due_on - TODAY) + timedelta(days=days)
        assert remind(now=at, policy=world.policy) == 1
        assert remind(now=at + timedelta(hours=5), policy=world.policy) == 0
        message = Message.objects.get()
        assert (message.template, message.number, message.day) == (template, 2, due_on)
        assert message.person_id == person
    assert remind(now=NOW, policy=world.policy) == 0


def test_what_a_patron_sees(world: World) -> None:
    person, card = world.patron()
    item = world.item(record=world.record("Fjellet"))
    world.lend(card, item)
    (loan,) = loans_of(person, now=NOW, policy=world.policy)
    assert (loan.title, loan.due_on, loan.is_overdue) == ("Fjellet", date(2026, 12, 1), False)
    (late,) = loans_of(person, now=NOW + timedelta(days=29), policy=world.policy)
    assert late.is_overdue


def test_where_items_are(world: World) -> None:
    record = world.record()
    on_shelf, out, away, held = (world.item(record=record) for _ in range(4))
    world.lend(world.patron()[1], out)
    Item.objects.filter(pk=away.pk).update(transit_to=world.other)
    place_hold(
        person_id=world.patron()[0],
        record_id=record.pk,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    world.take_back(held)
    places = {each.barcode: each.place for each in items_of(record.pk)}
    assert places == {
        on_shelf.barcode: ItemPlace.ON_SHELF,
        out.barcode: ItemPlace.ON_LOAN,
        away.barcode: ItemPlace.IN_TRANSIT,
        held.barcode: ItemPlace.ON_HOLD_SHELF,
    }
    state = item_state(out.barcode)
    assert state is not None
    assert state.due_on == date(2026, 12, 1)
    assert item_state("nothing") is None
    other = world.record()
    counted = availability([record.pk, other.pk])
    assert (counted[record.pk].items, counted[record.pk].on_shelf) == (4, 1)
    assert counted[record.pk].waiting == 0
    assert counted[other.pk].items == 0


@pytest.mark.parametrize("replaced_first", [True, False])
def test_what_stops_a_patron_without_a_card_is_the_one_that_was_not_replaced(
    world: World, replaced_first: bool
) -> None:
    """Two entries were made one, and on the same day the membership ended."""
    person, item = lent(world)
    Card.objects.update(status="ended", ended_on=TODAY)
    told: dict[str, Any] = {"kind": "local", "ended_on": TODAY, "issued_on": TODAY}
    Card.objects.create(number="8", person_id=person, status="ended", **told)
    first, last = Card.objects.order_by("pk")
    (first if replaced_first else last).status = "replaced"
    (last if replaced_first else first).status = "ended"
    first.save()
    last.save()
    assert "card_ended" in refused(world, item)
