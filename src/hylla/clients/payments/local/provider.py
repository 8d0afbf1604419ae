"""What the local provider answers: requests in, answers out, and nothing of the network."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hylla.clients.payments.hosted import ANSWER
from hylla.clients.payments.local.answers import (
    Taken,
    json_reply,
    refunded,
    standing_of,
    taken_from,
    told_in,
)
from hylla.clients.payments.local.page import page
from hylla.clients.payments.values import Order, State
from hylla.clients.serving import Reply
from hylla.clients.signing import is_signed, signature

CHOICES = {State.PAID, State.CANCELLED, State.FAILED}


@dataclass(frozen=True)
class Notice:
    """What the provider has to say to the library, and where."""

    address: str
    body: bytes
    signature: str


@dataclass
class LocalPayments:
    """One provider that moves no money; `tell` carries its messages to the library."""

    address: str
    secret: str
    clock: Callable[[], datetime]
    tell: Callable[[Notice], None] = lambda notice: None
    taken: dict[str, Taken[Order]] = field(default_factory=dict)

    def ask(self, method: str, path: str, *, body: bytes, signed: str) -> Reply:
        """Answer the library: what is not signed by it is refused."""
        now = int(self.clock().timestamp())
        if not is_signed(self.secret, signed, now=now, what=f"{method} {path}", body=body):
            return json_reply(401, {"error": "signature"})
        parts = path.strip("/").split("/")
        told = told_in(body)
        if (method, parts) == ("POST", ["orders"]):
            return self._begin(told)
        taken = self.taken.get(parts[1]) if len(parts) > 1 and parts[0] == "orders" else None
        if taken is None:
            return json_reply(404, {"error": "unknown"})
        if method == "POST" and parts[2:] == ["refunds"]:
            return refunded(taken, told)
        return json_reply(200, standing_of(taken))

    def page(self, reference: str, *, language: str) -> Reply:
        """Show the page on which an order is paid."""
        taken = self.taken.get(reference)
        if taken is None:
            return json_reply(404, {"error": "unknown"})
        order = taken.order
        text = page(amount_ore=order.amount_ore, currency=order.currency, wanted=language)
        return Reply(200, text.encode(), "text/html; charset=utf-8")

    def choose(self, reference: str, what: str) -> Reply:
        """Let the payer choose once what happens; tell the library, and send the payer back."""
        taken = self.taken.get(reference)
        if taken is None or what not in CHOICES:
            return json_reply(404, {"error": "unknown"})
        if taken.state is State.PENDING:
            taken.state = State(what)
            self.tell(self.notice(taken))
        return Reply(303, to=taken.order.back)

    def notice(self, taken: Taken[Order]) -> Notice:
        """Return what is told to the library of a payment."""
        body = json.dumps(standing_of(taken)).encode()
        at = int(self.clock().timestamp())
        signed = signature(self.secret, at=at, what=ANSWER, body=body)
        return Notice(taken.order.answer, body, signed)

    def _begin(self, told: dict[str, Any]) -> Reply:
        order = taken_from(Order, told)
        if order is None or order.reference in self.taken:
            return json_reply(400, {"error": "order"})
        self.taken[order.reference] = Taken(order)
        return json_reply(200, {"page": f"{self.address}/pay/{order.reference}"})
