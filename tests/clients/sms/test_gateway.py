"""A gateway for text messages and its local test gateway, over HTTP on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from hylla.clients.agreement import WrongSettings
from hylla.clients.signing import signature
from hylla.clients.sms import Answer, Forged, Gateway, Receipt, Sms, State, read_gateway
from hylla.clients.sms.local import LocalGateway, serve
from hylla.clients.sms.local.gateway import Notice

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECRET = "a secret between two, of forty letters.."
HELLO = Sms(to="+4791234567", words="Hei på deg", reference="r4nd0m", lasts=timedelta(days=1))


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[LocalGateway, Gateway]]:
    local = LocalGateway(SECRET, lambda: NOW)
    server = serve(local)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield local, Gateway(f"http://127.0.0.1:{server.server_port}", "Fjordvik", SECRET, NOW)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def told() -> list[Notice]:
    return []


@pytest.fixture
def local(both: tuple[LocalGateway, Gateway], told: list[Notice]) -> LocalGateway:
    both[0].taken.clear()
    both[0].answers.clear()
    both[0].tell = told.append
    return both[0]


@pytest.fixture
def gateway(local: LocalGateway, both: tuple[LocalGateway, Gateway]) -> Gateway:
    return both[1]


def test_there_and_back(local: LocalGateway, gateway: Gateway, told: list[Notice]) -> None:
    assert gateway.send(HELLO) is Answer.TAKEN
    shown = local.taken["r4nd0m"]
    assert (shown.to, shown.text, shown.sender, shown.parts) == (
        "+4791234567", "Hei på deg", "Fjordvik", 1,
    )  # fmt: skip
    (notice,) = told
    receipt = gateway.receipt(notice.body, notice.signature)
    assert receipt == Receipt("r4nd0m", State.ARRIVED)


def test_the_same_reference_is_sent_once(local: LocalGateway, gateway: Gateway) -> None:
    assert [gateway.send(HELLO), gateway.send(HELLO)] == [Answer.TAKEN, Answer.TAKEN]
    assert len(local.taken) == 1


def test_a_number_that_does_not_exist(local: LocalGateway, gateway: Gateway) -> None:
    assert gateway.send(replace(HELLO, to="+4791230000")) is Answer.NO_NUMBER
    assert not local.taken


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Answer.TAKEN),
        (422, Answer.NO_NUMBER),
        (429, Answer.LATER),
        (503, Answer.LATER),
        (400, Answer.NEVER),
        (302, Answer.NEVER),
        (401, Answer.AWAY),
        (403, Answer.AWAY),
    ],
)
def test_what_a_status_means(
    local: LocalGateway, gateway: Gateway, status: int, answer: Answer
) -> None:
    local.answers.append(status)
    assert gateway.send(HELLO) is answer


def test_another_secret_is_refused_both_ways(local: LocalGateway, gateway: Gateway) -> None:
    stranger = replace(gateway, secret=SECRET[::-1])
    assert stranger.send(HELLO) is Answer.AWAY
    assert not local.taken
    notice = local.receipt("r4nd0m", State.LOST)
    with pytest.raises(Forged):
        stranger.receipt(notice.body, notice.signature)


def test_a_receipt_is_believed_for_five_minutes_and_as_it_was_written(
    local: LocalGateway, gateway: Gateway
) -> None:
    notice = local.receipt("r4nd0m", State.LOST)
    with pytest.raises(Forged):
        replace(gateway, now=NOW + timedelta(minutes=6)).receipt(notice.body, notice.signature)
    with pytest.raises(Forged):
        gateway.receipt(notice.body.replace(b"lost", b"no_number"), notice.signature)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"reference": "r", "state": "eaten"}'])
def test_a_receipt_without_sense(gateway: Gateway, local: LocalGateway, body: bytes) -> None:
    signed = signature(SECRET, at=int(NOW.timestamp()), what="receipt", body=body)
    with pytest.raises(Forged):
        gateway.receipt(body, signed)


def test_nobody_there() -> None:
    assert Gateway("http://127.0.0.1:9", "Fjordvik", SECRET, NOW).send(HELLO) is Answer.AWAY


def test_the_page_shows_what_came_and_hides_nothing_in_it(
    local: LocalGateway, gateway: Gateway
) -> None:
    page = requests.get(gateway.address, headers={"Accept-Language": "sv"}, timeout=5).text
    assert "Inget har kommit än" in page
    gateway.send(replace(HELLO, words="<b>Hei</b>"))
    page = requests.get(gateway.address, headers={"Accept-Language": "nb"}, timeout=5).text
    assert "&lt;b&gt;Hei" in page
    assert "Ingenting sendes" in page


def test_neither_number_nor_words_are_shown_by_accident(gateway: Gateway) -> None:
    told = repr(HELLO) + repr(gateway)
    assert not any(each in told for each in (HELLO.to, HELLO.words, SECRET))


GOOD = 'protocol = "json"\naddress = "https://sms.example"\nsender = "Fjordvik"\n'


def read(folder: Path, text: str, secret: str = SECRET) -> Gateway:
    (folder / "sms-secret").write_text(secret)
    file = folder / "sms.toml"
    file.write_text(text)
    return read_gateway(file, keys=folder, now=NOW)


def test_an_agreement_is_read(tmp_path: Path) -> None:
    read_ = read(tmp_path, f'{GOOD}secret_file = "sms-secret"\n')
    assert (read_.address, read_.sender, read_.secret) == (
        "https://sms.example",
        "Fjordvik",
        SECRET,
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("json", "smpp"), "protocol"),
        (("https://", "http://"), "https://"),
        (('"Fjordvik"', '"Fjordvik bibliotek"'), "11 letters"),
        (('"Fjordvik"', '"Åskøy"'), "11 letters"),
        (("sender", "from"), "sender"),
        (('"sms-secret"', '"../sms-secret"'), "key folder"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_said(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    with pytest.raises(WrongSettings, match=says):
        read(tmp_path, f'{GOOD}secret_file = "sms-secret"\n'.replace(*change))
