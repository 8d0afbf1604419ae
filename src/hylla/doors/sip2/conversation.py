"""Talks with one terminal: reads, has its requests answered one after another, writes."""

import asyncio
import logging
from asyncio import StreamReader, StreamWriter
from contextlib import suppress

from hylla.doors.sip2.connection import Connection, Send
from hylla.doors.sip2.performer import Performer
from hylla.doors.sip2.settings import Settings

logger = logging.getLogger(__name__)

_CHUNK = 16_384


class Conversation:
    """One connection's life. It ends when the terminal goes, is silent too long, or we stop."""

    def __init__(
        self,
        reader: StreamReader,
        *,
        writer: StreamWriter,
        performer: Performer,
        settings: Settings,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._performer = performer
        self._settings = settings
        self._connection = Connection(dialect=settings.dialect)
        self._reading: asyncio.Task[bytes] | None = None
        self._ending = False

    async def run(self) -> None:
        """Talk until the end. Bytes of a message that never became whole are dropped."""
        sign_in_by = asyncio.get_running_loop().time() + self._settings.sign_in_seconds
        try:
            while not self._ending and (data := await self._read(sign_in_by)):
                self._connection.receive(data)
                await self._answer_all()
        except OSError:
            pass  # The terminal is gone, or has been silent too long.
        except asyncio.CancelledError:
            # We stop, and the request had not been begun.
            if not self._ending:
                raise
        finally:
            await self._close()

    def end(self) -> None:
        """End after the answer that is being worked on, or now if there is none."""
        self._ending = True
        if self._reading is not None:
            self._reading.cancel()

    async def _read(self, sign_in_by: float) -> bytes:
        """Return the next bytes; none if the connection is to end."""
        until = asyncio.get_running_loop().time() + self._settings.idle_seconds
        if self._connection.account is None:
            until = min(until, sign_in_by)
        self._reading = asyncio.create_task(self._reader.read(_CHUNK))
        try:
            async with asyncio.timeout_at(until):
                return await self._reading
        except asyncio.CancelledError:
            if not self._ending:
                raise
            return b""
        finally:
            self._reading = None

    async def _answer_all(self) -> None:
        while not self._ending and (step := self._connection.next_step()) is not None:
            if isinstance(step, Send):
                self._log(step)
                await self._write(step.frame)
            else:
                await self._write(await self._performer.answer(self._connection, ask=step))
            if self._connection.refused_sign_ins >= self._settings.sign_in_tries:
                self._ending = True

    async def _write(self, frame: bytes) -> None:
        self._writer.write(frame)
        async with asyncio.timeout(self._settings.write_seconds):
            await self._writer.drain()

    async def _close(self) -> None:
        self._writer.close()
        with suppress(OSError):
            async with asyncio.timeout(1):
                await self._writer.wait_closed()

    def _log(self, step: Send) -> None:
        account = self._connection.account
        if step.problem is not None:
            logger.info(
                "sip2_unreadable",
                extra={"machine": account.name if account else "", "code": step.problem.value},
            )
