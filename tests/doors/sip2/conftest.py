"""A server on a free port, in a thread of its own."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvloop

from hylla.doors.sip2.contract import Library
from hylla.doors.sip2.server import SipServer
from hylla.doors.sip2.settings import Settings
from tests.doors.sip2.fake_library import FakeLibrary
from tests.doors.sip2.terminal import Terminal

Connect = Callable[[], Terminal]


@pytest.fixture
def library() -> FakeLibrary:
    """A library in memory."""
    return FakeLibrary()


@pytest.fixture
def settings() -> Settings:
    """The settings as they are shipped; a test may override this."""
    return Settings()


@pytest.fixture
def port(library: Library, settings: Settings) -> Iterator[int]:
    """The port of a running server."""
    with running(SipServer("127.0.0.1", 0, library, settings=settings)) as port:
        yield port


@pytest.fixture
def connect(port: int) -> Iterator[Connect]:
    """Open connections to the server; they are closed after the test."""
    terminals: list[Terminal] = []

    def open_one() -> Terminal:
        terminals.append(Terminal(port))
        return terminals[-1]

    yield open_one
    for terminal in terminals:
        terminal.line.close()


@pytest.fixture
def terminal(connect: Connect) -> Terminal:
    """A terminal that has signed in."""
    return connect().sign_in()


@contextmanager
def running(server: SipServer) -> Iterator[int]:
    """Run the server's event loop in a thread."""
    loop = uvloop.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(server.start(), loop).result(20)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
