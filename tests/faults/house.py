"""A small library on a database of its own, for processes that are killed.

`make` migrates and fills it and prints what may be lent; `count` prints what became of it.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db.models import Sum  # noqa: E402 - as above

from hylla.catalogue.models import Item  # noqa: E402 - as above
from hylla.circulation.models import Loan  # noqa: E402 - as above
from hylla.library.actions import add_machine, publish_policy  # noqa: E402 - as above
from hylla.library.rules import NewMachine  # noqa: E402 - as above
from hylla.statistics.models import Event, Tally  # noqa: E402 - as above
from tests.circulation.world import NOW, POLICIES, TODAY, make_world, policy_of  # noqa: E402 - as above

ITEMS = 6000


def make(secret: str) -> dict[str, list[str]]:
    """Make the library, with a machine called `storm`."""
    call_command("migrate", verbosity=0)
    publish_policy((POLICIES / "umea.toml").read_text(), now=NOW)
    world = make_world(policy_of("umea"))
    add_machine(NewMachine("storm", secret, world.main.pk))
    record = world.record()
    barcodes = [f"S{number:05d}" for number in range(ITEMS)]
    Item.objects.bulk_create(
        Item(barcode=each, record=record, item_type_id="book", branch=world.main, added_on=TODAY)
        for each in barcodes
    )
    return {"cards": [world.patron()[1] for _ in range(10)], "barcodes": barcodes}


def count() -> dict[str, object]:
    """Return which items are lent, one for each loan, and how many loans were counted."""
    counted = Tally.objects.filter(event=Event.CHECKOUT).aggregate(all=Sum("count"))["all"]
    return {"lent": list(Loan.objects.values_list("item__barcode", flat=True)), "counted": counted}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make(sys.argv[2]) if sys.argv[1] == "make" else count()) + "\n")
