"""Processes killed in the middle of lending: what was acknowledged is there, once.

Twenty-five kills on each database in the check; `HYLLA_KILLS=50` for the long storm.
"""

import json
import os
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from fcntl import F_SETPIPE_SZ, fcntl
from subprocess import Popen

import pytest
from django.db.models import Sum

from hylla.catalogue.models import Item, Record
from hylla.circulation.models import Loan
from hylla.statistics.models import Tally
from tests.circulation.processes import running
from tests.circulation.world import TODAY, World, make_world, policy_of

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("HYLLA_KILLS", "25"))
AT_ONCE = 2
ITEMS = 400
"""For each lender; one that the storm spares until it has lent them all is replaced, too."""


@pytest.fixture
def world(transactional_db: None) -> World:
    """A library whose rows other processes see."""
    return make_world(policy_of("umea"))


class Storm:
    """Two lenders at any time; one that dies is replaced."""

    def __init__(self, world: World, nursery: "Popen[str]") -> None:
        self.world, self.nursery = world, nursery
        self.cards = [world.patron()[1] for _ in range(10)]
        self.record = world.record()
        self.acknowledged: list[str] = []
        self.lenders: list[int] = []
        self.series = self.kills = 0

    def start_lender(self) -> None:
        """Fork one, with items that nobody else lends."""
        assert self.nursery.stdin is not None
        barcodes = add_items(self.world, self.record, self.series)
        self.series += 1
        self.nursery.stdin.write(json.dumps([self.cards, barcodes]) + "\n")
        while len(self.lenders) < AT_ONCE and not self.hear().startswith("forked"):
            pass

    def hear(self) -> str:
        """Take down one line of what the lenders tell, and replace one that has lent everything."""
        assert self.nursery.stdout is not None
        word, _, rest = self.nursery.stdout.readline().strip().partition(" ")
        if word == "lent":
            self.acknowledged.append(rest)
        elif word == "forked":
            self.lenders.append(int(rest))
        elif word == "done" and int(rest) in self.lenders:
            self.lenders.remove(int(rest))
            self.start_lender()
        assert word in {"lent", "forked", "done"}, "nobody lends any longer"
        return word

    def kill_one(self) -> None:
        """Kill a lender after a random number of loans, and start another."""
        for _ in range(random.randrange(1, 40)):
            self.hear()
        victim = self.lenders.pop(random.randrange(len(self.lenders)))
        # One that has just ended by itself was not killed.
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
            self.kills += 1
        self.start_lender()

    def end(self) -> None:
        """Kill the last, and take down what they told before."""
        for lender in self.lenders:
            with suppress(ProcessLookupError):
                os.kill(lender, signal.SIGKILL)
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.close()
        for line in self.nursery.stdout:
            if line.startswith("lent "):
                self.acknowledged.append(line.split()[1])


def add_items(world: World, record: Record, series: int) -> list[str]:
    """Add copies for one lender."""
    barcodes = [f"S{series:03d}-{number:04d}" for number in range(ITEMS)]
    Item.objects.bulk_create(
        Item(
            barcode=barcode,
            record=record,
            item_type_id="book",
            branch=world.main,
            added_on=TODAY,
        )
        for barcode in barcodes
    )
    return barcodes


@pytest.fixture
def storm(world: World) -> Iterator[Storm]:
    """A storm of checkouts."""
    with running("tests.faults.storm", str(world.main.pk)) as nursery:
        assert nursery.stdout is not None
        # A short pipe: who lends must not run far ahead of who listens.
        fcntl(nursery.stdout, F_SETPIPE_SZ, 4096)
        blowing = Storm(world, nursery)
        for _ in range(AT_ONCE):
            blowing.start_lender()
        yield blowing
        # Closed by the test's end of the storm, and not to be flushed once more.
        nursery.stdin = None


def test_kills_lose_nothing_and_double_nothing(storm: Storm) -> None:
    while storm.kills < KILLS:
        storm.kill_one()
    storm.end()
    loans = {str(each) for each in Loan.objects.values_list("id", flat=True)}
    assert len(storm.acknowledged) == len(set(storm.acknowledged)) > KILLS
    assert set(storm.acknowledged) <= loans, "an acknowledged loan was lost"
    # What was not acknowledged is at most the one transaction each was killed in.
    assert len(loans) - len(storm.acknowledged) <= KILLS + AT_ONCE
    assert Loan.objects.values("item").distinct().count() == len(loans), "an item was lent twice"
    # A loan and its number stand in one transaction: neither is there without the other.
    assert Tally.objects.aggregate(all=Sum("count"))["all"] == len(loans)
