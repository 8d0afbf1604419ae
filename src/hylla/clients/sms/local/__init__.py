"""A gateway on this machine that sends nothing, and shows on a page what it was given.

It is strict with those who ask: what is not signed is refused, and so is what says more than it
must.
"""

from hylla.clients.sms.local.gateway import LocalGateway
from hylla.clients.sms.local.server import serve

__all__ = ["LocalGateway", "serve"]
