"""At the desk: a terminal asks for what is owed, and the page says what came of it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.clients.payments.local import LocalTerminal, serve_terminal
from hylla.fees.actions import open_claim
from hylla.fees.models import Claim, ClaimKind, Payment, Voucher
from tests.doors.town import Patron, Town

SECRET = "a secret between two, of forty letters.."
BEGIN = "/en/desk/card-payment/"


@pytest.fixture
def terminal(town: Town, tmp_path: Path, settings: Any) -> Iterator[LocalTerminal]:
    local = LocalTerminal(SECRET, timezone.now)
    server = serve_terminal(local)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    secret = Path(settings.HYLLA_KEYS) / "terminal-1"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_text(SECRET)
    secret.chmod(0o600)
    (tmp_path / "terminals.toml").write_text(
        f'[[terminal]]\nname = "Desk 1"\nbranch = "{town.main.code}"\n'
        f'secret_file = "terminal-1"\naddress = "http://127.0.0.1:{server.server_address[1]}"\n'
    )
    settings.HYLLA_TERMINALS = str(tmp_path / "terminals.toml")
    try:
        yield local
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def patron(town: Town, desk: Client) -> Patron:
    """Somebody who owes 20 and 300 kr, open at the desk."""
    patron = town.patron(family_name="Markvik")
    on = timezone.localdate()
    for amount in (2_000, 30_000):
        kind, branch = ClaimKind.DAMAGED, town.main.pk
        open_claim(patron.id, branch_id=branch, kind=kind, amount_ore=amount, on=on)
    desk.post("/en/desk/", {"entry": patron.card})
    return patron


def begin(desk: Client, **told: str) -> str:
    """Begin, and return the address of the payment's page."""
    answer = desk.post(BEGIN, {"terminal": "Desk 1", "amount": "32000", **told})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_all_that_is_owed_by_card(desk: Client, terminal: LocalTerminal, patron: Patron) -> None:
    page = text(desk.get("/en/desk/"))
    assert "320\N{NO-BREAK SPACE}kr by card: Desk 1" in page
    assert ">Paid by card<" not in page
    address = begin(desk)
    assert str(patron.id) not in address
    page = text(desk.get(address))
    assert "Desk 1 asks for 320\N{NO-BREAK SPACE}kr." in page
    assert "A card payment has no answer yet: look" in text(desk.get("/en/desk/"))
    terminal.press("paid")
    page = text(desk.get(address))
    assert "Paid by card: 320\N{NO-BREAK SPACE}kr." in page
    assert all(str(number) in page for number in Voucher.objects.values_list("pk", flat=True))
    assert "Owes nothing." in text(desk.get("/en/desk/"))


def test_one_claim_of_two(desk: Client, terminal: LocalTerminal, patron: Patron) -> None:
    one = Claim.objects.get(patron=patron.id, amount_ore=2_000).pk
    address = begin(desk, claim=str(one), amount="2000")
    terminal.press("paid")
    desk.get(address)
    assert Voucher.objects.count() == 1


def test_called_off_and_declined(desk: Client, terminal: LocalTerminal, patron: Patron) -> None:
    address = begin(desk)
    page = text(desk.post(address, {"what": "cancel"}))
    assert "It was called off." in page
    address = begin(desk)
    terminal.press("failed")
    assert "The card was declined." in text(desk.get(address))


def test_a_silent_terminal_says_what_to_do(
    desk: Client, terminal: LocalTerminal, patron: Patron
) -> None:
    address = begin(desk)
    terminal.press("unplug")
    page = text(desk.get(address))
    assert "Desk 1 does not answer." in page
    assert "It was not paid" in page
    assert set(Payment.objects.values_list("state", flat=True)) == {"under_way"}
    assert "Paid by card" in text(desk.post(address, {"what": "paid"}))


def test_only_whose_payment_it_is(desk: Client, terminal: LocalTerminal, patron: Patron) -> None:
    address = begin(desk)
    desk.post("/en/desk/close/")
    assert desk.get(address).status_code == 302
    assert desk.get(f"{BEGIN}nothing/").status_code == 302


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"terminal": "Desk 9"}, "There is no such terminal at this branch now."),
        ({"terminal": ""}, "There is no such terminal at this branch now."),
        ({"claim": "x"}, "Choose at least one thing to pay for."),
        ({"amount": "31999"}, "What you owe has changed meanwhile."),
        ({"amount": "kr"}, "What you owe has changed meanwhile."),
    ],
)
def test_what_cannot_be_is_refused(
    desk: Client, terminal: LocalTerminal, patron: Patron, told: dict[str, str], why: str
) -> None:
    answer = desk.post(BEGIN, {"terminal": "Desk 1", "amount": "32000", **told})
    assert answer.status_code == 200
    assert why in text(answer)
    assert not Payment.objects.exists()


def test_pressed_twice_there_is_one(desk: Client, terminal: LocalTerminal, patron: Patron) -> None:
    begin(desk)
    answer = desk.post(BEGIN, {"terminal": "Desk 1", "amount": "32000"})
    assert "A card payment of this has no answer yet." in text(answer)
    assert Payment.objects.values("reference").distinct().count() == 1
