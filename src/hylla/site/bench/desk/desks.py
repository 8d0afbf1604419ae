"""Desks with a scanner each, over HTTP: from the last bar of a scan to the last byte of its answer.

A desk keeps its connection and its cookie as a browser does, and sends one scan after the other. It
sends what the page's script sends: for which opening its page was made, and that the menu and the
open patron's forms are on its screen, so that only what a scan changes is answered. What a browser
then takes to show the answer is not in these figures.
"""

import random
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle
from threading import Barrier
from urllib.parse import urlencode

from hylla.site.bench.desk.people import SECRET, Case

HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
    "Accept-Language": "en",
}
OPENING = re.compile(rb'name="opened" value="([0-9]+)"')
OUTCOME = re.compile(rb'data-outcome="([a-z]*)"')
ITEMS = 3
"""Lent to each patron, and then taken back."""
Scan = tuple[dict[str, str], bytes]
"""What a scan sends, and what its answer must be about."""


class Desk:
    """One desk: a browser in which somebody is logged in."""

    def __init__(self, port: int, username: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = dict(HEADERS)
        self.answer = b""
        if username:
            self._log_in(username)

    def scan(self, told: dict[str, str], wanted: bytes = b"") -> float:
        """Send a scan, and return the seconds until its answer was there.

        :raises ValueError: the answer is about something else.
        """
        shown = OPENING.search(self.answer)
        opening = shown[1].decode() if shown else "0"
        self._headers["Hylla-Part"] = opening
        body = urlencode({**told, "opened": opening, "word": secrets.token_urlsafe(12)})
        began = time.perf_counter()
        try:
            self.answer = self._send(body)
        except ConnectionError:
            # The server lets go of a connection that is idle; a browser opens another then.
            self._connection.close()
            self.answer = self._send(body)
        took = time.perf_counter() - began
        found = OUTCOME.search(self.answer) if wanted else None
        if wanted and (found is None or found[1] != wanted):
            raise ValueError(f"wanted {wanted!r}, was told {found[1] if found else None!r}")
        return took

    def _send(self, body: str) -> bytes:
        self._connection.request("POST", "/en/desk/", body, self._headers)
        return self._connection.getresponse().read()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _log_in(self, username: str) -> None:
        body = urlencode({"username": username, "password": SECRET})
        self._connection.request("POST", "/en/desk/log-in/", body, self._headers)
        answer = self._connection.getresponse()
        answer.read()
        cookies = [each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie") or ()]
        if answer.status != 302 or not cookies:  # noqa: PLR2004 - HTTP's number for "go there"
            raise ValueError(f"nobody was logged in: {answer.status}")
        self._headers["Cookie"] = "; ".join(cookies)


def visits(case: Case, *, desk: int, of: int) -> Iterator[list[Scan]]:
    """Yield what a desk scans for one patron after another; no other desk has these."""
    items = cycle(case.barcodes[desk::of])
    for card in cycle(case.cards[desk::of]):
        lent = [next(items) for _ in range(ITEMS)]
        yield [
            ({"entry": card}, b"opened"),
            *(({"entry": each}, b"lent") for each in lent),
            *(({"entry": each, "mode": "return"}, b"returned") for each in lent),
            ({"entry": ""}, b"closed"),
        ]


def work(
    desks: Sequence[Desk], case: Case, *, patrons: int, pause: float, checks: bool = True
) -> list[float]:
    """Let all desks serve so many patrons each at once; return how long each scan took.

    `pause` is how many seconds pass between a desk's scans, on average; 0 is none at all.
    """
    together = Barrier(len(desks))

    def serve(number: int) -> list[float]:
        todo = visits(case, desk=number, of=len(desks))
        wait = _pauses(pause, seed=number)
        together.wait()
        took = []
        for _ in range(patrons):
            for told, wanted in next(todo):
                wait()
                took.append(desks[number].scan(told, wanted if checks else b""))
        return took

    with ThreadPoolExecutor(len(desks)) as threads:
        return [each for took in threads.map(serve, range(len(desks))) for each in took]


def _pauses(pause: float, *, seed: int) -> Callable[[], None]:
    dice = random.Random(seed)  # noqa: S311 - the same each time, and no secret
    return lambda: time.sleep(dice.uniform(0, 2 * pause)) if pause else None
