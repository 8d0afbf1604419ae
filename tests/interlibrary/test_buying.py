"""What the library buys because somebody asked for it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hylla.catalogue.models import Item
from hylla.circulation.actions import place_hold
from hylla.circulation.models import Hold
from hylla.circulation.queries import holds_of
from hylla.interlibrary.actions import approve, arrive, buy, decline, order, take_back_wish
from hylla.interlibrary.models import Partner, Wish
from hylla.interlibrary.queries import requests_of
from hylla.interlibrary.rules import Refusal, Stage, Why
from hylla.library.refusals import Refused
from hylla.messages.models import Message
from hylla.patrons.actions import block
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.policy import Interlibrary
from tests.circulation.world import NOW, TODAY, World
from tests.interlibrary.ways import asked, ordered, received


@pytest.fixture(autouse=True)
def buying(world: World) -> None:
    """The library buys nothing but what patrons suggest, and borrows nothing from others."""
    world.policy = replace(world.policy, interlibrary=Interlibrary(buys=True))


def come(world: World, wished: UUID, barcode: str) -> str | None:
    """Let a copy come; return the code on the shelf under which it is set aside."""
    here: dict[str, Any] = {"branch_id": world.main.pk, "now": NOW, "policy": world.policy}
    return arrive(wished, barcode, **here).destination.shelf_code


def hold(world: World, person: UUID, copy: Item) -> None:
    """Let somebody wait for a title."""
    told: dict[str, Any] = {"pickup_branch_id": world.main.pk, "now": NOW, "policy": world.policy}
    place_hold(person_id=person, record_id=copy.record_id, **told)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def stage(world: World, person: UUID) -> list[Stage]:
    return [each.stage for each in requests_of(person, now=NOW, policy=world.policy)]


def test_what_was_bought_is_set_aside_for_whoever_asked(world: World) -> None:
    person, _ = world.patron()
    wished = asked(world, person)
    buy(wished, policy=world.policy)
    assert stage(world, person) == [Stage.BOUGHT]
    copy = world.item()
    assert come(world, wished, copy.barcode)
    assert not Wish.objects.exists()
    (held,) = holds_of(person, now=NOW, policy=world.policy)
    assert held.record_id == copy.record_id
    assert Message.objects.get().template == "hold_ready"


def test_who_waits_longer_gets_it_first(world: World) -> None:
    first, _ = world.patron()
    person, _ = world.patron()
    copy = world.item()
    hold(world, first, copy)
    buy(wished := asked(world, person), policy=world.policy)
    come(world, wished, copy.barcode)
    assert Hold.objects.get(item=copy).patron_id == first
    assert Hold.objects.get(patron=person).item is None


def test_who_found_it_already_waits_on(world: World) -> None:
    person, _ = world.patron()
    copy = world.item()
    hold(world, person, copy)
    before = Hold.objects.get().pk
    buy(wished := asked(world, person), policy=world.policy)
    assert come(world, wished, copy.barcode)
    assert Hold.objects.get().pk == before
    assert not Wish.objects.exists()


def test_who_may_not_wait_keeps_the_wish(world: World) -> None:
    person, _ = world.patron()
    buy(wished := asked(world, person), policy=world.policy)
    block(person, BlockReason.CONDUCT, on=TODAY)
    with pytest.raises(Refused) as refused:
        come(world, wished, world.item().barcode)
    assert codes(refused) == ["blocked_conduct"]
    assert stage(world, person) == [Stage.BOUGHT]
    assert not Hold.objects.exists()


def test_bought_only_where_that_is_offered_and_nobody_decided_otherwise(world: World) -> None:
    person, _ = world.patron()
    wished = asked(world, person)
    nothing = replace(world.policy, interlibrary=Interlibrary(offered=True))
    with pytest.raises(Refused) as refused:
        buy(wished, policy=nothing)
    assert codes(refused) == [Refusal.NOT_OFFERED]
    with pytest.raises(Refused) as refused:
        approve(wished, policy=world.policy)
    assert codes(refused) == [Refusal.NOT_OFFERED]
    with pytest.raises(Refused) as refused:
        come(world, wished, world.item().barcode)
    assert codes(refused) == [Refusal.NOT_BOUGHT]
    buy(wished, policy=world.policy)
    with pytest.raises(Refused) as refused:
        buy(wished, policy=world.policy)
    assert codes(refused) == [Refusal.DECIDED]
    decline(wished, why=Why.NOT_BOUGHT, now=NOW)
    assert stage(world, person) == [Stage.DECLINED]
    with pytest.raises(Refused) as refused:
        buy(wished, policy=world.policy)
    assert codes(refused) == [Refusal.DECIDED]


def test_no_library_lent_it_so_it_is_bought(world: World, partner: Partner) -> None:
    world.policy = replace(world.policy, interlibrary=Interlibrary(offered=True, buys=True))
    person, _ = world.patron()
    approve(wished := asked(world, person), policy=world.policy)
    buy(wished, policy=world.policy)
    with pytest.raises(Refused) as refused:
        order(wished, partner_id=partner.pk, now=NOW)
    assert codes(refused) == [Refusal.NOT_APPROVED]
    assert stage(world, person) == [Stage.BOUGHT]


def test_a_wrong_barcode_and_a_copy_of_anothers_are_refused(world: World, partner: Partner) -> None:
    world.policy = replace(world.policy, interlibrary=Interlibrary(offered=True, buys=True))
    person, _ = world.patron()
    other, _ = world.patron()
    received(world, ordered(world, other, partner), barcode="NABO-7")
    buy(wished := asked(world, person), policy=world.policy)
    for barcode in ("NOPE-1", "NABO-7"):
        with pytest.raises(Refused) as refused:
            come(world, wished, barcode)
        assert codes(refused) == [Refusal.NOT_FROM_US]
    take_back_wish(wished, person_id=person)
    with pytest.raises(Refused) as refused:
        come(world, wished, world.item().barcode)
    assert codes(refused) == [Refusal.UNKNOWN_WISH]
    assert Hold.objects.filter(patron=person).count() == 0
