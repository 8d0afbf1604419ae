"""A machine that was retired is cut off, also in the middle of a conversation."""

import pytest

from hylla.doors.sip2.settings import Settings
from hylla.formats import sip2
from tests.doors.sip2.conftest import Connect
from tests.doors.sip2.fake_library import FakeLibrary
from tests.doors.sip2.terminal import STATUS, login


@pytest.fixture
def settings() -> Settings:
    """One that looks often."""
    return Settings(look_seconds=0.05)


def test_a_retired_machine_is_cut_off_and_the_others_are_not(
    connect: Connect, library: FakeLibrary
) -> None:
    hall, sorter, stranger = connect().sign_in(), connect(), connect()
    sorter.ask_login(login("sorter"))
    del library.accounts["hall"]
    assert hall.receive() == b"", "the line is closed"
    assert sorter.ask(STATUS, sip2.AcsStatus).online
    assert stranger.ask(STATUS, sip2.AcsStatus).online


def test_while_the_library_does_not_answer_nobody_is_cut_off(
    connect: Connect, library: FakeLibrary
) -> None:
    hall = connect().sign_in()
    looked: list[frozenset[str]] = []

    def fail(names: frozenset[str]) -> frozenset[str]:
        looked.append(names)
        raise RuntimeError("no database")

    library.at_work = fail  # type: ignore[method-assign]  # it is broken on purpose
    while len(looked) < 2:
        assert hall.ask(STATUS, sip2.AcsStatus).online
