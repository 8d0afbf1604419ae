"""One terminal's side of the protocol: bytes in, requests out; answers in, bytes out. No I/O."""

from collections import deque
from dataclasses import dataclass, replace
from hashlib import blake2b
from secrets import token_bytes

from hylla.doors.sip2.accounts import Account
from hylla.formats import sip2
from hylla.formats.sip2 import Dialect, Message, Problem

_KEY = token_bytes(32)
"""Made anew in each process: requests hold PINs, and what is kept of them must not tell."""


@dataclass(frozen=True)
class Send:
    """Bytes that go out without asking anyone, and why."""

    frame: bytes
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A request that needs an answer, and the mark by which a repetition is known."""

    request: Message
    sequence: int | None
    checked: bool
    digest: bytes


class Connection:
    """What is known about one connection, from its first byte to its last."""

    def __init__(self, *, dialect: Dialect) -> None:
        self.account: Account | None = None
        self.refused_sign_ins = 0
        self._agreed = dialect
        self._splitter = sip2.FrameSplitter()
        self._pieces: deque[bytes | Problem] = deque()
        self._last = b""
        self._complained = False

    @property
    def dialect(self) -> Dialect:
        """Return the agreement; a terminal that sends line feeds gets them back."""
        if self._splitter.saw_line_feed and not self._agreed.crlf:
            self._agreed = replace(self._agreed, crlf=True)
        return self._agreed

    @property
    def waiting(self) -> int:
        """Return how many messages have come that nobody has looked at."""
        return len(self._pieces)

    def sign_in(self, account: Account | None) -> None:
        """Note the result of a log-in; from now on the account's agreement holds."""
        self.account = account
        if account is None:
            self.refused_sign_ins += 1
            return
        self._agreed = replace(
            self._agreed, charset=account.charset, delimiter=account.delimiter, crlf=account.crlf
        )

    def admits(self, request: Message) -> bool:
        """Say whether the terminal may ask this: before the log-in, only for the log-in and 98."""
        return self.account is not None or isinstance(request, sip2.Login | sip2.ScStatus)

    def receive(self, data: bytes) -> None:
        """Take in bytes as they come."""
        self._pieces += self._splitter.feed(data)
        self._complained = False

    def next_step(self) -> Send | Ask | None:
        """Return what is to be done next; None until more bytes come."""
        while self._pieces:
            step = self._step(self._pieces.popleft())
            if step is not None:
                return step
        return None

    def reply(self, ask: Ask, *, answer: Message) -> bytes:
        """Return the answer's bytes, numbered like the request."""
        self._last = sip2.encode(
            answer, dialect=self.dialect, sequence=ask.sequence, checked=ask.checked
        )
        return self._last

    def repeat(self, frame: bytes) -> bytes:
        """Note that an earlier answer went out again."""
        self._last = frame
        return frame

    def _step(self, piece: bytes | Problem) -> Send | Ask | None:
        if isinstance(piece, Problem):
            return self._complaint(piece)
        read = self._read(piece)
        if isinstance(read, sip2.Unreadable):
            return self._complaint(read.problem)
        match read.message:
            case sip2.ResendToTerminal():
                return Send(self._last) if self._last else self._complaint(None)
            case sip2.ResendToLibrary():
                # Only we send 96. An answer to it could make two servers talk forever.
                return None
            case request if type(request) not in sip2.ANSWER_TO:
                return self._complaint(Problem.UNKNOWN_MESSAGE)
            case request:
                return self._asked(piece, read=read, request=request)

    def _asked(self, frame: bytes, *, read: sip2.Received, request: Message) -> Send | Ask | None:
        if self.account and self.account.checksums_required and not read.checksum:
            return self._complaint(Problem.BAD_CHECKSUM)
        return Ask(
            request=request,
            sequence=read.sequence,
            checked=read.checksum,
            digest=blake2b(frame, key=_KEY, digest_size=16).digest(),
        )

    def _complaint(self, problem: Problem | None) -> Send | None:
        """Ask for the message again: once for all the noise that came in one go."""
        if self._complained:
            return None
        self._complained = True
        self._last = sip2.encode(sip2.ResendToLibrary(), dialect=self.dialect, checked=True)
        return Send(self._last, problem=problem)

    def _read(self, frame: bytes) -> sip2.Received | sip2.Unreadable:
        """Read a frame; a log-in may already use the delimiter that its account will name."""
        read = sip2.decode(frame, dialect=self.dialect)
        if self.account is not None or not frame.startswith(b"93"):
            return read
        marks = {chr(byte) for byte in frame if 32 < byte < 127 and not chr(byte).isalnum()}
        for mark in sorted(marks):
            if isinstance(read, sip2.Received) and not read.missing:
                break
            other = sip2.decode(frame, dialect=replace(self.dialect, delimiter=mark))
            read = other if isinstance(other, sip2.Received) and not other.missing else read
        return read
