"""What the local gateway answers: requests in, answers out, and nothing of the network."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hylla.clients.serving import Reply
from hylla.clients.signing import is_signed, signature
from hylla.clients.sms.alphabet import segments
from hylla.clients.sms.gateway import NO_NUMBER, PATH, RECEIPT
from hylla.clients.sms.local.page import Shown, page
from hylla.clients.sms.values import State

EXPECTED = {"from": str, "to": str, "text": str, "reference": str, "valid_seconds": int}
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
NOBODY_AT = "0000"
"""A number that ends so does not exist here."""
MOST_KEPT = 200


@dataclass(frozen=True)
class Notice:
    """What the gateway has to say to the library, and its signature."""

    body: bytes
    signature: str


@dataclass
class LocalGateway:
    """Takes messages in order to show them; `tell` carries its receipts to the library."""

    secret: str
    clock: Callable[[], datetime]
    tell: Callable[[Notice], None] = lambda notice: None
    taken: dict[str, Shown] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    """Statuses for the next requests, in place of its own."""

    def ask(self, path: str, *, body: bytes, signed: str) -> Reply:
        """Take a message; the same reference once more is the same message."""
        now = int(self.clock().timestamp())
        if not is_signed(self.secret, signed, now=now, what=f"POST {path}", body=body):
            return Reply(401)
        if self.answers:
            return Reply(self.answers.pop(0))
        told = _read(body)
        if path != PATH or told is None:
            return Reply(400)
        if told["to"].endswith(NOBODY_AT):
            return Reply(NO_NUMBER)
        if told["reference"] not in self.taken:
            self._take(told)
        return Reply(202)

    def receipt(self, reference: str, state: State) -> Notice:
        """Return what is told to the library of a message."""
        body = json.dumps({"reference": reference, "state": state.value}).encode()
        at = int(self.clock().timestamp())
        return Notice(body, signature(self.secret, at=at, what=RECEIPT, body=body))

    def page(self, *, language: str) -> Reply:
        """Show what would have been sent, the newest first."""
        text = page(list(reversed(self.taken.values())), wanted=language)
        return Reply(200, text.encode(), "text/html; charset=utf-8")

    def _take(self, told: dict[str, Any]) -> None:
        if len(self.taken) >= MOST_KEPT:
            del self.taken[next(iter(self.taken))]
        text = told["text"]
        self.taken[told["reference"]] = Shown(
            self.clock(), told["from"], told["to"], text, segments(text)
        )
        self.tell(self.receipt(told["reference"], State.ARRIVED))


def _read(body: bytes) -> dict[str, Any] | None:
    """Return a message that says what it must and no more."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    if not isinstance(told, dict) or told.keys() != EXPECTED.keys():
        return None
    is_whole = all(type(told[name]) is kind for name, kind in EXPECTED.items())
    return told if is_whole and NUMBER.fullmatch(told["to"]) and told["text"] else None
