"""A small OpenID Connect provider on this machine, for the demo and for tests.

It asks nobody for a password. It is as strict as ID-porten with those who ask it: PKCE with S256,
state and nonce are demanded, and a code is good once.
"""

from hylla.clients.eid.local.provider import LocalProvider, LocalSettings, Resident
from hylla.clients.eid.local.server import serve

__all__ = ["LocalProvider", "LocalSettings", "Resident", "serve"]
