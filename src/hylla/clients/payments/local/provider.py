"""What the local provider answers: requests in, answers out, and nothing of the network."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from hylla.clients.payments.hosted import ANSWER
from hylla.clients.payments.local.page import page
from hylla.clients.payments.signing import is_signed, signature
from hylla.clients.payments.values import Order, State
from hylla.clients.serving import Reply

CHOICES = {State.PAID, State.CANCELLED, State.FAILED}
EXPECTED: Mapping[str, type] = {each.name: each.type for each in fields(Order)}  # type: ignore[misc] # they are classes


@dataclass(frozen=True)
class Notice:
    """What the provider has to say to the library, and where."""

    address: str
    body: bytes
    signature: str


@dataclass
class Taken:
    """An order as the provider has it."""

    order: Order
    state: State = State.PENDING
    refunds: dict[str, int] = field(default_factory=dict)


@dataclass
class LocalPayments:
    """One provider that moves no money; `tell` carries its messages to the library."""

    address: str
    secret: str
    clock: Callable[[], datetime]
    tell: Callable[[Notice], None] = lambda notice: None
    taken: dict[str, Taken] = field(default_factory=dict)

    def ask(self, method: str, path: str, *, body: bytes, signed: str) -> Reply:
        """Answer the library: what is not signed by it is refused."""
        now = int(self.clock().timestamp())
        if not is_signed(self.secret, signed, now=now, what=f"{method} {path}", body=body):
            return _json(401, {"error": "signature"})
        parts = path.strip("/").split("/")
        told = _read(body)
        if (method, parts) == ("POST", ["orders"]):
            return self._begin(told)
        taken = self.taken.get(parts[1]) if len(parts) > 1 and parts[0] == "orders" else None
        if taken is None:
            return _json(404, {"error": "unknown"})
        if method == "POST" and parts[2:] == ["refunds"]:
            return _refund(taken, told)
        return _json(200, _standing(taken))

    def page(self, reference: str, *, language: str) -> Reply:
        """Show the page on which an order is paid."""
        taken = self.taken.get(reference)
        if taken is None:
            return _json(404, {"error": "unknown"})
        order = taken.order
        text = page(amount_ore=order.amount_ore, currency=order.currency, wanted=language)
        return Reply(200, text.encode(), "text/html; charset=utf-8")

    def choose(self, reference: str, what: str) -> Reply:
        """Let the payer choose once what happens; tell the library, and send the payer back."""
        taken = self.taken.get(reference)
        if taken is None or what not in CHOICES:
            return _json(404, {"error": "unknown"})
        if taken.state is State.PENDING:
            taken.state = State(what)
            self.tell(self.notice(taken))
        return Reply(303, to=taken.order.back)

    def notice(self, taken: Taken) -> Notice:
        """Return what is told to the library of a payment."""
        body = json.dumps(_standing(taken)).encode()
        at = int(self.clock().timestamp())
        signed = signature(self.secret, at=at, what=ANSWER, body=body)
        return Notice(taken.order.answer, body, signed)

    def _begin(self, told: dict[str, Any]) -> Reply:
        is_whole = told.keys() == EXPECTED.keys() and all(
            type(told[name]) is kind for name, kind in EXPECTED.items()
        )
        if not is_whole or told["amount_ore"] <= 0 or told["reference"] in self.taken:
            return _json(400, {"error": "order"})
        self.taken[told["reference"]] = Taken(Order(**told))
        return _json(200, {"page": f"{self.address}/pay/{told['reference']}"})


def _refund(taken: Taken, told: dict[str, Any]) -> Reply:
    amount, key = told.get("amount_ore"), told.get("key")
    if taken.state is not State.PAID or type(amount) is not int or not isinstance(key, str):
        return _json(400, {"error": "refund"})
    others = sum(sum_ for name, sum_ in taken.refunds.items() if name != key)
    if amount <= 0 or others + amount > taken.order.amount_ore:
        return _json(400, {"error": "amount"})
    if taken.refunds.setdefault(key, amount) != amount:
        return _json(409, {"error": "key"})
    return _json(200, {})


def _standing(taken: Taken) -> dict[str, object]:
    order = taken.order
    return {
        "reference": order.reference,
        "state": taken.state.value,
        "amount_ore": order.amount_ore,
        "currency": order.currency,
    }


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _json(status: int, told: Mapping[str, object]) -> Reply:
    return Reply(status, json.dumps(told).encode())
