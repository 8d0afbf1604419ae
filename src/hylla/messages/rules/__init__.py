"""Whom a message goes to, by which channel, when, and when it is tried again."""

from hylla.messages.rules.quiet import sounds_again_at
from hylla.messages.rules.routing import (
    FIRST_WAIT,
    GIVE_UP_AFTER,
    HELD,
    LAW_DEMANDS,
    NEVER_TO_A_PHONE,
    PUSH_ATTEMPTS,
    PUSH_LASTS,
    SMS_LASTS,
    Addressee,
    Channel,
    Code,
    is_final,
    may_go_to_guardian,
    route,
    service_of,
    wait_after,
)

__all__ = [
    "FIRST_WAIT",
    "GIVE_UP_AFTER",
    "HELD",
    "LAW_DEMANDS",
    "NEVER_TO_A_PHONE",
    "PUSH_ATTEMPTS",
    "PUSH_LASTS",
    "SMS_LASTS",
    "Addressee",
    "Channel",
    "Code",
    "is_final",
    "may_go_to_guardian",
    "route",
    "service_of",
    "sounds_again_at",
    "wait_after",
]
