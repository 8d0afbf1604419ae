"""A provider with a payment page of its own, and a signature both ways."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NoReturn

from hylla.clients.payments.signing import HEADER, is_signed, signature
from hylla.clients.payments.values import Order, PaymentError, Problem, Standing, State

TIMEOUT = (3.05, 10)
LONGEST_ANSWER = 20_000
ANSWER = "answer"
"""What a provider's own message is signed as; it has no path in common with us."""


@dataclass(frozen=True, repr=False)
class HostedPage:
    """One agreement with such a provider, as it is spoken with at one time."""

    address: str
    secret: str
    now: datetime

    def begin(self, order: Order) -> str:
        """Return the address at which an order is paid."""
        page = self._asked("POST", "/orders", asdict(order)).get("page")
        if not isinstance(page, str) or not page.startswith(f"{self.address}/"):
            raise PaymentError(Problem.REFUSED)
        return page

    def standing(self, reference: str) -> Standing:
        """Ask how a payment stands."""
        standing = _standing(self._asked("GET", f"/orders/{reference}"))
        if standing.reference != reference:
            raise PaymentError(Problem.REFUSED)
        return standing

    def answered(self, body: bytes, signature: str) -> Standing:
        """Return what the provider has sent of itself."""
        now = int(self.now.timestamp())
        if not is_signed(self.secret, signature, now=now, what=ANSWER, body=body):
            raise PaymentError(Problem.UNSIGNED)
        return _standing(_read(body))

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Have money paid back, once for each key however often it is asked."""
        self._asked("POST", f"/orders/{reference}/refunds", {"amount_ore": amount_ore, "key": key})

    def _asked(self, method: str, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        import requests  # noqa: PLC0415 - slow, and only what pays needs it

        body = b"" if told is None else json.dumps(told).encode()
        at = int(self.now.timestamp())
        what = f"{method} {path}"
        try:
            reply = requests.request(
                method,
                f"{self.address}{path}",
                data=body,
                headers={
                    HEADER: signature(self.secret, at=at, what=what, body=body),
                    "Content-Type": "application/json",
                },
                timeout=TIMEOUT,
                # A provider that moves is agreed on anew.
                allow_redirects=False,
            )
        except requests.RequestException:
            raise PaymentError(Problem.UNREACHABLE) from None
        if reply.status_code != 200:
            _refused(reply.status_code)
        return _read(reply.content)


def _refused(status: int) -> NoReturn:
    if status >= 500:
        raise PaymentError(Problem.UNREACHABLE)
    raise PaymentError(Problem.UNKNOWN if status == 404 else Problem.REFUSED)


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body) if len(body) <= LONGEST_ANSWER else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise PaymentError(Problem.REFUSED)
    return told


def _standing(told: dict[str, Any]) -> Standing:
    try:
        return Standing(
            reference=str(told["reference"]),
            state=State(told["state"]),
            amount_ore=int(told["amount_ore"]),
            currency=str(told["currency"]),
        )
    except (KeyError, TypeError, ValueError):
        raise PaymentError(Problem.REFUSED) from None
