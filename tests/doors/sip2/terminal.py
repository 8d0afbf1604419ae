"""A terminal for tests: our own codec over a plain socket, and requests to send."""

import socket
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from hylla.formats import sip2
from tests.doors.sip2.fake_library import CARD, NOW, PASSWORD, PIN

Answer = TypeVar("Answer", bound=sip2.Message)


def check_out(item: str = "0301", **changes: Any) -> sip2.Checkout:
    """Return a request for a loan."""
    request = sip2.Checkout(
        may_renew=False, no_block=False, sent_at=NOW, no_block_due_at=None, patron=CARD, item=item
    )
    return replace(request, **changes)


def check_in(item: str = "0301", **changes: Any) -> sip2.Checkin:
    """Return a request to take an item back."""
    return replace(sip2.Checkin(no_block=False, sent_at=NOW, returned_at=NOW, item=item), **changes)


def patron(pin: str | None = PIN, **changes: Any) -> sip2.PatronInformation:
    """Return a question about a patron's loans."""
    request = sip2.PatronInformation(
        language="012", sent_at=NOW, summary="  Y       ", patron=CARD, patron_password=pin
    )
    return replace(request, **changes)


def item(barcode: str = "0301") -> sip2.ItemInformation:
    """Return a question about an item."""
    return sip2.ItemInformation(sent_at=NOW, item=barcode)


def login(user: str = "hall", password: str = PASSWORD) -> sip2.Login:
    """Return a log-in."""
    return sip2.Login(user_algorithm="0", password_algorithm="0", user=user, password=password)


STATUS = sip2.ScStatus(status="0", print_width=80, version="2.00")


class Terminal:
    """One connection. Numbers its messages and gives them checksums unless told otherwise."""

    def __init__(self, port: int, *, dialect: sip2.Dialect | None = None) -> None:
        self.dialect = dialect or sip2.Dialect()
        self.sequence = 0
        self.line = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.line.close()

    def frame(self, message: sip2.Message) -> bytes:
        """Return a message's bytes with the next number."""
        self.sequence = (self.sequence + 1) % 10
        return sip2.encode(message, dialect=self.dialect, sequence=self.sequence)

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.line.sendall(data)

    def receive(self) -> bytes:
        """Return the next frame with its CR; nothing if the line was closed."""
        while b"\r" not in self._rest:
            more = self.line.recv(4096)
            if not more:
                return b""
            self._rest += more
        frame, _, self._rest = self._rest.partition(b"\r")
        self._rest = self._rest.removeprefix(b"\n")
        return frame + b"\r"

    def exchange(self, data: bytes) -> bytes:
        """Send bytes and return the answer's."""
        self.send(data)
        return self.receive()

    def ask(self, message: sip2.Message, kind: type[Answer]) -> Answer:
        """Send a message and return its answer, whose number and checksum must be right."""
        frame = self.exchange(self.frame(message))
        read = sip2.decode(frame, dialect=self.dialect)
        assert isinstance(read, sip2.Received), frame
        assert (read.sequence, read.checksum, read.missing) == (self.sequence, True, ())
        assert isinstance(read.message, kind), frame
        return read.message

    def sign_in(self, user: str = "hall") -> Self:
        """Log in."""
        return self.ask_login(login(user))

    def ask_login(self, message: sip2.Login) -> Self:
        """Log in with this message."""
        assert self.ask(message, sip2.LoginAnswer).ok
        return self
