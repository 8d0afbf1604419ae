"""A small payment provider on this machine, for the demo and for tests: no money moves.

It is strict with those who ask it: what is not signed is refused, and so is an order that says
more than it must.
"""

from hylla.clients.payments.local.provider import LocalPayments
from hylla.clients.payments.local.server import serve

__all__ = ["LocalPayments", "serve"]
