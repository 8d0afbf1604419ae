"""Where the loop itself asks the library: only what is quick, in turns, and each request once."""

from threading import get_ident

import pytest

from hylla.doors.sip2.settings import Settings
from hylla.formats import sip2
from tests.doors.sip2.conftest import Connect
from tests.doors.sip2.fake_library import PIN, FakeLibrary
from tests.doors.sip2.terminal import Terminal, check_in, check_out, item, patron

AHEAD = 200
"""Messages that one terminal sends without waiting: more than are read at once."""


@pytest.fixture
def settings() -> Settings:
    """As with SQLite."""
    return Settings(at_once=True)


def test_what_compares_a_secret_is_done_elsewhere(terminal: Terminal, library: FakeLibrary) -> None:
    threads: list[int] = []
    library.before_acting = lambda: threads.append(get_ident())
    for request in (item(), check_out(), check_in(), patron(pin=None)):
        terminal.ask(request, sip2.ANSWER_TO[type(request)])
    (loop,) = set(threads)
    threads.clear()
    for request in (check_out(patron_password=PIN), patron()):
        terminal.ask(request, sip2.ANSWER_TO[type(request)])
    assert len(threads) == 2
    assert loop not in threads


def test_terminals_take_turns(connect: Connect, library: FakeLibrary) -> None:
    hasty, other = connect().sign_in(), connect().sign_in("sorter")
    begun: list[bool] = []

    def ask_beside() -> None:
        if not begun:
            other.send(other.frame(item("0302")))
        begun.append(True)

    library.before_acting = ask_beside
    hasty.send(b"".join(hasty.frame(item(f"{9000 + n}")) for n in range(AHEAD)))
    assert other.receive().startswith(b"18")
    assert all(hasty.receive().startswith(b"18") for _ in range(AHEAD))
    assert len(library.acts) == AHEAD + 1
    assert library.acts.index("item 0302") < AHEAD / 2


def test_a_repetition_is_the_answer_that_97_gets(terminal: Terminal, library: FakeLibrary) -> None:
    lent, looked = terminal.frame(check_out()), terminal.frame(item("0302"))
    first = terminal.exchange(lent)
    assert terminal.exchange(looked) != first
    resend = sip2.encode(sip2.ResendToTerminal(), dialect=terminal.dialect, checked=True)
    terminal.send(lent + resend)
    assert [terminal.receive(), terminal.receive()] == [first, first]
    assert library.acts.count("check_out 0301") == 1


def test_a_bug_is_answered_and_not_remembered(terminal: Terminal, library: FakeLibrary) -> None:
    library.before_acting = lambda: 1 // 0
    frame = terminal.frame(check_out())
    assert terminal.exchange(frame).startswith(b"120")
    library.before_acting = bool
    assert terminal.exchange(frame).startswith(b"121")
