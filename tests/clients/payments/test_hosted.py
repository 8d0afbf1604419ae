"""A hosted payment page and its local test provider, over HTTP on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from hylla.clients.payments import (
    Order,
    PaymentError,
    Problem,
    Standing,
    State,
    WrongSettings,
    read_provider,
)
from hylla.clients.payments.hosted import ANSWER, HostedPage
from hylla.clients.payments.local import LocalPayments, serve
from hylla.clients.payments.local.provider import Notice
from hylla.clients.signing import HEADER, signature

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECRET = "a secret between two, of forty letters.."
ORDER = Order(
    reference="r4nd0m",
    amount_ore=4550,
    currency="NOK",
    back="http://127.0.0.1:9/nb/my/pay/r4nd0m/",
    answer="http://127.0.0.1:9/pay/answer/",
)


@contextmanager
def running(told: list[Notice]) -> Iterator[tuple[LocalPayments, HostedPage]]:
    local = LocalPayments("", SECRET, lambda: NOW, told.append)
    server = serve(local)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield local, HostedPage(local.address, SECRET, NOW)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def told() -> list[Notice]:
    return []


@pytest.fixture(scope="module")
def both(told: list[Notice]) -> Iterator[tuple[LocalPayments, HostedPage]]:
    with running(told) as pair:
        yield pair


@pytest.fixture
def local(both: tuple[LocalPayments, HostedPage], told: list[Notice]) -> LocalPayments:
    told.clear()
    both[0].taken.clear()
    return both[0]


@pytest.fixture
def till(local: LocalPayments, both: tuple[LocalPayments, HostedPage]) -> HostedPage:
    return both[1]


def problem(act: object) -> Problem:
    assert callable(act)
    with pytest.raises(PaymentError) as error:
        act()
    return error.value.problem


@pytest.mark.parametrize("what", ["paid", "cancelled", "failed"])
def test_there_and_back(
    local: LocalPayments, till: HostedPage, told: list[Notice], what: str
) -> None:
    page = till.begin(ORDER)
    assert till.standing("r4nd0m").state is State.PENDING
    shown = requests.get(page, headers={"Accept-Language": "sv-SE,sv;q=0.9"}, timeout=5).text
    assert "prov" in shown
    assert "45,50 NOK" in shown
    sent_on = requests.post(page, data={"what": what}, allow_redirects=False, timeout=5)
    assert (sent_on.status_code, sent_on.headers["Location"]) == (303, ORDER.back)
    expected = Standing(reference="r4nd0m", state=State(what), amount_ore=4550, currency="NOK")
    assert till.standing("r4nd0m") == expected
    (notice,) = told
    assert notice.address == ORDER.answer
    assert till.answered(notice.body, notice.signature) == expected


def test_the_payer_chooses_once(local: LocalPayments, till: HostedPage, told: list[Notice]) -> None:
    page = till.begin(ORDER)
    for what in ("paid", "cancelled", "paid"):
        requests.post(page, data={"what": what}, allow_redirects=False, timeout=5)
    assert till.standing("r4nd0m").state is State.PAID
    assert len(told) == 1


def test_money_goes_back_once_for_each_key(local: LocalPayments, till: HostedPage) -> None:
    till.begin(ORDER)
    refund = {"amount_ore": 2000, "key": "one"}
    assert problem(lambda: till.refund("r4nd0m", **refund)) is Problem.REFUSED
    local.choose("r4nd0m", "paid")
    till.refund("r4nd0m", **refund)
    till.refund("r4nd0m", **refund)
    till.refund("r4nd0m", amount_ore=2550, key="two")
    assert local.taken["r4nd0m"].refunds == {"one": 2000, "two": 2550}
    assert problem(lambda: till.refund("r4nd0m", amount_ore=1, key="three")) is Problem.REFUSED


def test_what_nobody_knows(till: HostedPage) -> None:
    assert problem(lambda: till.standing("other")) is Problem.UNKNOWN
    assert requests.get(f"{till.address}/pay/other", timeout=5).status_code == 404


def test_whoever_has_another_secret_is_nobody(till: HostedPage) -> None:
    other = replace(till, secret="another")
    assert problem(lambda: other.begin(ORDER)) is Problem.REFUSED
    assert problem(lambda: replace(till, now=NOW + timedelta(hours=1)).begin(ORDER)) is (
        Problem.REFUSED
    )


def test_nobody_there() -> None:
    away = HostedPage("http://127.0.0.1:9", SECRET, NOW)
    assert problem(lambda: away.begin(ORDER)) is Problem.UNREACHABLE


@pytest.mark.parametrize("change", [{"name": "Kari"}, {"amount_ore": 0}, {"amount_ore": "4550"}])
def test_an_order_says_what_it_must_and_no_more(
    local: LocalPayments, till: HostedPage, change: dict[str, object]
) -> None:
    body = json.dumps(_told(change)).encode()
    signed = signature(SECRET, at=int(NOW.timestamp()), what="POST /orders", body=body)
    reply = requests.post(f"{till.address}/orders", data=body, headers={HEADER: signed}, timeout=5)
    assert reply.status_code == 400
    assert not local.taken


def _told(change: dict[str, object]) -> dict[str, object]:
    return {name: getattr(ORDER, name) for name in ORDER.__dataclass_fields__} | change


def answer(state: str = "paid", *, at: datetime = NOW, secret: str = SECRET) -> tuple[bytes, str]:
    told = {"reference": "r", "state": state, "amount_ore": 1, "currency": "NOK"}
    body = json.dumps(told).encode()
    return body, signature(secret, at=int(at.timestamp()), what=ANSWER, body=body)


@pytest.mark.parametrize(
    ("body", "signed"),
    [
        (answer()[0], ""),
        (answer()[0], "at=1,sum=" + "0" * 64),
        (answer()[0] + b" ", answer()[1]),
        answer(secret="guessed"),
        answer(at=NOW - timedelta(minutes=6)),
        answer(at=NOW + timedelta(minutes=6)),
    ],
)
def test_an_answer_is_believed_when_it_is_signed_now(body: bytes, signed: str) -> None:
    till = HostedPage("http://127.0.0.1:9", SECRET, NOW)
    assert problem(lambda: till.answered(body, signed)) is Problem.UNSIGNED
    assert till.answered(*answer()).state is State.PAID


def test_an_answer_without_sense_is_none() -> None:
    till = HostedPage("http://127.0.0.1:9", SECRET, NOW)
    assert problem(lambda: till.answered(*answer("perhaps"))) is Problem.UNCLEAR


GOOD = 'protocol = "hosted"\naddress = "https://pay.example"\nsecret_file = "pay"\n'


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (GOOD.replace("https", "http"), "https://"),
        (GOOD.replace("hosted", "carrier pigeon"), "protocol"),
        (GOOD.replace('"pay"', '"../pay"'), "key folder"),
        (GOOD.replace('"pay"', '"short"'), "at least 32"),
        (GOOD.replace('"pay"', '"none"'), "cannot be read"),
        (GOOD + "more = 1\n", "nothing else"),
        ("not toml", "no TOML"),
    ],
)
def test_the_agreement_says_what_to_mend(tmp_path: Path, text: str, wrong: str) -> None:
    (tmp_path / "pay").write_text(SECRET + "\n")
    (tmp_path / "short").write_text("short")
    file = tmp_path / "payments.toml"
    file.write_text(text)
    with pytest.raises(WrongSettings, match=wrong) as error:
        read_provider(file, keys=tmp_path, now=NOW)
    assert SECRET not in str(error.value)
    file.write_text(GOOD)
    assert read_provider(file, keys=tmp_path, now=NOW) == HostedPage(
        "https://pay.example", SECRET, NOW
    )
