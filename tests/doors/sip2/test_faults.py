"""Bugs in the library, lines that break under way, too many guests, and stopping."""

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hylla.doors.sip2.server import SipServer
from hylla.doors.sip2.settings import Settings
from hylla.formats import sip2
from tests.doors.sip2.conftest import Connect, running
from tests.doors.sip2.fake_library import CARD, FakeLibrary, Gate
from tests.doors.sip2.terminal import STATUS, Terminal, check_in, check_out, item, patron

REQUESTS = [check_out(), check_in(), patron(), item(), sip2.EndSession(sent_at=None, patron=CARD)]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: one.id)
def test_a_bug_is_answered_and_logged_without_values(
    terminal: Terminal,
    library: FakeLibrary,
    caplog: pytest.LogCaptureFixture,
    request_: sip2.Message,
) -> None:
    def break_down() -> None:
        raise RuntimeError(f"no luck with {CARD}")

    library.before_acting = break_down
    with caplog.at_level(logging.DEBUG):
        answer = terminal.ask(request_, sip2.ANSWER_TO[type(request_)])
    assert not getattr(answer, "ok", False)
    assert not getattr(answer, "ended", False)
    assert answer.screen  # type: ignore[attr-defined]  # every one of these answers has it
    (record,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert record.__dict__["code"].startswith("RuntimeError at test_faults.py:")
    assert not any(CARD in str(one.__dict__) for one in caplog.records)
    # The bug is gone: the same bytes are not answered from memory.
    library.before_acting = bool
    terminal.sequence -= 1
    again = terminal.ask(request_, sip2.ANSWER_TO[type(request_)])
    assert again != answer


def test_status_when_the_library_is_down(terminal: Terminal, library: FakeLibrary) -> None:
    library.status = lambda account: 1 / 0  # type: ignore[assignment,misc]  # it is broken on purpose
    status = terminal.ask(STATUS, sip2.AcsStatus)
    assert (status.online, status.may_check_out) == (False, False)


def test_a_request_repeated_while_the_first_is_under_way(
    connect: Connect, library: FakeLibrary
) -> None:
    first, second = connect().sign_in(), connect().sign_in()
    library.before_acting = gate = Gate()
    frame = first.frame(check_out())
    first.send(frame)
    assert gate.arrived.wait(20)
    first.line.close()
    second.send(frame)
    gate.opened.set()
    assert second.receive().startswith(b"121")
    assert library.acts == ["check_out 0301"]


def test_others_are_served_while_one_waits(connect: Connect, library: FakeLibrary) -> None:
    slow, quick = connect().sign_in(), connect().sign_in("sorter")
    library.before_acting = gate = Gate()
    slow.send(slow.frame(check_out()))
    assert gate.arrived.wait(20)
    library.before_acting = bool
    assert quick.ask(item("0302"), sip2.ItemInformationAnswer).title == "Ö som i ö"
    gate.opened.set()
    assert slow.receive().startswith(b"121")


class TestOneThread:
    """With one thread, so that requests wait for each other."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(threads=1)

    def test_stopping_drops_quietly_what_has_not_begun(
        self,
        library: FakeLibrary,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        library.before_acting = gate = Gate()
        server = SipServer("127.0.0.1", 0, library, settings=settings)
        drop = server._performer.drop_waiting
        monkeypatch.setattr(server._performer, "drop_waiting", lambda: (drop(), gate.opened.set()))
        with running(server) as port, Terminal(port) as first, Terminal(port) as second:
            first.sign_in()
            second.sign_in("sorter")
            first.send(first.frame(check_out("0301")))
            assert gate.arrived.wait(20)
            second.send(second.frame(check_out("0302")))
            while server._performer._workers._jobs.empty():
                continue
        assert library.acts == ["check_out 0301"]
        assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


class TestNoSignIn:
    """With little patience for those who do not sign in."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(sign_in_seconds=0.05)

    def test_a_line_that_never_signs_in_is_closed(self, connect: Connect) -> None:
        assert connect().receive() == b""


class TestIdle:
    """With little patience for silence."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(idle_seconds=1)

    def test_a_silent_line_is_closed(self, connect: Connect) -> None:
        assert connect().sign_in().receive() == b""


class TestFull:
    """With room for two."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(max_connections=2)

    def test_a_third_is_turned_away_and_room_is_made_again(self, connect: Connect) -> None:
        first, _ = connect().sign_in(), connect().sign_in()
        assert connect().receive() == b""
        first.line.close()
        while True:
            try:
                connect().sign_in()
                break
            except (AssertionError, ConnectionError):
                continue  # The server has not noticed yet that the first has left.


PROGRAM = """
import asyncio
from django.conf import settings
settings.configure(USE_I18N=False, TIME_ZONE="UTC", USE_TZ=True)
from hylla.doors.sip2.server import SipServer
from tests.doors.sip2.fake_library import FakeLibrary
library = FakeLibrary()
library.before_acting = lambda: (print("acting", flush=True), input())
server = SipServer("127.0.0.1", 0, library)
asyncio.run(server.serve(ready=lambda port: print(port, flush=True)))
print("loans", len(library.loans), flush=True)
"""


def test_sigterm_lets_the_answer_under_way_go_out() -> None:
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with Terminal(port).sign_in() as busy, Terminal(port).sign_in("sorter") as idle:
            busy.send(busy.frame(check_out()))
            assert process.stdout.readline() == "acting\n"
            process.send_signal(signal.SIGTERM)
            assert idle.receive() == b""
            process.stdin.write("\n")
            process.stdin.flush()
            assert busy.receive().startswith(b"121")
            assert busy.receive() == b""
        assert process.stdout.readline() == "loans 1\n"
        assert process.wait(20) == 0
