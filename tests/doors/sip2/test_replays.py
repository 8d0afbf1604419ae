"""What is remembered of past answers, and for how long."""

import asyncio

import pytest

from hylla.doors.sip2 import performer
from hylla.doors.sip2.replays import KEPT_ANSWERS, Replays
from hylla.formats import sip2
from tests.doors.sip2.conftest import Connect
from tests.doors.sip2.fake_library import FakeLibrary
from tests.doors.sip2.terminal import check_in, check_out, item, patron

END = sip2.EndSession(sent_at=None)


def remembered(*requests: sip2.Message) -> list[int]:
    """Keep the answers to these requests, and return the numbers of those that are still known."""

    async def keep_all() -> list[int]:
        replays = Replays()
        answers = [asyncio.create_task(asyncio.sleep(0, b"answer")) for _ in requests]
        await asyncio.gather(*answers)
        for number, request in enumerate(requests):
            mark = bytes([number])
            replays.keep(mark, account="hall", request=request, answer=answers[number])
        assert replays.answer_to(b"\0", account="other") is None
        known = (replays.answer_to(bytes([n]), account="hall") for n in range(len(requests)))
        return [number for number, answer in enumerate(known) if answer is not None]

    return asyncio.run(keep_all())


@pytest.mark.parametrize(
    ("requests", "kept"),
    [
        ([check_out("A"), check_out("B"), patron(), item("A")], [0, 1, 2, 3]),
        ([check_out("A"), patron(), check_out("B")], [0, 2]),
        ([check_out("A"), check_in("A")], [1]),
        ([check_out("A"), check_in("B"), check_out("A", may_renew=True)], [1, 2]),
        ([check_out("A"), patron(), END], [0, 2]),
        ([patron()] * (KEPT_ANSWERS + 2), list(range(2, KEPT_ANSWERS + 2))),
    ],
)
def test_an_answer_is_known_until_a_later_act_could_have_changed_it(
    requests: list[sip2.Message], kept: list[int]
) -> None:
    assert remembered(*requests) == kept


def test_forgetting_one_answer_leaves_a_newer_one() -> None:
    async def forget() -> None:
        replays = Replays()
        old, new = (asyncio.create_task(asyncio.sleep(0, b"answer")) for _ in range(2))
        await asyncio.gather(old, new)
        replays.keep(b"x", account="hall", request=item(), answer=new)
        replays.forget(b"x", account="hall", answer=old)
        assert replays.answer_to(b"x", account="hall") is new
        replays.forget(b"x", account="hall", answer=new)
        assert replays.answer_to(b"x", account="hall") is None
        replays.forget(b"x", account="hall")

    asyncio.run(forget())


def test_case_31_nothing_is_kept_longer_than_its_time(
    connect: Connect, library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performer, "KEPT_SECONDS", 0)
    terminal = connect().sign_in()
    frame = terminal.frame(item())
    first = terminal.exchange(frame)
    # A whole exchange in between gives the event loop its turn to forget.
    terminal.exchange(terminal.frame(item("0302")))
    assert terminal.exchange(frame) == first
    assert library.acts == ["item 0301", "item 0302", "item 0301"]
