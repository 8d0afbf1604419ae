"""Many returns in one go: *Taking back many* of docs/domains/circulation.md."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions import Answer, Batch, place_hold, return_many
from hylla.circulation.models import Loan
from hylla.circulation.queries import Errand, to_put_away
from hylla.patrons.models import Session, TakenScan
from hylla.statistics.models import Tally
from tests.circulation.world import NOW, World, policy_of, with_fees


@pytest.fixture
def batch(world: World) -> Batch:
    """One page of one log-in."""
    session = Session.objects.create(session_key="a" * 32, expire_date=NOW + timedelta(days=1))
    return Batch(session.session_key, "a word", world.main.pk)


def send(world: World, batch: Batch, barcodes: Iterable[str]) -> tuple[Answer, ...]:
    lines = [(each,) for each in barcodes]
    return return_many(lines, batch=batch, now=NOW, policy=world.policy)


def on_loan(world: World, **values: object) -> Item:
    item = world.item(**values)  # type: ignore[arg-type]  # what the world's own method takes
    world.lend(world.patron()[1], item)
    return item


def test_each_goes_where_it_belongs_sorted_by_what_to_do(world: World, batch: Batch) -> None:
    shelf, away, held, nobody = (
        on_loan(world),
        on_loan(world, branch=world.other),
        on_loan(world),
        world.item(),
    )
    withdrawn = world.item(status=ItemStatus.WITHDRAWN)
    place_hold(
        person_id=world.patron()[0],
        record_id=held.record_id,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    told = [shelf.barcode, "no barcode", nobody.barcode, withdrawn.barcode, away.barcode]
    answers = send(world, batch, [*told, held.barcode, shelf.barcode])
    errands = [each.put_away.errand for each in answers]
    assert errands == [
        Errand.HOLD_SHELF,
        Errand.TRANSIT,
        Errand.STAFF,
        Errand.SHELF,
        Errand.SHELF,
        Errand.UNKNOWN,
    ]
    first, second = answers[0].put_away.item, answers[1].put_away.item
    assert first
    assert first.shelf_code
    assert second
    assert second.transit_to_id == world.other.pk
    not_out = {each.put_away.entry for each in answers if each.nobody_had_it}
    assert not_out == {nobody.barcode, withdrawn.barcode}
    assert not Loan.objects.exists()


def test_sent_twice_nothing_is_done_twice(world: World, batch: Batch) -> None:
    world.policy = with_fees(policy_of("umea"), daily=200, cap=5000, block_at=10_000)
    late, item = on_loan(world), on_loan(world)
    Loan.objects.filter(item=late).update(due_on=NOW.date() - timedelta(days=1))
    told = [late.barcode, item.barcode]
    assert sum(each.fee_ore for each in send(world, batch, told)) == 200
    world.lend(world.patron()[1], item)
    again = {each.put_away.entry: each for each in send(world, batch, told)}
    assert all(each.came_before for each in again.values())
    assert again[late.barcode].fee_ore == 200
    assert again[item.barcode].put_away.errand is Errand.ON_LOAN
    assert Loan.objects.filter(item=item, returned_at=None).exists(), "of the next borrower"
    assert sum(Tally.objects.filter(event="return").values_list("count", flat=True)) == 2
    send(world, replace(batch, word="another"), [item.barcode])
    assert not Loan.objects.exists(), "another page does it"


def test_no_line_stops_another(world: World, batch: Batch) -> None:
    """A day that may not be is refused for each; what else is wrong stops that line alone."""
    item = on_loan(world)
    ahead = replace(batch, returned_on=NOW.date() + timedelta(days=1))
    (answer,) = send(world, ahead, [item.barcode])
    assert [each.code for each in answer.reasons] == ["return_day_ahead"]
    assert Loan.objects.exists()
    answers = send(world, batch, ["", "x" * 200, item.barcode, "\N{PILE OF POO}"])
    assert [each.put_away.errand for each in answers].count(Errand.UNKNOWN) == 3
    assert not Loan.objects.exists()


def test_nothing_leads_from_a_title_to_a_patron(world: World, batch: Batch) -> None:
    person, card = world.patron()
    item = world.item()
    world.lend(card, item)
    answers = send(world, batch, [item.barcode])
    kept = str(list(TakenScan.objects.values()))
    for told in str(person), person.hex, card, item.barcode:
        assert told not in kept
    assert str(person) not in str(answers)
    assert card not in str(answers)


def test_looking_returns_nothing(world: World) -> None:
    item = on_loan(world)
    (looked,) = to_put_away([("a reading", item.barcode)])
    assert (looked.errand, looked.entry) == (Errand.ON_LOAN, "a reading")
    assert Loan.objects.exists()
