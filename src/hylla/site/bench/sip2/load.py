"""Terminals that ask as fast as they are answered, all in one thread so that they cost little."""

import selectors
import socket
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter
from types import TracebackType
from typing import Self

from hylla.formats import sip2

Pair = tuple[str, str]
"""A card and a barcode."""

DIALECT = sip2.Dialect()
_seconds = count()


class Line:
    """One terminal's connection. Every request has a number, a checksum and a time of its own."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sequence = 0
        self._todo: Iterator[tuple[bytes, bytes]] = iter(())
        self._wanted = b""
        self._asked_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def fileno(self) -> int:
        """Return what a selector waits for."""
        return self._socket.fileno()

    def sign_in(self, user: str, secret: str) -> None:
        """Log the terminal in."""
        login = sip2.Login(
            user_algorithm="0",
            password_algorithm="0",  # noqa: S106 - an algorithm's number
            user=user,
            password=secret,
        )
        self.prepare([(login, b"941")])
        self.ask()
        self.hear()

    def prepare(self, requests: Sequence[tuple[sip2.Message, bytes]]) -> None:
        """Take the requests of a round with what their answers begin with; encode them before."""
        frames = []
        for request, wanted in requests:
            self._sequence = (self._sequence + 1) % 10
            frame = sip2.encode(request, dialect=DIALECT, sequence=self._sequence)
            frames.append((frame, wanted))
        self._todo = iter(frames)

    def ask(self) -> bool:
        """Send the next request; False if there is none."""
        frame, self._wanted = next(self._todo, (b"", b""))
        if frame:
            self._asked_at = perf_counter()
            self._socket.sendall(frame)
        return bool(frame)

    def hear(self) -> float:
        """Receive the answer, which must be a yes, and return how long it took."""
        answer = self._socket.recv(4096)
        while not answer.endswith(b"\r"):
            more = self._socket.recv(4096)
            if not more:
                raise ConnectionError("the server has hung up")
            answer += more
        took = perf_counter() - self._asked_at
        if not answer.startswith(self._wanted):
            raise ValueError(f"wanted {self._wanted!r}, was told {answer!r}")
        return took


def exchange(lines: Sequence[Line], pairs: list[Pair]) -> list[float]:
    """Lend and take back everything; return how long each message took, and all together."""
    for number, line in enumerate(lines):
        line.prepare([each for pair in pairs[number :: len(lines)] for each in _visit(*pair)])
    took = []
    with selectors.DefaultSelector() as selector:
        began = perf_counter()
        for line in lines:
            selector.register(line, selectors.EVENT_READ, line)
            line.ask()
        while selector.get_map():
            for key, _ in selector.select():
                line = key.data
                took.append(line.hear())
                if not line.ask():
                    selector.unregister(line)
        return [*took, perf_counter() - began]


def _visit(card: str, barcode: str) -> Iterator[tuple[sip2.Message, bytes]]:
    at = datetime(2026, 11, 3, tzinfo=UTC) + timedelta(seconds=next(_seconds) % 80_000)
    yield (
        sip2.Checkout(
            may_renew=False,
            no_block=False,
            sent_at=at,
            no_block_due_at=None,
            patron=card,
            item=barcode,
        ),
        b"121",
    )
    yield sip2.Checkin(no_block=False, sent_at=at, returned_at=at, item=barcode), b"101"
