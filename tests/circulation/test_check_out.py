"""Lending: the branches of docs/domains/circulation.md, by number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions import check_out, set_loan_rule
from hylla.circulation.models import Hold, Loan, LoanRule
from hylla.circulation.rules.codes import Refusal
from hylla.fees.models import Claim
from hylla.library.actions import add_closed_day, bump_rules_version
from hylla.library.refusals import Refused
from hylla.patrons.models import Block, Card, Person
from hylla.statistics.models import Tally
from tests.builders import ask_to_be_erased
from tests.circulation.world import ANYONE, NOW, TODAY, World, with_fees


def codes_of(refused: Refused) -> set[str]:
    return {reason.code for reason in refused.reasons}


def test_lends(world: World) -> None:
    """Lending 5."""
    person, card = world.patron()
    item = world.item(record=world.record("Fjellet"))
    lent = world.lend(card, item)
    loan = Loan.objects.get()
    assert (loan.pk, loan.patron_id, loan.item_id, loan.branch_id) == (
        lent.loan_id,
        person,
        item.pk,
        world.main.pk,
    )
    assert (loan.lent_at, loan.due_on, loan.renewals) == (NOW, date(2026, 12, 1), 0)
    assert (lent.title, lent.due_on, lent.open_loans) == ("Fjellet", date(2026, 12, 1), 1)


def test_counts_in_classes_and_remembers_the_day(world: World) -> None:
    """Lending 5."""
    person, card = world.patron(born=date(2000, 1, 1))
    world.lend(card, world.item())
    world.lend(card, world.item())
    tally = Tally.objects.get()
    assert (tally.event, tally.branch, tally.item_type) == ("checkout", "main", "book")
    assert (tally.category, tally.age_band, tally.count, tally.day) == ("adult", "26-44", 2, TODAY)
    assert Person.objects.get(pk=person).last_used_on == TODAY


def test_due_date_is_an_open_day(world: World) -> None:
    """Lending 4."""
    _, card = world.patron()
    add_closed_day(date(2026, 12, 1))
    assert world.lend(card, world.item()).due_on == date(2026, 12, 2)


def test_the_day_begins_in_the_librarys_time_zone(world: World) -> None:
    """Lending 4."""
    _, card = world.patron()
    lent = world.lend(card, world.item(), now=NOW.replace(hour=23, minute=30))
    assert lent.due_on == date(2026, 12, 2)


def test_changed_rules_are_seen_at_once(world: World) -> None:
    _, card = world.patron()
    world.lend(card, world.item())
    set_loan_rule(replace(ANYONE, loan_days=14))
    assert world.lend(card, world.item()).due_on == date(2026, 11, 17)


Spoil = Callable[[World, "Scene"], None]


class Scene:
    """A patron at the desk with an item, and what is wrong with it."""

    def __init__(self, world: World) -> None:
        self.person, self.card = world.patron()
        self.item = world.item()


def unknown_card(world: World, scene: Scene) -> None:
    scene.card = "nothing"


def unknown_item(world: World, scene: Scene) -> None:
    scene.item.barcode = "nothing"


def card(status: str) -> Spoil:
    def spoil(world: World, scene: Scene) -> None:
        Card.objects.filter(person=scene.person).update(status=status, ended_on=TODAY)

    return spoil


def card_expired(world: World, scene: Scene) -> None:
    Card.objects.filter(person=scene.person).update(expires_on=TODAY - timedelta(days=1))


def block(reason: str) -> Spoil:
    def spoil(world: World, scene: Scene) -> None:
        Block.objects.create(person_id=scene.person, reason=reason, since_on=TODAY, until_on=TODAY)

    return spoil


def owes(world: World, scene: Scene) -> None:
    for amount_ore in (4000, 6000):
        Claim.objects.create(
            patron_id=scene.person,
            branch=world.main,
            kind="overdue",
            amount_ore=amount_ore,
            opened_on=TODAY,
        )


def too_many_loans(world: World, scene: Scene) -> None:
    set_loan_rule(replace(ANYONE, max_loans=1))
    world.lend(scene.card, world.item())


def too_many_of_type(world: World, scene: Scene) -> None:
    set_loan_rule(replace(ANYONE, max_of_type=1))
    world.lend(scene.card, world.item())


def too_young(world: World, scene: Scene) -> None:
    set_loan_rule(replace(ANYONE, min_age=47))


def talking_books(world: World, scene: Scene) -> None:
    set_loan_rule(replace(ANYONE, talking_books=True))


def erasure(world: World, scene: Scene) -> None:
    ask_to_be_erased(scene.person)


def not_lent(world: World, scene: Scene) -> None:
    set_loan_rule(replace(ANYONE, item_type="book", is_lent=False))


def on_loan_to_other(world: World, scene: Scene) -> None:
    world.lend(world.patron()[1], scene.item)


def on_loan_to_same(world: World, scene: Scene) -> None:
    world.lend(scene.card, scene.item)


def held(world: World, scene: Scene) -> None:
    Hold.objects.create(
        record=scene.item.record,
        patron_id=world.patron()[0],
        pickup_branch=world.main,
        placed_at=NOW,
        item=scene.item,
    )


def item(status: str) -> Spoil:
    def spoil(world: World, scene: Scene) -> None:
        Item.objects.filter(pk=scene.item.pk).update(status=status)

    return spoil


def no_rule(world: World, scene: Scene) -> None:
    LoanRule.objects.all().delete()
    bump_rules_version()


SPOILED: dict[Refusal, tuple[Spoil, bool]] = {
    Refusal.UNKNOWN_CARD: (unknown_card, False),
    Refusal.UNKNOWN_ITEM: (unknown_item, False),
    Refusal.CARD_LOST: (card("lost"), False),
    Refusal.CARD_REPLACED: (card("replaced"), False),
    Refusal.CARD_ENDED: (card("ended"), False),
    Refusal.CARD_EXPIRED: (card_expired, True),
    Refusal.BLOCKED_FEES: (block("fees"), True),
    Refusal.BLOCKED_INVOICE: (block("invoice"), True),
    Refusal.BLOCKED_LOST_ITEMS: (block("lost_items"), True),
    Refusal.BLOCKED_CONDUCT: (block("conduct"), True),
    Refusal.BLOCKED_ADDRESS_UNKNOWN: (block("address_unknown"), True),
    Refusal.FEES_OVER_LIMIT: (owes, True),
    Refusal.TOO_MANY_LOANS: (too_many_loans, True),
    Refusal.TOO_MANY_OF_TYPE: (too_many_of_type, True),
    Refusal.TALKING_BOOKS_ONLY: (talking_books, False),
    Refusal.TOO_YOUNG: (too_young, False),
    Refusal.ERASURE_ASKED: (erasure, False),
    Refusal.ITEM_NOT_LENT: (not_lent, True),
    Refusal.ITEM_ON_LOAN_TO_OTHER: (on_loan_to_other, False),
    Refusal.ITEM_ON_LOAN_TO_SAME: (on_loan_to_same, False),
    Refusal.ITEM_HELD_FOR_OTHER: (held, True),
    Refusal.ITEM_LOST: (item("lost"), True),
    Refusal.ITEM_MISSING: (item("missing"), True),
    Refusal.ITEM_WITHDRAWN: (item("withdrawn"), False),
    Refusal.ITEM_IN_PROCESS: (item("in_process"), True),
    Refusal.NO_RULE: (no_rule, False),
}


@pytest.mark.parametrize("code", SPOILED)
def test_refuses(world: World, code: Refusal) -> None:
    """Lending 2.1 to 2.15: each reason alone, and nothing changes."""
    spoil, may_override = SPOILED[code]
    scene = Scene(world)
    spoil(world, scene)
    loans = set(Loan.objects.values_list("id", flat=True))
    tallies = list(Tally.objects.values())
    with pytest.raises(Refused) as refused:
        world.lend(scene.card, scene.item)
    assert [(each.code, each.may_override) for each in refused.value.reasons] == [
        (code, may_override)
    ]
    assert set(Loan.objects.values_list("id", flat=True)) == loans
    assert list(Tally.objects.values()) == tallies


@pytest.mark.parametrize("code", SPOILED)
def test_staff_override_only_what_they_may(world: World, code: Refusal) -> None:
    """Lending 2, the last column."""
    spoil, may_override = SPOILED[code]
    scene = Scene(world)
    spoil(world, scene)
    if may_override:
        lent = world.lend(scene.card, scene.item, overriding={code})
        assert Loan.objects.get(pk=lent.loan_id).item == scene.item
        assert Item.objects.get(pk=scene.item.pk).status == ItemStatus.IN_SERVICE
        assert not Hold.objects.exclude(item=None).exists()
    else:
        with pytest.raises(Refused):
            world.lend(scene.card, scene.item, overriding={code})


def test_overriding_one_reason_leaves_the_other(world: World) -> None:
    """Lending 2.3 and 2.12."""
    scene = Scene(world)
    card_expired(world, scene)
    held(world, scene)
    with pytest.raises(Refused) as refused:
        world.lend(scene.card, scene.item, overriding={Refusal.CARD_EXPIRED})
    assert codes_of(refused.value) == {Refusal.ITEM_HELD_FOR_OTHER}


def test_says_every_reason_at_once(world: World) -> None:
    """Lending 2."""
    scene = Scene(world)
    for spoil in (card("lost"), card_expired, block("conduct"), block("fees"), owes, erasure):
        spoil(world, scene)
    for spoil in (on_loan_to_other, held, item("missing"), not_lent):
        spoil(world, scene)
    with pytest.raises(Refused) as refused:
        world.lend(scene.card, scene.item)
    assert codes_of(refused.value) == {
        Refusal.CARD_LOST,
        Refusal.CARD_EXPIRED,
        Refusal.BLOCKED_CONDUCT,
        Refusal.BLOCKED_FEES,
        Refusal.FEES_OVER_LIMIT,
        Refusal.ERASURE_ASKED,
        Refusal.ITEM_ON_LOAN_TO_OTHER,
        Refusal.ITEM_HELD_FOR_OTHER,
        Refusal.ITEM_MISSING,
        Refusal.ITEM_NOT_LENT,
    }


def test_what_is_over_does_not_stop_anyone(world: World) -> None:
    person, card = world.patron(expires_on=TODAY)
    yesterday = TODAY - timedelta(days=1)
    Block.objects.create(person_id=person, reason="fees", since_on=TODAY, until_on=yesterday)
    Claim.objects.create(
        patron_id=person,
        branch=world.main,
        kind="overdue",
        amount_ore=90_000,
        opened_on=TODAY,
        settled_at=NOW,
    )
    ask_to_be_erased(person, closed_at=NOW)
    assert world.lend(card, world.item()).open_loans == 1


def test_a_limit_of_nothing_stops_nobody(world: World) -> None:
    """Lending 2.5."""
    scene = Scene(world)
    owes(world, scene)
    world.policy = with_fees(world.policy, daily=0, cap=0, block_at=0)
    assert world.lend(scene.card, scene.item).open_loans == 1


def test_fills_the_patrons_own_hold(world: World) -> None:
    """Lending 6."""
    scene = Scene(world)
    Hold.objects.create(
        record=scene.item.record,
        patron_id=scene.person,
        pickup_branch=world.main,
        placed_at=NOW,
        item=scene.item,
        shelf_code="7K3",
        shelf_until_on=TODAY,
    )
    assert world.lend(scene.card, scene.item).filled_hold
    assert not Hold.objects.exists()
    assert set(Tally.objects.values_list("event", "count")) == {("checkout", 1), ("hold_filled", 1)}


def test_another_copy_than_the_one_set_aside_lets_that_one_go_to_the_next(world: World) -> None:
    """Lending 6."""
    scene = Scene(world)
    waiting = world.item(record=scene.item.record)
    mine, next_one = (
        Hold.objects.create(
            record=scene.item.record, patron_id=patron, pickup_branch=world.main, placed_at=NOW
        )
        for patron in (scene.person, world.patron()[0])
    )
    Hold.objects.filter(pk=mine.pk).update(item=waiting, shelf_code="7K3", shelf_until_on=TODAY)
    world.lend(scene.card, scene.item)
    assert Hold.objects.get().pk == next_one.pk
    assert Hold.objects.get().item == waiting


def test_an_item_on_its_way_that_is_lent_has_arrived(world: World) -> None:
    """Lending 7."""
    scene = Scene(world)
    Item.objects.filter(pk=scene.item.pk).update(transit_to=world.other)
    world.lend(scene.card, scene.item)
    assert Item.objects.get(pk=scene.item.pk).transit_to_id is None


@pytest.mark.parametrize("loans", [1, 1000])
def test_as_many_statements_with_one_loan_as_with_a_thousand(world: World, loans: int) -> None:
    person, card = world.patron()
    record = world.record()
    items = [world.item(record=record) for _ in range(loans)]
    Loan.objects.bulk_create(
        Loan(item=each, patron_id=person, branch=world.main, lent_at=NOW, due_on=TODAY)
        for each in items
    )
    world.lend(card, world.item())
    barcode = world.item().barcode
    with CaptureQueriesContext(connection) as captured:
        check_out(card=card, barcode=barcode, branch_id=world.main.pk, now=NOW, policy=world.policy)
    statements = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    # PostgreSQL: lock, facts, both writes in one. SQLite: facts, loan, tally.
    assert len(statements) == 3
