"""Tells a browser something through its maker's push service (RFC 8030, RFC 8291, RFC 8292)."""

from hylla.clients.push.keys import Signer
from hylla.clients.push.sending import Answer, Push, Sender
from hylla.clients.push.subscription import Malformed, Subscription

__all__ = ["Answer", "Malformed", "Push", "Sender", "Signer", "Subscription"]
