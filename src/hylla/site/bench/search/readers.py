"""Readers who turn one page of results after another, over HTTP, while copies change."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import quote

READERS = 8
PAUSE = 1.0
"""Seconds for which a page is read, more or less: nobody reads one in less."""
_TIMEOUT = 60
_CHANGES_EACH_SECOND = 5


def read(port: int, queries: Sequence[str], *, pages: int) -> list[float]:
    """Let all readers read so many pages each; return how long each page took, in seconds."""
    with ThreadPoolExecutor(READERS) as readers:
        took = readers.map(lambda seed: _one(port, queries, pages, seed), range(READERS))
        return [each for some in took for each in some]


def _one(port: int, queries: Sequence[str], pages: int, seed: int) -> list[float]:
    dice = random.Random(seed)  # noqa: S311 - who reads what is no secret here
    time.sleep(dice.random() * PAUSE)
    took = []
    for _ in range(pages):
        seconds, _answer = page(port, dice.choice(queries))
        took.append(seconds)
        time.sleep(PAUSE * (0.5 + dice.random()))
    return took


def page(port: int, query: str) -> tuple[float, str]:
    """Return the seconds until a page of results was there, and what stands in it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    began = time.perf_counter()
    connection.request("GET", f"/nb/search/?q={quote(query)}")
    answer = connection.getresponse()
    text = answer.read().decode()
    seconds = time.perf_counter() - began
    connection.close()
    if answer.status != 200:
        raise AssertionError(f"{answer.status} for {query}")
    return seconds, text


class Changing:
    """Changes something a few times a second, in a thread of its own, until the end of `with`."""

    def __init__(self, change: Callable[[int], None]) -> None:
        self._change = change
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        number = 0
        while not self._stop.wait(1 / _CHANGES_EACH_SECOND):
            self._change(number)
            number += 1
