"""Waiting for any edition of a work, beside those who want one: Holding 9a of the docs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.actions.works import tie_editions, untie_edition
from hylla.catalogue.models import Item, Record
from hylla.circulation.actions import (
    Editions,
    Placed,
    Sought,
    cancel_hold,
    expire_shelf,
    recall,
    renew,
    restore_hold,
    set_loan_rule,
    suspend_hold,
    wait_for,
    withdraw,
)
from hylla.circulation.models import Hold
from hylla.circulation.queries import (
    availability,
    copies_to_fetch,
    expected_weeks,
    holds_of,
    loans_of,
    queue_of,
    waited_for,
)
from hylla.circulation.rules.codes import Refusal
from hylla.circulation.rules.pausing import Pause
from hylla.library.refusals import Refused
from tests.circulation.world import ANYONE, NOW, World

SAME = Editions()
ANY_LANGUAGE = Editions(any_language=True)
ANY_FORM = Editions(any_form=True)
ALL = Editions(any_language=True, any_form=True)


def edition(world: World, *, languages: str = "nob", kind: str = "book", work: str = "w") -> Item:
    """Add a copy of an edition of the work."""
    record = world.record()
    Record.objects.filter(pk=record.pk).update(work_key=work, languages=languages, kind=kind)
    record.refresh_from_db()
    return world.item(record=record)


def seek(
    world: World, person: UUID, item: Item, editions: Editions | None = SAME, *, minutes: int = 0
) -> Placed:
    return wait_for(
        Sought(item.record_id, None, editions),
        person_id=person,
        pickup_branch_id=world.main.pk,
        now=NOW + timedelta(minutes=minutes),
        policy=world.policy,
    )


def waiter(world: World, item: Item, editions: Editions | None = SAME, *, minutes: int = 0) -> UUID:
    person = world.patron()[0]
    seek(world, person, item, editions, minutes=minutes)
    return person


def gets(world: World, item: Item) -> UUID | None:
    """Return whom a copy goes to that is taken in."""
    world.take_back(item)
    return Hold.objects.filter(item=item).values_list("patron_id", flat=True).first()


def codes(world: World, person: UUID, item: Item, editions: Editions | None = SAME) -> set[str]:
    with pytest.raises(Refused) as caught:
        seek(world, person, item, editions)
    return {each.code for each in caught.value.reasons}


@pytest.mark.parametrize(
    ("editions", "other", "fits"),
    [
        (None, {}, False),
        (SAME, {}, True),
        (SAME, {"work": "another"}, False),
        (SAME, {"languages": "nob eng"}, True),
        (SAME, {"languages": "eng nob"}, False),
        (ANY_LANGUAGE, {"languages": "eng"}, True),
        (SAME, {"kind": "audiobook"}, False),
        (ANY_FORM, {"kind": "audiobook"}, True),
        (ANY_LANGUAGE, {"languages": "eng", "kind": "audiobook"}, False),
        (ANY_FORM, {"languages": "eng", "kind": "audiobook"}, False),
        (ALL, {"languages": "eng", "kind": "audiobook"}, True),
    ],
)
def test_a_copy_of_a_fitting_edition_fills_it(
    world: World, editions: Editions | None, other: dict[str, str], fits: bool
) -> None:
    """Returned and scanned, lent over the counter, renewed: all ask the same."""
    asked, copy = edition(world), edition(world, **other)
    person, card = world.patron()
    world.lend(card, copy)
    waiting = waiter(world, asked, editions)
    (loan,) = loans_of(person, now=NOW, policy=world.policy)
    assert loan.others_wait is fits
    assert [each.person_id for each in queue_of(copy.record_id)] == [waiting] * fits
    assert availability([copy.record_id])[copy.record_id].waiting == fits
    if fits:
        with pytest.raises(Refused) as caught:
            renew(barcode=copy.barcode, now=NOW + timedelta(days=5), policy=world.policy)
        assert {each.code for each in caught.value.reasons} == {Refusal.HELD_BY_OTHER}
    else:
        renew(barcode=copy.barcode, now=NOW + timedelta(days=5), policy=world.policy)
    assert gets(world, copy) == (waiting if fits else None)


def test_its_own_loan_fills_it(world: World) -> None:
    asked, other, third = (edition(world) for _ in range(3))
    person, card = world.patron()
    seek(world, person, asked)
    assert world.lend(card, other).filled_hold
    assert not Hold.objects.exists()
    # Another copy was set aside: it goes on.
    next_one = world.patron()
    seek(world, next_one[0], asked)
    assert gets(world, third) == next_one[0]
    last = waiter(world, third, None, minutes=1)
    assert world.lend(next_one[1], asked).filled_hold
    assert Hold.objects.get(item=third).patron_id == last


def test_the_queue_is_one_by_when_each_was_placed(world: World) -> None:
    """Beside who waits for this edition alone, whichever that is."""
    norwegian, english = edition(world), edition(world, languages="eng")
    first = waiter(world, norwegian, None)
    second = waiter(world, norwegian, ANY_LANGUAGE, minutes=1)
    third = waiter(world, english, None, minutes=2)
    fourth = waiter(world, norwegian, None, minutes=3)
    places = [
        each.position
        for person in (first, second, third, fourth)
        for each in holds_of(person, now=NOW, policy=world.policy)
    ]
    # The English edition may go to the second; nobody before waits for it but them.
    assert places == [1, 2, 2, 3]
    assert [each.person_id for each in queue_of(english.record_id)] == [second, third]
    assert gets(world, english) == second
    assert gets(world, norwegian) == first


def test_who_comes_at_one_moment_stands_behind(world: World) -> None:
    one, other = edition(world), edition(world)
    first = waiter(world, one)
    second = waiter(world, other, None)
    assert [each.person_id for each in queue_of(other.record_id)] == [first, second]


def test_refuses_what_it_would_have_twice(world: World) -> None:
    one, other, english = edition(world), edition(world), edition(world, languages="eng")
    person, card = world.patron()
    seek(world, person, one)
    assert codes(world, person, other) == {Refusal.ALREADY_HELD}
    assert codes(world, person, other, None) == {Refusal.ALREADY_HELD}
    assert codes(world, person, english, ANY_LANGUAGE) == {Refusal.ALREADY_HELD}
    seek(world, person, english)
    cancelled = cancel_hold(Hold.objects.get(record=one.record).pk, now=NOW)
    world.lend(card, other)
    assert codes(world, person, one) == {Refusal.HAS_IT_ON_LOAN}
    with pytest.raises(Refused):
        restore_hold(cancelled, now=NOW, policy=world.policy)
    world.take_back(other)
    restore_hold(cancelled, now=NOW, policy=world.policy)
    assert Hold.objects.get(record=one.record).editions == SAME


def test_it_goes_on_where_its_own_edition_is_gone(world: World) -> None:
    """And can be placed there, as long as any edition has a copy that comes back."""
    gone, other = edition(world), edition(world)
    early = waiter(world, gone)
    withdraw(gone.barcode, on=NOW.date())
    late = waiter(world, gone, minutes=1)
    assert codes(world, world.patron()[0], gone, None) == {Refusal.NOTHING_TO_HOLD}
    assert [each.person_id for each in queue_of(other.record_id)] == [early, late]
    assert gets(world, other) == early


def test_it_follows_its_own_title_to_another_work(world: World) -> None:
    one, old, new = edition(world), edition(world), edition(world, work="v")
    waiting = waiter(world, one)
    Record.objects.filter(pk=one.record_id).update(work_key="v")
    assert gets(world, old) is None
    assert gets(world, new) == waiting


def test_an_edition_said_to_be_another_work_takes_its_own_queue_along(world: World) -> None:
    """What stands on the shelf for somebody stays there; what comes back goes by the queues."""
    one, other, more = edition(world), edition(world), edition(world)
    early = waiter(world, one)
    fetched = waiter(world, more, minutes=1)
    own = waiter(world, other, minutes=2)
    assert gets(world, other) == early
    untie_edition(other.record_id)
    assert Hold.objects.get(item=other).patron_id == early
    assert gets(world, one) == fetched
    assert [each.person_id for each in queue_of(other.record_id)] == [own]
    tie_editions(one.record_id, [other.record_id])
    assert gets(world, more) == own


def test_a_pause_lets_the_next_before_and_a_shelf_passes_on(world: World) -> None:
    one, other = edition(world), edition(world)
    first = waiter(world, one)
    second = waiter(world, other, None, minutes=1)
    third = waiter(world, one, minutes=2)
    day = NOW.date()
    hold = Hold.objects.get(patron=first)
    pause = Pause(day, day + timedelta(days=30))
    suspend_hold(hold.pk, pause=pause, person_id=first, now=NOW, policy=world.policy)
    assert gets(world, other) == second
    expire_shelf(now=NOW + timedelta(days=20), policy=world.policy)
    assert Hold.objects.get(item=other).patron_id == third


def test_the_weeks_are_of_all_editions_that_would_do(world: World) -> None:
    one, other = edition(world), edition(world)
    world.lend(world.patron()[1], one)
    alone, roving = world.patron()[0], world.patron()[0]
    about: Any = {"now": NOW, "policy": world.policy}
    seek(world, alone, one, None)
    seek(world, roving, one, minutes=1)
    weeks = [
        *expected_weeks(alone, holds_of(alone, **about), **about).values(),
        *expected_weeks(roving, holds_of(roving, **about), **about).values(),
    ]
    assert weeks == [4, 4]
    cancel_hold(Hold.objects.get(patron=alone).pk, now=NOW)
    assert [*expected_weeks(roving, holds_of(roving, **about), **about).values()] == [1]
    assert other


def test_one_copy_is_fetched_for_it_from_where_it_is_waited_for(world: World) -> None:
    """Of all that stand there: at the branch it is fetched from, whatever its edition."""
    one = edition(world)
    Item.objects.filter(pk=one.pk).update(branch=world.other)
    near = edition(world)
    waiter(world, one)
    about: Any = {"now": NOW, "policy": world.policy}
    assert [each.barcode for each in copies_to_fetch(world.main.pk, **about)] == [near.barcode]
    assert copies_to_fetch(world.other.pk, **about) == ()
    assert waited_for(near.record_id, **about) == {near.barcode}
    assert waited_for(one.record_id, **about) == frozenset()
    world.lend(world.patron()[1], near)
    assert [each.barcode for each in copies_to_fetch(world.other.pk, **about)] == [one.barcode]


def test_a_loan_of_another_edition_is_called_back_for_it(world: World) -> None:
    set_loan_rule(replace(ANYONE, recall_after_days=7))
    one, other = edition(world), edition(world)
    world.lend(world.patron()[1], other)
    with pytest.raises(Refused):
        recall(other.barcode, now=NOW, policy=world.policy)
    waiter(world, one)
    assert recall(other.barcode, now=NOW, policy=world.policy).due_on


@pytest.mark.parametrize("stands", [True, False])
def test_placing_it_calls_back_where_the_rule_does(world: World, stands: bool) -> None:
    """Unless a copy of any fitting edition stands on a shelf."""
    set_loan_rule(replace(ANYONE, recall_after_days=7, auto_recall=True))
    one, other = edition(world), edition(world)
    card = world.patron()[1]
    world.lend(card, other)
    if not stands:
        world.lend(card, one)
    waiter(world, one)
    loans = loans_of(Hold.objects.get().patron_id, now=NOW, policy=world.policy)
    assert not loans
    called = [each.loan_set.filter(recalled_on__isnull=False).exists() for each in (one, other)]
    assert any(called) is not stands


def test_the_database_keeps_them_apart(world: World) -> None:
    """Any edition is of no copy and no set, and a language only of any edition."""
    item = edition(world)
    hold = seek(world, world.patron()[0], item).hold_id
    for wrong in ({"only_item": item}, {"any_edition": False, "any_language": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.filter(pk=hold).update(**wrong)


@pytest.mark.parametrize("many", [2, 40])
def test_very_many_editions_cost_no_statement_more(
    world: World, many: int, statements: dict[str, int]
) -> None:
    items = [edition(world) for _ in range(many)]
    for number in range(many):
        waiter(world, items[number], minutes=number)
    person = world.patron()[0]
    about: Any = {"now": NOW, "policy": world.policy}
    looks = {
        "place": lambda: seek(world, person, items[0], minutes=99),
        "return": lambda: world.take_back(items[1]),
        "mine": lambda: holds_of(person, **about),
        "title": lambda: availability([each.record_id for each in items]),
        "fetch": lambda: copies_to_fetch(world.main.pk, **about),
    }
    for name, look in looks.items():
        with CaptureQueriesContext(connection) as sent:
            look()  # type: ignore[no-untyped-call]  # each is one of those above
        assert statements.setdefault(name, len(sent)) == len(sent), name


@pytest.fixture(scope="module")
def statements() -> dict[str, int]:
    """How many statements each look took, with the fewest editions."""
    return {}
