"""Who carries what leaves the library's own machines: a processor with an agreement, or nobody."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hylla.privacy.policy.values import Policy

THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})


class Outgoing(StrEnum):
    """A way by which data about people can leave the library's machines."""

    MAIL = "mail"
    """E-mail through a server on another machine."""
    EID = "eid"
    """A log-in by e-ID."""
    PUSH = "push"
    """Messages to phones."""
    PAYMENT = "payment"
    """Payments on the web."""
    SMS = "sms"
    """Text messages."""


def uncovered(
    policy: "Policy", *, mail_host: str, eid: bool, payment: bool = False, sms: bool = False
) -> tuple[Outgoing, ...]:
    """Return the ways in use for which the policy names nobody (R48).

    E-mail and text messages need a processor whose agreement covers them, or something of the
    library's own; an e-ID, the push services and who takes payments are recipients that the policy
    names.
    """
    named = {way for each in policy.processors for way in each.carries} | set(policy.own_systems)
    if policy.registration.eid_provider:
        named.add(Outgoing.EID)
    if policy.push_services:
        named.add(Outgoing.PUSH)
    if policy.payments.provider:
        named.add(Outgoing.PAYMENT)
    used = {
        Outgoing.MAIL: mail_host not in THIS_MACHINE,
        Outgoing.EID: eid,
        Outgoing.PUSH: policy.features.push,
        Outgoing.PAYMENT: payment,
        Outgoing.SMS: sms,
    }
    return tuple(way for way, is_used in used.items() if is_used and way not in named)
