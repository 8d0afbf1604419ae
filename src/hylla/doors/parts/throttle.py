"""How often something may be done from one place, whichever process answers.

No address is stored or logged: what is counted by is a hash whose key lives as long as the run of
the program, in the memory of its processes (docs/adr/0023).
"""

import hmac
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from hylla.doors.parts.who import now_of
from hylla.library.actions import take_from
from hylla.library.rules.pace import Pace


@dataclass(frozen=True)
class Throttle:
    """A bucket for each place, and one for all of them: so many at once, and so many an hour.

    Each page has its own: what is counted on one leaves the others' full.
    """

    at_once: int
    an_hour: float
    together_at_once: int
    together_an_hour: float

    def allows(self, request: HttpRequest) -> bool:
        """Take one from the place's bucket and from everyone's; False where one is empty."""
        page = request.resolver_match.view_name if request.resolver_match else ""
        buckets = {
            _hashed(f"{page} {_place(request)}"): Pace(self.at_once, self.an_hour),
            _hashed(page): Pace(self.together_at_once, self.together_an_hour),
        }
        return take_from(buckets, now=now_of(request))


def _hashed(told: str) -> str:
    return hmac.new(settings.HYLLA_RUN.encode(), told.encode(), "sha256").hexdigest()


def _place(request: HttpRequest) -> str:
    """Name where a request comes from: through a proxy on this machine, what that one saw."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if address in {"127.0.0.1", "::1"}:
        return request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return address
