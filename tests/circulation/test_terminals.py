"""Paying at a card terminal: booked once, never lost where the terminal is silent, given back."""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from hylla.circulation.actions import (
    ask_about_payments,
    call_off,
    decide_by_receipt,
    leave,
    look,
    settle_claim,
)
from hylla.clients.payments import PaymentError
from hylla.clients.payments.local import LocalTerminal, serve_terminal
from hylla.clients.serving import Reply
from hylla.fees.actions import Chosen, begin_at_terminal, open_claim
from hylla.fees.models import Claim, ClaimKind, Payment, PaymentState, Voucher
from hylla.fees.queries import balances
from hylla.fees.terminals import AtTerminal, at_terminal, terminals, terminals_at
from hylla.library.refusals import Refused
from tests.circulation.world import World, make_world, policy_of

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
SECRET = "a secret between two, of forty letters.."
NAME = "Desk 1"


@dataclass
class Desk:
    """Somebody who owes 20 kr and 300 kr, and a terminal over HTTP on this machine."""

    world: World
    person: uuid.UUID
    claims: list[uuid.UUID]
    local: LocalTerminal

    @property
    def terminal(self) -> AtTerminal:
        found = at_terminal(NAME, NOW)
        assert found is not None
        return found

    def begin(self, *, amount: int = 32_000) -> str:
        return begin_at_terminal(
            self.person,
            chosen=Chosen(self.claims, amount),
            terminal=self.terminal,
            now=NOW,
            policy=self.world.policy,
        )

    def look(self, reference: str) -> None:
        look(reference, terminal=self.terminal, now=LATER, policy=self.world.policy)

    def states(self) -> set[str]:
        return set(Payment.objects.values_list("state", flat=True))

    def watch(self, *, now: datetime = LATER) -> int:
        def taker_of(name: str) -> AtTerminal | None:
            return at_terminal(name, NOW)

        return ask_about_payments(taker_of, now=now, policy=self.world.policy)


@pytest.fixture
def desk(db: None, tmp_path: Path, settings: Any) -> Iterator[Desk]:
    local = Odd(SECRET, lambda: NOW)
    server = serve_terminal(local)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    (tmp_path / "terminal-1").write_text(SECRET)
    (tmp_path / "terminal-1").chmod(0o600)
    (tmp_path / "terminals.toml").write_text(
        f'[[terminal]]\nname = "{NAME}"\nbranch = "main"\nsecret_file = "terminal-1"\n'
        f'address = "http://127.0.0.1:{server.server_address[1]}"\n'
    )
    settings.HYLLA_KEYS = tmp_path
    settings.HYLLA_TERMINALS = str(tmp_path / "terminals.toml")
    world = make_world(policy_of("fjordvik"))
    person, _ = world.patron()
    about = {"branch_id": world.main.pk, "on": NOW.date()}
    claims = [
        open_claim(person, kind=kind, amount_ore=amount, **about)  # type: ignore[arg-type] # facts
        for kind, amount in ((ClaimKind.OVERDUE, 2_000), (ClaimKind.LOST, 30_000))
    ]
    try:
        yield Desk(world, person, claims, local)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_without_a_file_there_is_none(settings: Any) -> None:
    settings.HYLLA_TERMINALS = ""
    assert terminals() == ()
    assert at_terminal(NAME, NOW) is None


def test_a_terminal_belongs_to_its_branch(desk: Desk) -> None:
    policy = desk.world.policy
    assert terminals_at("main", policy) == (NAME,)
    assert terminals_at("other", policy) == ()
    assert terminals_at("main", policy_of("umea")) == ()


def test_a_card_pays_each_claim_once(desk: Desk) -> None:
    reference = desk.begin()
    (sale,) = desk.local.taken.values()
    assert vars(sale.order) == {"reference": reference, "amount_ore": 32_000, "currency": "NOK"}
    assert str(desk.person) not in reference
    desk.look(reference)
    assert desk.states() == {"under_way"}
    desk.local.press("paid")
    for _ in range(3):
        desk.look(reference)
    assert desk.states() == {"paid"}
    assert Voucher.objects.count() == 2
    assert balances() == {"card": 32_000, "income": -32_000}


def test_declined_leaves_what_is_owed(desk: Desk) -> None:
    reference = desk.begin()
    desk.local.press("failed")
    desk.look(reference)
    assert desk.states() == {"failed"}
    assert Claim.objects.filter(settled_at=None).count() == 2
    assert not Voucher.objects.exists()
    # And it can be tried again.
    desk.begin()


def test_a_busy_terminal_takes_no_other_sum(desk: Desk) -> None:
    desk.begin()
    Payment.objects.update(claim=None)
    with pytest.raises(Refused) as refused:
        desk.begin()
    assert [each.code for each in refused.value.reasons] == ["terminal_busy"]
    assert sorted(Payment.objects.values_list("state", flat=True)).count("failed") == 2


