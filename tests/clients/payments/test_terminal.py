"""A card terminal and its local test terminal, over HTTP on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from hylla.clients.payments import (
    PaymentError,
    Problem,
    Sale,
    Standing,
    State,
    Terminal,
    WrongSettings,
    read_terminals,
    terminal,
)
from hylla.clients.payments.local import LocalTerminal, serve_terminal
from hylla.clients.signing import HEADER, signature

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECRET = "a secret between two, of forty letters.."
SALE = Sale(reference="r4nd0m", amount_ore=4550, currency="NOK")
OTHER = replace(SALE, reference="0th3r")


@contextmanager
def running(local: LocalTerminal) -> Iterator[Terminal]:
    server = serve_terminal(local)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        yield Terminal(name="Desk", branch="Main", address=address, secret=SECRET)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[LocalTerminal, Terminal]]:
    local = LocalTerminal(SECRET, lambda: NOW)
    with running(local) as desk:
        yield local, desk


@pytest.fixture
def local(both: tuple[LocalTerminal, Terminal]) -> LocalTerminal:
    both[0].taken.clear()
    both[0].is_plugged = True
    return both[0]


@pytest.fixture
def desk(local: LocalTerminal, both: tuple[LocalTerminal, Terminal]) -> Terminal:
    return both[1]


def problem(act: object) -> Problem:
    assert callable(act)
    with pytest.raises(PaymentError) as error:
        act()
    return error.value.problem


def press(desk: Terminal, what: str) -> None:
    assert requests.post(desk.address, data={"what": what}, timeout=5).status_code == 200


def shown(desk: Terminal, language: str = "en") -> str:
    return requests.get(desk.address, headers={"Accept-Language": language}, timeout=5).text


@pytest.mark.parametrize("what", ["paid", "failed"])
def test_a_sale_is_shown_and_ends(desk: Terminal, what: str) -> None:
    assert terminal.ask(desk, SALE, now=NOW).state is State.PENDING
    assert "45,50 NOK" in shown(desk, "sv-SE,sv;q=0.9")
    assert terminal.standing(desk, "r4nd0m", now=NOW).state is State.PENDING
    press(desk, what)
    expected = Standing(reference="r4nd0m", state=State(what), amount_ore=4550, currency="NOK")
    assert terminal.standing(desk, "r4nd0m", now=NOW) == expected
    assert "45.50" not in shown(desk)


def test_the_same_sale_again_is_the_same_sale(local: LocalTerminal, desk: Terminal) -> None:
    terminal.ask(desk, SALE, now=NOW)
    press(desk, "paid")
    assert terminal.ask(desk, SALE, now=NOW).state is State.PAID
    assert problem(lambda: terminal.ask(desk, replace(SALE, amount_ore=1), now=NOW)) is (
        Problem.REFUSED
    )
    assert list(local.taken) == ["r4nd0m"]


def test_a_busy_terminal_takes_no_other_sale(local: LocalTerminal, desk: Terminal) -> None:
    terminal.ask(desk, SALE, now=NOW)
    assert problem(lambda: terminal.ask(desk, OTHER, now=NOW)) is Problem.REFUSED
    assert list(local.taken) == ["r4nd0m"]
    terminal.cancel(desk, "r4nd0m", now=NOW)
    assert terminal.ask(desk, OTHER, now=NOW).state is State.PENDING


def test_what_was_called_off_cannot_be_paid(desk: Terminal) -> None:
    terminal.ask(desk, SALE, now=NOW)
    assert terminal.cancel(desk, "r4nd0m", now=NOW).state is State.CANCELLED
    press(desk, "paid")
    assert terminal.standing(desk, "r4nd0m", now=NOW).state is State.CANCELLED


def test_what_was_paid_cannot_be_called_off(desk: Terminal) -> None:
    terminal.ask(desk, SALE, now=NOW)
    press(desk, "paid")
    assert terminal.cancel(desk, "r4nd0m", now=NOW).state is State.PAID


def test_a_lost_answer_can_be_asked_for_again(desk: Terminal) -> None:
    terminal.ask(desk, SALE, now=NOW)
    press(desk, "paid")
    press(desk, "unplug")
    assert problem(lambda: terminal.standing(desk, "r4nd0m", now=NOW)) is Problem.UNREACHABLE
    assert problem(lambda: terminal.ask(desk, OTHER, now=NOW)) is Problem.UNREACHABLE
    press(desk, "plug")
    assert terminal.standing(desk, "r4nd0m", now=NOW).state is State.PAID
    assert problem(lambda: terminal.standing(desk, "0th3r", now=NOW)) is Problem.UNKNOWN


def test_nothing_is_approved_without_power(desk: Terminal) -> None:
    terminal.ask(desk, SALE, now=NOW)
    press(desk, "unplug")
    press(desk, "paid")
    press(desk, "plug")
    assert terminal.standing(desk, "r4nd0m", now=NOW).state is State.PENDING


def test_money_goes_back_once_for_each_key(local: LocalTerminal, desk: Terminal) -> None:
    def back(amount_ore: int, key: str) -> None:
        terminal.refund(desk, "r4nd0m", amount_ore=amount_ore, key=key, now=NOW)

    terminal.ask(desk, SALE, now=NOW)
    assert problem(lambda: back(2000, "one")) is Problem.REFUSED
    press(desk, "paid")
    back(2000, "one")
    back(2000, "one")
    back(2550, "two")
    assert local.taken["r4nd0m"].refunds == {"one": 2000, "two": 2550}
    assert problem(lambda: back(1, "three")) is Problem.REFUSED


def test_nobody_there() -> None:
    away = Terminal(name="Desk", branch="Main", address="http://127.0.0.1:9", secret=SECRET)
    assert problem(lambda: terminal.ask(away, SALE, now=NOW)) is Problem.UNREACHABLE


def test_whoever_has_another_secret_is_nobody(local: LocalTerminal, desk: Terminal) -> None:
    for other, at in ((replace(desk, secret="another"), NOW), (desk, NOW + timedelta(hours=1))):
        with pytest.raises(PaymentError) as error:
            terminal.ask(other, SALE, now=at)
        assert error.value.problem is Problem.REFUSED
    assert not local.taken


def test_another_answer_than_was_asked_for_is_not_believed(
    local: LocalTerminal, desk: Terminal
) -> None:
    terminal.ask(desk, SALE, now=NOW)
    local.taken["0th3r"] = local.taken["r4nd0m"]
    assert problem(lambda: terminal.standing(desk, "0th3r", now=NOW)) is Problem.UNCLEAR


@pytest.mark.parametrize("change", [{"name": "Kari"}, {"amount_ore": 0}, {"amount_ore": "4550"}])
def test_a_sale_says_what_it_must_and_no_more(
    local: LocalTerminal, desk: Terminal, change: dict[str, object]
) -> None:
    body = json.dumps(asdict(SALE) | change).encode()
    signed = signature(SECRET, at=int(NOW.timestamp()), what="POST /sales", body=body)
    reply = requests.post(f"{desk.address}/sales", data=body, headers={HEADER: signed}, timeout=5)
    assert reply.status_code == 400
    assert not local.taken


GOOD = """[[terminal]]
name = "Desk"
branch = "Main"
address = "https://card.example/1/"
secret_file = "card"
"""


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (GOOD.replace("https", "http"), "terminals.toml, terminal 1: address begins with"),
        (GOOD.replace('"card"', '"../card"'), "terminal 1: secret_file .* key folder"),
        (GOOD.replace('"card"', '"short"'), "terminal 1: the secret has at least 32"),
        (GOOD.replace('"card"', '"none"'), "terminal 1: secret_file cannot be read"),
        (GOOD.replace('"card"', '"bytes"'), "terminal 1: secret_file cannot be read"),
        (GOOD.replace('"Main"', '" "'), "terminal 1: branch is a text"),
        (GOOD.replace('"Desk"', "7"), "terminal 1: name is a text"),
        (GOOD + "more = 1\n", "terminal 1: .* nothing else"),
        (GOOD + GOOD, "terminals.toml: name: two terminals are called Desk"),
        (GOOD + "[other]\n", r"terminals.toml has one \[\[terminal\]\]"),
        ("terminal = 1\n", r"terminals.toml has one \[\[terminal\]\]"),
        ("terminal = []\n", r"terminals.toml has one \[\[terminal\]\]"),
        ("", r"terminals.toml has one \[\[terminal\]\]"),
        ("not toml", "terminals.toml is no TOML"),
    ],
)
def test_the_file_of_terminals_says_what_to_mend(tmp_path: Path, text: str, wrong: str) -> None:
    file = _files(tmp_path, text)
    with pytest.raises(WrongSettings, match=wrong) as error:
        read_terminals(file, keys=tmp_path)
    assert SECRET not in str(error.value)


def test_the_file_of_terminals_is_read(tmp_path: Path) -> None:
    second = GOOD.replace("Desk", "Children").replace("/1/", "/2")
    first, other = read_terminals(_files(tmp_path, GOOD + second), keys=tmp_path)
    assert first == Terminal(
        name="Desk", branch="Main", address="https://card.example/1", secret=SECRET
    )
    assert (other.name, other.address) == ("Children", "https://card.example/2")
    assert SECRET not in repr(first)


def _files(folder: Path, text: str) -> Path:
    (folder / "card").write_text(SECRET + "\n")
    (folder / "short").write_text("short")
    (folder / "bytes").write_bytes(b"\xff" * 40)
    file = folder / "terminals.toml"
    file.write_text(text)
    return file
