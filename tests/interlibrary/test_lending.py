"""What we lend to other libraries: a copy, an office and a number."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from hylla.catalogue.models import Item
from hylla.circulation.actions import check_out, place_hold, return_item
from hylla.circulation.actions.routing import Route
from hylla.circulation.queries import item_state
from hylla.circulation.queries.items import ItemPlace
from hylla.interlibrary.actions import (
    add_partner,
    consign,
    end_consignment,
    remind_partners,
    send_out,
    write_to_partners,
)
from hylla.interlibrary.models import Consignment, Partner
from hylla.interlibrary.queries import consignments
from hylla.interlibrary.rules import Refusal
from hylla.library.refusals import Refused
from tests.circulation.world import NOW, TODAY, World
from tests.interlibrary.ways import BARCODE, DUE, ordered, received


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def away(world: World, partner: Partner, item: Item, number: str = "N-1") -> int:
    return consign(item.barcode, partner_id=partner.pk, number=number, now=NOW, policy=world.policy)


def test_there_and_back_to_who_waits(world: World, partner: Partner) -> None:
    """Nobody else gets it meanwhile; whoever waits for it gets it when it is back."""
    item = world.item()
    sent = away(world, partner, item)
    send_out(sent, due_on=DUE, now=NOW, policy=world.policy)
    state = item_state(item.barcode)
    assert state is not None
    assert state.place is ItemPlace.AWAY
    person, card = world.patron()
    told: dict[str, Any] = {"branch_id": world.main.pk, "now": NOW, "policy": world.policy}
    with pytest.raises(Refused) as refused:
        check_out(card=card, barcode=item.barcode, **told)
    assert codes(refused) == ["item_away"]
    place_hold(
        person_id=person,
        record_id=item.record_id,
        pickup_branch_id=world.main.pk,
        now=NOW,
        policy=world.policy,
    )
    assert return_item(barcode=item.barcode, **told).destination.route is Route.STAFF
    back = end_consignment(sent, **told)
    assert back.destination.route is Route.HOLD_SHELF
    assert not Consignment.objects.exists()
    with pytest.raises(Refused) as refused:
        end_consignment(sent, **told)
    assert codes(refused) == [Refusal.UNKNOWN_CONSIGNMENT]


def test_what_is_late_is_asked_for_by_mail_and_again_after_a_while(
    world: World, partner: Partner
) -> None:
    sent = away(world, partner, world.item())
    send_out(sent, due_on=DUE, now=NOW, policy=world.policy)

    def written(days: int) -> int:
        now = NOW + timedelta(days=days)
        remind_partners(now=now, policy=world.policy)
        return write_to_partners(policy=world.policy, now=now)

    assert [written(days) for days in (21, 22, 23, 35, 36)] == [0, 1, 0, 0, 1]
    assert mail.outbox[0].to == [partner.email]
    assert "N-1" in mail.outbox[0].body
    later = NOW + timedelta(days=36)
    send_out(sent, due_on=later.date() + timedelta(days=9), now=later, policy=world.policy)
    assert written(37) == 0
    (told,) = consignments(on=later.date())
    assert not told.is_late


def test_what_is_not_free_is_not_sent(world: World, partner: Partner) -> None:
    person, card = world.patron()
    lent, free = world.item(), world.item()
    world.lend(card, lent)
    with pytest.raises(Refused) as refused:
        away(world, partner, lent)
    assert codes(refused) == [Refusal.ITEM_NOT_FREE]
    away(world, partner, free)
    for item, number, code in (
        (free, "N-2", Refusal.ITEM_NOT_FREE),
        (world.item(), "N-1", Refusal.NUMBER_TAKEN),
        (world.item(), "  ", Refusal.NUMBER_MISSING),
    ):
        with pytest.raises(Refused) as refused:
            away(world, partner, item, number)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        consign("404", partner_id=0, number="N-3", now=NOW, policy=world.policy)
    assert codes(refused) == [Refusal.UNKNOWN_PARTNER, "unknown_item"]
    received(world, ordered(world, person, partner))
    with pytest.raises(Refused) as refused:
        away(world, partner, Item.objects.get(barcode=BARCODE), "N-4")
    assert codes(refused) == [Refusal.NOT_OURS]


def test_a_day_that_is_past_is_refused(world: World, partner: Partner) -> None:
    sent = away(world, partner, world.item())
    with pytest.raises(Refused) as refused:
        send_out(sent, due_on=TODAY, now=NOW, policy=world.policy)
    assert codes(refused) == [Refusal.DUE_PAST]


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [
        ("  ", "a@example.org", Refusal.PARTNER_NAMELESS),
        ("Havn", "havn", Refusal.PARTNER_NAMELESS),
        (" Nabovik ", "b@example.org", Refusal.PARTNER_TAKEN),
    ],
)
def test_a_library_without_name_or_office_is_refused(
    partner: Partner, name: str, email: str, code: Refusal
) -> None:
    with pytest.raises(Refused) as refused:
        add_partner(name, email=email)
    assert codes(refused) == [code]
    assert Partner.objects.count() == 1
