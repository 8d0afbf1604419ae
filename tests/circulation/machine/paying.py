"""Someone who takes payments on the web, and with a card at a desk."""

from dataclasses import dataclass

from hylla.clients.payments import Order, Sale, State
from tests.fees.till import Till


@dataclass
class Both(Till):
    """A provider, and a terminal that asks for what it is told; the test says what comes of it."""

    name: str = "hall"

    def ask(self, sale: Sale) -> None:
        """Ask for a sum."""
        self.orders[sale.reference] = Order(**vars(sale), back="", answer="")
        self.states[sale.reference] = State.PENDING
