"""A card terminal on a desk: it is told a sum and a random reference, and never who pays."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from hylla.clients.payments.speaking import Speaking, standing_in
from hylla.clients.payments.values import PaymentError, Problem, Sale, Standing


@dataclass(frozen=True, kw_only=True, repr=False)
class Terminal:
    """One terminal, as the library's file names it; no card number ever comes from it."""

    name: str
    branch: str
    address: str
    secret: str


def ask(terminal: Terminal, sale: Sale, *, now: datetime) -> Standing:
    """Have the terminal ask for a sum; the same sale again is the same sale.

    :raises PaymentError: it is away, or busy with another.
    """
    told = _speaking(terminal, now).asked("POST", "/sales", asdict(sale))
    return _of(sale.reference, told)


def standing(terminal: Terminal, reference: str, *, now: datetime) -> Standing:
    """Ask how a sale stands.

    :raises PaymentError: the terminal is away, or has heard of no such sale.
    """
    return _of(reference, _speaking(terminal, now).asked("GET", f"/sales/{reference}"))


def cancel(terminal: Terminal, reference: str, *, now: datetime) -> Standing:
    """Call a sale off; the answer says that it was paid where the card came first.

    :raises PaymentError: the terminal is away, or has heard of no such sale.
    """
    told = _speaking(terminal, now).asked("POST", f"/sales/{reference}/cancel", {})
    return _of(reference, told)


def refund(terminal: Terminal, reference: str, *, amount_ore: int, key: str, now: datetime) -> None:
    """Have money go back to the card, once for each key however often it is asked.

    :raises PaymentError: the terminal is away, or it is more than was paid.
    """
    told = {"amount_ore": amount_ore, "key": key}
    _speaking(terminal, now).asked("POST", f"/sales/{reference}/refunds", told)


def _of(reference: str, told: dict[str, Any]) -> Standing:
    found = standing_in(told)
    if found.reference != reference:
        raise PaymentError(Problem.UNCLEAR)
    return found


def _speaking(terminal: Terminal, now: datetime) -> Speaking:
    return Speaking(terminal.address, terminal.secret, now)
