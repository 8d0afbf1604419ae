"""Keys in memory: good for ten minutes, shared by processes, and then nowhere."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.privacy import fleeting
from hylla.privacy.fleeting import Gone, opened_in_time, sealed_for_minutes

NOW = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
ABOUT = b"desk"
OPEN = """
import sys
from datetime import datetime
from hylla.privacy.fleeting import opened_in_time
token, now = bytes.fromhex(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
print(opened_in_time(token, about=b"desk", now=now).decode())
"""


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> int:
    """Memory of its own, as a supervisor gives it to its processes."""
    held = fleeting.memory()
    monkeypatch.setenv(fleeting.ENVIRONMENT, fleeting.path_of(held))
    return held


def content(memory: int) -> bytes:
    return Path(fleeting.path_of(memory)).read_bytes()


@given(st.binary(max_size=400), st.timedeltas(timedelta(), timedelta(seconds=599)))
def test_what_was_sealed_opens_for_ten_minutes(told: bytes, later: timedelta) -> None:
    token = sealed_for_minutes(told, about=ABOUT, now=NOW)
    assert opened_in_time(token, about=ABOUT, now=NOW + later) == told


@given(st.timedeltas(timedelta(minutes=10), timedelta(days=400)))
def test_and_not_a_second_longer(later: timedelta) -> None:
    token = sealed_for_minutes(b"who", about=ABOUT, now=NOW)
    with pytest.raises(Gone):
        opened_in_time(token, about=ABOUT, now=NOW + later)


def test_the_key_is_gone_from_memory_when_nothing_may_be_opened_by_it(memory: int) -> None:
    token = sealed_for_minutes(b"who", about=ABOUT, now=NOW)
    key = content(memory)[fleeting.NUMBER_BYTES :]
    assert len(key) == fleeting.KEY_BYTES
    fleeting.forget_keys(now=NOW + timedelta(minutes=9))
    assert key in content(memory)
    fleeting.forget_keys(now=NOW + timedelta(minutes=16))
    assert content(memory) == b""
    with pytest.raises(Gone):
        opened_in_time(token, about=ABOUT, now=NOW)


@pytest.mark.parametrize("at", [0, 8, 15, 16, 30, -1])
def test_what_was_changed_does_not_open(at: int) -> None:
    token = bytearray(sealed_for_minutes(b"who", about=ABOUT, now=NOW))
    token[at] ^= 1
    with pytest.raises(Gone):
        opened_in_time(bytes(token), about=ABOUT, now=NOW)


@pytest.mark.parametrize("token", [b"", b"x", b"x" * 16, b"x" * 400])
def test_what_was_never_sealed_does_not_open(token: bytes) -> None:
    with pytest.raises(Gone):
        opened_in_time(token, about=ABOUT, now=NOW)


def test_it_opens_about_the_same_thing_only() -> None:
    token = sealed_for_minutes(b"who", about=ABOUT, now=NOW)
    with pytest.raises(Gone):
        opened_in_time(token, about=b"another desk", now=NOW)


def test_another_process_of_the_server_opens_it() -> None:
    token = sealed_for_minutes("Åse".encode(), about=ABOUT, now=NOW)
    command = [sys.executable, "-c", OPEN, token.hex(), NOW.isoformat()]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    assert told.stdout == "Åse\n"


def test_a_server_that_was_started_anew_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    token = sealed_for_minutes(b"who", about=ABOUT, now=NOW)
    monkeypatch.setenv(fleeting.ENVIRONMENT, fleeting.path_of(fleeting.memory()))
    with pytest.raises(Gone):
        opened_in_time(token, about=ABOUT, now=NOW)


def test_without_a_supervisor_a_process_has_memory_of_its_own(
    monkeypatch: pytest.MonkeyPatch, memory: int
) -> None:
    monkeypatch.setenv(fleeting.ENVIRONMENT, f"/proc/{os.getpid()}/fd/999999")
    token = sealed_for_minutes(b"who", about=ABOUT, now=NOW)
    assert opened_in_time(token, about=ABOUT, now=NOW) == b"who"
    assert content(memory) == b""
