"""A few threads that ask the library, so that the event loop never waits for the database."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Workers:
    """Threads that begin with the first work and end together, each leaving the library properly.

    The standard library's executor has no word for a thread that ends, and hands over at twice
    the cost.
    """

    def __init__(self, number: int, *, leave: Callable[[], object]) -> None:
        self._leave = leave
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._number = number
        self._threads: list[Thread] = []

    def do(self, work: Callable[[], _Result]) -> "asyncio.Future[_Result]":
        """Have work done by the next free thread, and return what will come of it."""
        if not self._threads:
            self._begin()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[_Result] = loop.create_future()
        self._jobs.put((work, loop, done))
        return done

    def drop_waiting(self) -> None:
        """Cancel what no thread has begun; what has begun goes on."""
        with suppress(Empty):
            while (job := self._jobs.get_nowait()) is not None:
                job[2].cancel()

    def close(self) -> None:
        """Let the threads finish what they were given, and end."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _begin(self) -> None:
        self._threads = [Thread(target=self._run, name=f"sip2_{at}") for at in range(self._number)]
        for thread in self._threads:
            thread.start()

    def _run(self) -> None:
        try:
            while (job := self._jobs.get()) is not None:
                work, loop, done = job
                try:
                    result = work()
                except Exception as error:
                    loop.call_soon_threadsafe(_fail, done, error)
                else:
                    loop.call_soon_threadsafe(_succeed, done, result)
        finally:
            self._leave()


def _succeed(done: "asyncio.Future[_Result]", result: _Result) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: "asyncio.Future[_Result]", error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
