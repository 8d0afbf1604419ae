"""Talks with one terminal: reads, has its requests answered one after another, writes."""

import asyncio
import logging
from asyncio import Future, TimerHandle, Transport
from collections.abc import Callable
from typing import cast

from hylla.doors.sip2.connection import Connection, Send
from hylla.doors.sip2.performer import Performer
from hylla.doors.sip2.settings import Settings

logger = logging.getLogger(__name__)

_MOST_WAITING = 16
"""Messages that a terminal may send ahead; a real one waits for each answer."""


class Conversation(asyncio.Protocol):
    """One connection's life. It ends when the terminal goes, is silent too long, or we stop.

    Called by the event loop as bytes come, without a task or a stream between: these cost more than
    what a terminal says.
    """

    def __init__(
        self,
        performer: Performer,
        *,
        settings: Settings,
        welcome: Callable[["Conversation", Transport], bool],
        farewell: Callable[["Conversation"], object],
    ) -> None:
        self._performer = performer
        self._settings = settings
        self._welcome = welcome
        self._farewell = farewell
        self._loop = asyncio.get_running_loop()
        self._connection = Connection(dialect=settings.dialect)
        self._transport: Transport
        self._answer: Future[bytes] | None = None
        self._timers: dict[str, TimerHandle] = {}
        self._heard_at = self._loop.time()
        self._ending = False
        self._is_slow = False

    @property
    def machine(self) -> str:
        """The name of the account that has signed in, or nothing."""
        account = self._connection.account
        return account.name if account else ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, if there is room."""
        # What asyncio promises of a stream; uvloop's are no subclass of it.
        self._transport = cast(Transport, transport)
        if not self._welcome(self, self._transport):
            self._close()
            return
        self._call_in(self._settings.sign_in_seconds, self._look_for_account)
        self._call_in(self._settings.idle_seconds, self._look_for_life)

    def data_received(self, data: bytes) -> None:
        """Take in bytes, and do what they ask unless an answer is still being worked on."""
        self._heard_at = self._loop.time()
        self._connection.receive(data)
        self._go_on()
        if self._connection.waiting > _MOST_WAITING and not self._ending:
            self._transport.pause_reading()

    def eof_received(self) -> bool:
        """Let the answer under way go out; bytes of a message that is not whole are dropped."""
        self.end()
        is_plain = self._transport.get_extra_info("sslcontext") is None
        return is_plain and self._answer is not None

    def connection_lost(self, error: Exception | None) -> None:
        """Forget everything about the line. What has begun goes on without it."""
        self._ending = True
        for timer in self._timers.values():
            timer.cancel()
        self._farewell(self)

    def pause_writing(self) -> None:
        """Wait for a terminal that does not read, but not for ever."""
        self._is_slow = True
        self._call_in(self._settings.write_seconds, self._give_up)

    def resume_writing(self) -> None:
        """Go on where it stopped."""
        self._is_slow = False
        self._timers.pop(self._give_up.__name__).cancel()
        self._go_on()

    def end(self) -> None:
        """End after the answer that is being worked on, or now if there is none."""
        self._ending = True
        if self._answer is None:
            self._close()

    def abort(self) -> None:
        """End now, whatever is under way."""
        self._ending = True
        self._transport.abort()

    def _go_on(self) -> None:
        """Do everything up to the next request that takes the library's time."""
        while self._answer is None and not (self._ending or self._is_slow):
            step = self._connection.next_step()
            if step is None:
                self._transport.resume_reading()
                return
            if isinstance(step, Send):
                self._log(step)
                self._transport.write(step.frame)
                continue
            answer = self._performer.answer(self._connection, ask=step)
            if not answer.done():
                self._answer = answer
                answer.add_done_callback(self._answered)
                return
            self._send(answer)
            if self._connection.waiting:
                # Terminals take turns: one that sends many messages ahead keeps nobody waiting.
                self._loop.call_soon(self._go_on)
                return

    def _answered(self, answer: "Future[bytes]") -> None:
        """Send an answer that was waited for, and go on."""
        self._answer = None
        self._send(answer)
        if not self._ending:
            self._go_on()

    def _send(self, answer: "Future[bytes]") -> None:
        """Send an answer. One that never came had not begun when we stopped."""
        if answer.cancelled():
            self._ending = True
        elif answer.exception() is not None:
            logger.error("sip2_no_answer", extra={"code": type(answer.exception()).__name__})
            self._ending = True
        elif not self._transport.is_closing():
            self._transport.write(answer.result())
        if self._connection.refused_sign_ins >= self._settings.sign_in_tries:
            self._ending = True
        if self._ending:
            self._close()

    def _close(self) -> None:
        """Close when everything is sent; a terminal that does not read it is not waited for."""
        self._transport.close()
        self._call_in(1, self._give_up)

    def _give_up(self) -> None:
        self._transport.abort()

    def _look_for_account(self) -> None:
        if self._connection.account is None:
            self.end()

    def _look_for_life(self) -> None:
        """End a line that was silent too long. One timer is enough for all its messages."""
        left = self._heard_at + self._settings.idle_seconds - self._loop.time()
        if left <= 0 and self._answer is None:
            self.end()
        else:
            self._call_in(max(left, 1), self._look_for_life)

    def _call_in(self, seconds: float, what: Callable[[], object]) -> None:
        self._timers[what.__name__] = self._loop.call_later(seconds, what)

    def _log(self, step: Send) -> None:
        account = self._connection.account
        if step.problem is not None:
            logger.info(
                "sip2_unreadable",
                extra={"machine": account.name if account else "", "code": step.problem.value},
            )
