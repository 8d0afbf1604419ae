"""Payments on the web: a provider takes the money, and is told a sum and a random reference."""

from hylla.clients.payments.reading import read_provider
from hylla.clients.payments.values import (
    Order,
    PaymentError,
    PaymentProvider,
    Problem,
    Standing,
    State,
    WrongSettings,
)

__all__ = [
    "Order",
    "PaymentError",
    "PaymentProvider",
    "Problem",
    "Standing",
    "State",
    "WrongSettings",
    "read_provider",
]
