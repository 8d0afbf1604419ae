"""A small payment provider and a card terminal on this machine: no money moves.

They are strict with those who ask them: what is not signed is refused, and so is an order that says
more than it must.
"""

from hylla.clients.payments.local.provider import LocalPayments
from hylla.clients.payments.local.server import serve
from hylla.clients.payments.local.terminal import LocalTerminal, serve_terminal

__all__ = ["LocalPayments", "LocalTerminal", "serve", "serve_terminal"]
