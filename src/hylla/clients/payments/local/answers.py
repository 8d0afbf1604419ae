"""What the local provider and the local terminal have in common, and how they say it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

from hylla.clients.payments.values import Sale, State
from hylla.clients.serving import Reply

Asked = TypeVar("Asked", bound=Sale)


@dataclass
class Taken(Generic[Asked]):
    """An order as it was taken."""

    order: Asked
    state: State = State.PENDING
    refunds: dict[str, int] = field(default_factory=dict)


def taken_from(kind: type[Asked], told: Mapping[str, Any]) -> Asked | None:
    """Return the order in a message, or None where it says less than it must, or more."""
    expected = {each.name: each.type for each in fields(kind)}
    is_whole = told.keys() == expected.keys() and all(
        type(told[name]) is type_ for name, type_ in expected.items()
    )
    return kind(**told) if is_whole and told["amount_ore"] > 0 else None


def refunded(taken: Taken[Any], told: Mapping[str, Any]) -> Reply:
    """Give back once for each key, and never more than was paid."""
    amount, key = told.get("amount_ore"), told.get("key")
    if taken.state is not State.PAID or type(amount) is not int or not isinstance(key, str):
        return json_reply(400, {"error": "refund"})
    others = sum(sum_ for name, sum_ in taken.refunds.items() if name != key)
    if amount <= 0 or others + amount > taken.order.amount_ore:
        return json_reply(400, {"error": "amount"})
    if taken.refunds.setdefault(key, amount) != amount:
        return json_reply(409, {"error": "key"})
    return json_reply(200, {})


def standing_of(taken: Taken[Any]) -> dict[str, object]:
    """Return how an order stands, as it is told to the library."""
    order = taken.order
    return {
        "reference": order.reference,
        "state": taken.state.value,
        "amount_ore": order.amount_ore,
        "currency": order.currency,
    }


def told_in(body: bytes) -> dict[str, Any]:
    """Return what a message says; nothing where it has no sense."""
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def json_reply(status: int, told: Mapping[str, object]) -> Reply:
    """Return an answer for a machine."""
    return Reply(status, json.dumps(told).encode())
