"""TLS everywhere, except from this machine to itself, where nothing crosses a network."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.middleware.security import SecurityMiddleware
from typing_extensions import override


class Transport(SecurityMiddleware):
    """Django's own, which leaves alone what a browser on this machine asks of this machine.

    So a new library can be begun at http://127.0.0.1 before anyone has set up a proxy. A request
    that came through a proxy says so, and is asked for TLS as any other.
    """

    @override
    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Lead to TLS."""
        return None if stays_on_this_machine(request) else super().process_request(request)


def stays_on_this_machine(request: HttpRequest) -> bool:
    """Say whether a request came from this machine, straight, and for a name of this machine."""
    passed_on = any(
        name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto")
    )
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return not passed_on and _is_here(request.META.get("REMOTE_ADDR", "")) and _is_here(host)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
