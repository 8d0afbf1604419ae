"""The card terminals on the library's desks, by the file that names them."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hylla.clients.payments import Sale, Standing, Terminal, WrongSettings, read_terminals
from hylla.clients.payments import terminal as speaking
from hylla.privacy.policy import Policy

log = logging.getLogger("hylla.payments")


def terminals() -> tuple[Terminal, ...]:
    """Return the terminals of every branch; none where no file names any.

    :raises WrongSettings: the file cannot be used.
    """
    if not settings.HYLLA_TERMINALS:
        return ()
    return read_terminals(Path(settings.HYLLA_TERMINALS), keys=Path(settings.HYLLA_KEYS))


def terminals_at(branch: str, policy: Policy) -> tuple[str, ...]:
    """Return the names of the terminals at the branch with that code, where the policy has any."""
    if not policy.payments.terminals:
        return ()
    try:
        return tuple(each.name for each in terminals() if each.branch == branch)
    except WrongSettings as wrong:
        # It was right when the server was started: the desk goes on without.
        log.warning("terminals", extra={"code": str(wrong)})
        return ()


@dataclass(frozen=True)
class AtTerminal:
    """A terminal that is asked about its sales, as a payment provider is about its payments."""

    terminal: Terminal
    now: datetime

    @property
    def name(self) -> str:
        """What staff call it."""
        return self.terminal.name

    def ask(self, sale: Sale) -> None:
        """Have it ask for a sum.

        :raises PaymentError: it is away, or busy with another.
        """
        speaking.ask(self.terminal, sale, now=self.now)

    def standing(self, reference: str) -> Standing:
        """Ask how a sale stands.

        :raises PaymentError: the terminal is away or knows of none: it may have taken the money.
        """
        return speaking.standing(self.terminal, reference, now=self.now)

    def call_off(self, reference: str) -> Standing:
        """Have the terminal ask no more; it may say that the card came first.

        :raises PaymentError: the terminal is away or knows of none: it may have taken the money.
        """
        return speaking.cancel(self.terminal, reference, now=self.now)

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Have money go back to the card, once for each key.

        :raises PaymentError: the terminal is away, or does not want it.
        """
        speaking.refund(self.terminal, reference, amount_ore=amount_ore, key=key, now=self.now)


def at_terminal(name: str, now: datetime) -> AtTerminal | None:
    """Return the terminal of that name, or None where it stands on no desk any more."""
    return next((AtTerminal(each, now) for each in terminals() if each.name == name), None)
