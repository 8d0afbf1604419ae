"""For which site passkeys are made and asked: a name, for browsers take no number."""

from django.conf import settings
from django.http import HttpRequest

from hylla.formats.passkeys import RelyingParty
from hylla.library.queries import policy_in_force

LONGEST_NUMBER = 18
"""Digits of a number that both databases take."""


def party_of(request: HttpRequest) -> RelyingParty:
    """Return the site as passkeys know it."""
    origins = settings.HYLLA_PASSKEY_ORIGINS or (f"{request.scheme}://{request.get_host()}",)
    return RelyingParty(settings.HYLLA_PASSKEY_DOMAIN, policy_in_force().name, tuple(origins))


def named_address(request: HttpRequest) -> str:
    """Return where passkeys work, if not here: under the site's name; else an empty text."""
    host, colon, port = request.get_host().rpartition(":")
    host, port = (host, port) if colon and port.isdigit() else (request.get_host(), "")
    domain = settings.HYLLA_PASSKEY_DOMAIN
    if host == domain or host.endswith(f".{domain}"):
        return ""
    return f"{request.scheme}://{domain}{':' if port else ''}{port}{request.path}"


def number_of(told: str) -> int:
    """Return the number of a passkey as a form names it; 0, which none has, where it is none."""
    return int(told) if told.isascii() and told.isdigit() and len(told) <= LONGEST_NUMBER else 0
