"""The threads: what was begun is finished, what was not is dropped, and each leaves properly."""

import asyncio
from threading import Event, get_ident

import pytest

from hylla.doors.sip2.workers import Workers


def test_stopping_finishes_what_has_begun_and_drops_what_waits() -> None:
    begun, may_end, done = Event(), Event(), []

    def work() -> str:
        begun.set()
        assert may_end.wait(20)
        done.append("first")
        return "yes"

    async def stop() -> None:
        workers = Workers(1, leave=bool)
        first = workers.do(work)
        await asyncio.to_thread(begun.wait, 20)
        second = workers.do(lambda: done.append("second"))
        await asyncio.sleep(0)
        workers.drop_waiting()
        with pytest.raises(asyncio.CancelledError):
            await second
        may_end.set()
        assert await first == "yes"
        await asyncio.to_thread(workers.close)

    asyncio.run(stop())
    assert done == ["first"]


def test_every_thread_leaves_and_errors_come_back() -> None:
    left: list[int] = []

    async def use() -> None:
        workers = Workers(3, leave=lambda: left.append(get_ident()))
        with pytest.raises(ZeroDivisionError):
            await workers.do(lambda: 1 / 0)
        assert await workers.do(lambda: 7) == 7
        await asyncio.to_thread(workers.close)

    asyncio.run(use())
    assert len(set(left)) == 3


def test_without_work_there_are_no_threads_to_leave() -> None:
    left: list[int] = []
    Workers(3, leave=lambda: left.append(1)).close()
    assert left == []
