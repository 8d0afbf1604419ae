"""What is said between the library and whoever takes a payment for it: no name and no title."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """How a payment stands with the provider."""

    PENDING = "pending"
    PAID = "paid"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Problem(StrEnum):
    """Why the provider's help could not be had."""

    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"
    """It answered, and not as agreed: what was asked may have been done or not."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """It has no payment with this reference."""
    UNSIGNED = "unsigned"
    """What came is not the provider's, or too old."""


class PaymentError(Exception):
    """The provider did not do what was asked; the problem says why, and nothing of anyone."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Sale:
    """All that a terminal is told: what is to be paid, under a reference that leads nowhere."""

    reference: str
    amount_ore: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class Order(Sale):
    """All that a provider on the web is told: a sale, and where to go on from there."""

    back: str
    """Where the payer's browser goes afterwards."""
    answer: str
    """Where the provider itself says what came of it."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the payment of an order stands."""

    reference: str
    state: State
    amount_ore: int
    currency: str


class Taker(Protocol):
    """Whoever has taken a payment, on the web or at a desk."""

    def standing(self, reference: str) -> Standing:
        """Ask how a payment stands.

        :raises PaymentError: the taker is away, or knows of no such payment.
        """

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Have money paid back, once for each key however often it is asked.

        :raises PaymentError: the taker is away, or does not want it.
        """


class PaymentProvider(Taker, Protocol):
    """Whoever takes payments on the web; each protocol that one speaks is a class like this."""

    def begin(self, order: Order) -> str:
        """Return the address at which an order is paid.

        :raises PaymentError: the provider is away, or does not want it.
        """

    def answered(self, body: bytes, signature: str) -> Standing:
        """Return what the provider has sent of itself.

        :raises PaymentError: it is not signed as agreed, or long ago.
        """