def test_of_a_claim_there_is_one_card_payment_at_a_time(desk: Desk) -> None:
    """Pressed twice, or with another terminal where the first is silent."""
    desk.local.press("unplug")
    reference = desk.begin()
    with pytest.raises(Refused) as refused:
        desk.begin()
    assert [each.code for each in refused.value.reasons] == ["card_under_way"]
    assert set(Payment.objects.values_list("reference", flat=True)) == {reference}


def test_the_sum_is_the_one_that_was_shown(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.begin(amount=31_999)
    assert [each.code for each in refused.value.reasons] == ["sum_changed"]
    assert not desk.local.taken


class Odd(LocalTerminal):
    """Takes the sale, and answers something else."""

    instead: Reply | None = None

    @override
    def ask(self, method: str, path: str, *, body: bytes, signed: str) -> Reply:
        answer = super().ask(method, path, body=body, signed=signed)
        return self.instead or answer


@pytest.mark.parametrize(
    "instead",
    [
        Reply(200, b"<html>", "text/html"),
        Reply(200, b'{"reference": "another"}'),
        Reply(200, b"[]"),
        Reply(302, b"", to="http://127.0.0.1/"),
        Reply(503, b"{}"),
        Reply(404, b"{}"),
    ],
)
def test_an_answer_that_is_not_clear_is_no_failure(desk: Desk, instead: Reply) -> None:
    """It had taken the sale: what it says later is booked."""
    assert isinstance(desk.local, Odd)
    desk.local.instead = instead
    reference = desk.begin()
    assert desk.states() == {"under_way"}
    with pytest.raises(PaymentError):
        desk.look(reference)
    assert desk.states() == {"under_way"}
    desk.local.instead = None
    desk.local.press("paid")
    desk.look(reference)
    assert desk.states() == {"paid"}


def test_called_off(desk: Desk) -> None:
    reference = desk.begin()
    call_off(reference, terminal=desk.terminal, now=LATER, policy=desk.world.policy)
    assert desk.states() == {"cancelled"}


def test_called_off_when_the_card_came_first_is_paid(desk: Desk) -> None:
    reference = desk.begin()
    desk.local.press("paid")
    call_off(reference, terminal=desk.terminal, now=LATER, policy=desk.world.policy)
    assert desk.states() == {"paid"}
    assert Voucher.objects.count() == 2


def test_a_silent_terminal_keeps_it_under_way_until_it_answers(desk: Desk) -> None:
    """The network goes after the card was read: nothing is booked, and nothing is called failed."""
    reference = desk.begin()
    desk.local.press("paid")
    desk.local.press("unplug")
    with pytest.raises(PaymentError):
        desk.look(reference)
    assert desk.watch(now=LATER + timedelta(days=9)) == 1
    assert desk.states() == {"under_way"}
    assert not leave(desk.person, policy=desk.world.policy, now=LATER)
    desk.local.press("plug")
    assert desk.watch() == 0
    # Booked, and with it the last thing went that kept who had asked to leave.
    assert Voucher.objects.count() == 2
    assert not Payment.objects.exists()


def test_a_terminal_that_knows_of_no_sale_is_not_believed_at_once(desk: Desk) -> None:
    """It may have been started anew; staff go by its receipt, or the day ends it."""
    desk.local.press("unplug")
    reference = desk.begin()
    desk.local.press("plug")
    with pytest.raises(PaymentError):
        desk.look(reference)
    assert desk.watch() == 0
    assert desk.states() == {"under_way"}
    desk.watch(now=NOW + timedelta(days=1))
    assert desk.states() == {"given_up"}


@pytest.mark.parametrize("is_paid", [True, False])
def test_by_its_receipt_where_it_stays_silent(desk: Desk, is_paid: bool) -> None:
    reference = desk.begin()
    desk.local.press("unplug")
    decide_by_receipt(reference, is_paid=is_paid, now=LATER, policy=desk.world.policy)
    assert desk.states() == {"paid" if is_paid else "failed"}
    assert Voucher.objects.count() == (2 if is_paid else 0)
    # Said again, nothing is booked twice.
    decide_by_receipt(reference, is_paid=True, now=LATER, policy=desk.world.policy)
    assert Voucher.objects.count() == 2


def test_paid_in_cash_meanwhile_goes_back_to_the_card(desk: Desk) -> None:
    reference = desk.begin()
    small = desk.claims[0]
    settle_claim(small, method="cash", now=NOW, policy=desk.world.policy)
    desk.local.press("paid")
    desk.look(reference)
    states = Payment.objects.order_by("amount_ore").values_list("state", flat=True)
    assert list(states) == [PaymentState.GIVEN_BACK, PaymentState.PAID]
    (sale,) = desk.local.taken.values()
    assert sum(sale.refunds.values()) == 2_000
    assert balances() == {"card": 30_000, "cash": 2_000, "income": -32_000}
