"""Taking copies out of the collection: docs/domains/circulation.md, Withdrawing."""

import pytest

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions import withdraw
from hylla.circulation.models import Hold
from hylla.circulation.rules.codes import Refusal
from hylla.library.refusals import Refused
from tests.circulation.world import NOW, World


def codes(barcode: str) -> set[str]:
    with pytest.raises(Refused) as refused:
        withdraw(barcode, on=NOW.date())
    return {each.code for each in refused.value.reasons}


def test_what_is_on_loan_is_not_withdrawn(world: World) -> None:
    item = world.item()
    world.lend(world.patron()[1], item)
    assert codes(item.barcode) == {Refusal.ITEM_ON_LOAN_TO_OTHER}
    assert Item.objects.get(pk=item.pk).status == ItemStatus.IN_SERVICE


def test_what_is_set_aside_is_not_withdrawn(world: World) -> None:
    item = world.item()
    Hold.objects.create(
        record_id=item.record_id,
        patron_id=world.patron()[0],
        pickup_branch_id=item.branch_id,
        placed_at=NOW,
        item=item,
    )
    assert codes(item.barcode) == {Refusal.ITEM_HELD_FOR_OTHER}


def test_what_nobody_has_is_withdrawn(world: World) -> None:
    item = world.item()
    withdraw(item.barcode, on=NOW.date())
    assert Item.objects.get(pk=item.pk).status == ItemStatus.WITHDRAWN
    assert codes("nothing") == {"barcode_unknown"}
