"""Payments by others: who takes the money is told a sum and a random reference."""

from hylla.clients.agreement import WrongSettings
from hylla.clients.payments.reading import read_provider
from hylla.clients.payments.terminal import Terminal
from hylla.clients.payments.terminals import read_terminals
from hylla.clients.payments.values import (
    Order,
    PaymentError,
    PaymentProvider,
    Problem,
    Sale,
    Standing,
    State,
    Taker,
)

__all__ = [
    "Order",
    "PaymentError",
    "PaymentProvider",
    "Problem",
    "Sale",
    "Standing",
    "State",
    "Taker",
    "Terminal",
    "WrongSettings",
    "read_provider",
    "read_terminals",
]
