"""Listens for terminals; one process, one event loop, a few threads."""

import asyncio
import logging
import signal
import socket
from asyncio import Transport
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from hylla.doors.sip2.contract import Library
from hylla.doors.sip2.conversation import Conversation
from hylla.doors.sip2.performer import Performer
from hylla.doors.sip2.settings import Settings

logger = logging.getLogger(__name__)

# A terminal that lost its power is noticed after about two minutes.
_KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}


class SipServer:
    """The door itself."""

    def __init__(
        self, host: str, port: int, library: Library, *, settings: Settings | None = None
    ) -> None:
        self._host = host
        self._port = port
        self._settings = settings or Settings()
        self._performer = Performer(library, settings=self._settings)
        self._open: set[Conversation] = set()
        self._all_gone = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._looking: asyncio.Task[None] | None = None

    async def serve(self, *, ready: Callable[[int], None] = lambda port: None) -> None:
        """Listen until SIGTERM or SIGINT; `ready` is told the port."""
        asked_to_stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, asked_to_stop.set)
        ready(await self.start())
        await asked_to_stop.wait()
        await self.stop()

    async def start(self) -> int:
        """Listen, and return the port; port 0 asks for any free one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._answer_line, self._host, self._port, ssl=self._settings.tls
        )
        self._looking = asyncio.create_task(self._look_for_the_retired())
        port: int = self._server.sockets[0].getsockname()[1]
        logger.info("sip2_listens", extra={"port": port})
        if self._settings.tls is None and not _is_this_machine(self._host):
            # Requests hold cards and PINs: something in front must put them inside TLS.
            logger.warning("sip2_in_clear_text", extra={"port": port})
        return port

    async def stop(self) -> None:
        """Take nobody new, finish what has begun, drop what waits its turn, and close."""
        if self._server is not None:
            self._server.close()
        if self._looking is not None:
            self._looking.cancel()
        for conversation in [*self._open]:
            conversation.end()
        self._performer.drop_waiting()
        if self._open:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_gone.wait(), self._settings.stop_seconds)
        for late in [*self._open]:
            late.abort()
        await asyncio.get_running_loop().run_in_executor(None, self._performer.close)
        self._performer.leave()
        logger.info("sip2_stopped")

    async def _look_for_the_retired(self) -> None:
        """Cut off machines whose accounts were retired while they were connected."""
        while True:
            await asyncio.sleep(self._settings.look_seconds)
            names = frozenset(each.machine for each in self._open) - {""}
            if names:
                self._cut_off(names - await self._at_work(names))

    async def _at_work(self, names: frozenset[str]) -> frozenset[str]:
        try:
            return await self._performer.at_work(names)
        except Exception as error:
            # Without the library nobody lends; the next look tells who was retired.
            logger.warning("sip2_look_failed", extra={"code": type(error).__name__})
            return names

    def _cut_off(self, retired: frozenset[str]) -> None:
        for conversation in [*self._open]:
            if conversation.machine in retired:
                logger.info("sip2_retired", extra={"machine": conversation.machine})
                conversation.end()

    def _answer_line(self) -> Conversation:
        return Conversation(
            self._performer,
            settings=self._settings,
            welcome=self._welcome,
            farewell=self._farewell,
        )

    def _welcome(self, conversation: Conversation, transport: Transport) -> bool:
        """Let a terminal in if there is room."""
        if len(self._open) >= self._settings.max_connections:
            logger.warning("sip2_full")
            return False
        _keep_alive(transport)
        self._open.add(conversation)
        self._all_gone.clear()
        return True

    def _farewell(self, conversation: Conversation) -> None:
        self._open.discard(conversation)
        if not self._open:
            self._all_gone.set()


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _keep_alive(transport: Transport) -> None:
    line: socket.socket = transport.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
