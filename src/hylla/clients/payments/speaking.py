"""How the library speaks with whoever takes payments: JSON, signed, and a short wait."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from hylla.clients.payments.values import PaymentError, Problem, Standing, State
from hylla.clients.signing import HEADER, signature

TIMEOUT = (3.05, 10)
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, repr=False)
class Speaking:
    """Someone at an address with whom the library shares a secret, at one time."""

    address: str
    secret: str
    now: datetime

    def asked(self, method: str, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask, and return what was answered.

        :raises PaymentError: nobody answers, or what is answered is a no.
        """
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
        return read(reply.content)


def read(body: bytes) -> dict[str, Any]:
    """Return what a message says.

    :raises PaymentError: it is too long, or has no sense.
    """
    try:
        told = json.loads(body) if len(body) <= LONGEST_ANSWER else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise PaymentError(Problem.UNCLEAR)
    return told


def standing_in(told: dict[str, Any]) -> Standing:
    """Return how a payment stands, as a message says it.

    :raises PaymentError: it does not say it.
    """
    try:
        return Standing(
            reference=str(told["reference"]),
            state=State(told["state"]),
            amount_ore=int(told["amount_ore"]),
            currency=str(told["currency"]),
        )
    except (KeyError, TypeError, ValueError):
        raise PaymentError(Problem.UNCLEAR) from None


def _refused(status: int) -> NoReturn:
    if status >= 500:
        raise PaymentError(Problem.UNREACHABLE)
    if status < 400:
        raise PaymentError(Problem.UNCLEAR)
    raise PaymentError(Problem.UNKNOWN if status == 404 else Problem.REFUSED)
