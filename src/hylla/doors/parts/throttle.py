"""How often something may be done from one place: counted in memory, under a key of this process.

No address is stored or logged: what is counted by is a hash whose key dies with the process.
"""

import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field

from django.http import HttpRequest

MOST_PLACES = 10_000
"""More than that are forgotten at once: memory is not for who asks most."""
_KEY = secrets.token_bytes(32)


@dataclass
class Throttle:
    """A bucket for each place, and one for all of them: so many at once, and so many an hour."""

    at_once: int
    an_hour: float
    together_at_once: int
    together_an_hour: float
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, request: HttpRequest) -> bool:
        """Take one from the place's bucket and from everyone's; False where one is empty."""
        with self._lock:
            if len(self._buckets) > MOST_PLACES:
                self._buckets.clear()
            own = self._take(_place(request), self.at_once, self.an_hour)
            return own and self._take("", self.together_at_once, self.together_an_hour)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._buckets.clear()

    def _take(self, place: str, most: int, an_hour: float) -> bool:
        now = time.monotonic()
        left, since = self._buckets.get(place, (float(most), now))
        left = min(float(most), left + (now - since) * an_hour / 3600)
        self._buckets[place] = (max(left - 1, left % 1), now)
        return left >= 1


def _place(request: HttpRequest) -> str:
    """Name where a request comes from: through a proxy on this machine, what that one saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if address in {"127.0.0.1", "::1"}:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return hmac.new(_KEY, address.encode(), "sha256").hexdigest()
