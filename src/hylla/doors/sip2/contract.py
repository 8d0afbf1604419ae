"""What this door asks of the library."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hylla.doors.sip2.accounts import Account, Visit
from hylla.doors.sip2.items import (
    ItemFacts,
    Lent,
    LoanRequest,
    Refusal,
    RenewalRequest,
    Returned,
    ReturnRequest,
)
from hylla.doors.sip2.patrons import PatronFacts, PatronQuery


@dataclass(frozen=True, kw_only=True)
class LibraryStatus:
    """Whether the library can act now, and what it is called."""

    online: bool
    institution: str
    name: str


class Library(Protocol):
    """The library as this door sees it. Called from several threads; errors are bugs."""

    def now(self) -> datetime:
        """Tell the time."""

    def status(self, account: Account | None) -> LibraryStatus:
        """Tell whether actions are possible; `account` is None before the log-in."""

    def sign_in(self, user: str, *, password: str, location: str) -> Account | None:
        """Return the account if the password is right."""

    def at_work(self, names: frozenset[str]) -> frozenset[str]:
        """Return those of these accounts that have not been retired."""

    def patron(self, visit: Visit, *, query: PatronQuery) -> PatronFacts | None:
        """Return a patron's state; None if the card is unknown."""

    def check_out(self, visit: Visit, *, request: LoanRequest) -> Lent | Refusal:
        """Lend an item."""

    def check_in(self, visit: Visit, *, request: ReturnRequest) -> Returned | Refusal:
        """Take an item back."""

    def renew(self, visit: Visit, *, request: RenewalRequest) -> Lent | Refusal:
        """Lend an item longer."""

    def item(self, visit: Visit, *, barcode: str) -> ItemFacts | None:
        """Return an item's state; None if there is no such item."""

    def end_session(self, visit: Visit, *, card: str) -> None:
        """The patron has left the machine."""

    def leave(self) -> None:
        """The calling thread ends: whatever it keeps open is to be closed."""
