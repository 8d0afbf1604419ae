"""How a request comes as far as a test needs it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from hylla.catalogue.rules.copies import NewCopy
from hylla.circulation.actions import Returned
from hylla.interlibrary.actions import approve, order, receive, wish
from hylla.interlibrary.models import Order, Partner
from hylla.interlibrary.rules import Wanted
from tests.circulation.world import NOW, TODAY, World

BOOK = Wanted("Sjøens språk", "Tang, Alf", "978-82-02-18000-3", 1999)
BARCODE = "NABO-0042"
DUE = TODAY + timedelta(days=21)


def asked(world: World, person: UUID, wanted: Wanted = BOOK, *, now: datetime = NOW) -> UUID:
    """Ask for something."""
    return wish(
        wanted, person_id=person, pickup_branch_id=world.main.pk, now=now, policy=world.policy
    )


def ordered(world: World, person: UUID, partner: Partner, wanted: Wanted = BOOK) -> Order:
    """Ask for something, say yes, and send it to another library."""
    approve(wished := asked(world, person, wanted), policy=world.policy)
    return Order.objects.get(pk=order(wished, partner_id=partner.pk, now=NOW))


def received(
    world: World, row: Order, *, barcode: str = BARCODE, due_on: date = DUE, now: datetime = NOW
) -> Returned:
    """Take in what has come."""
    copy = NewCopy(barcode, world.main.pk, "book")
    return receive(row.pk, copy, due_on=due_on, now=now, policy=world.policy)
