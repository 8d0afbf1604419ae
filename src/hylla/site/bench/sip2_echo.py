"""The same door in front of a library that says yes to everything and remembers nothing."""

import asyncio
import sys
from datetime import UTC, date, datetime

import django
import uvloop

from hylla.doors.sip2.accounts import Account, Visit
from hylla.doors.sip2.contract import LibraryStatus
from hylla.doors.sip2.items import (
    ItemFacts,
    Lent,
    LoanRequest,
    RenewalRequest,
    Returned,
    ReturnRequest,
)
from hylla.doors.sip2.patrons import PatronFacts, PatronQuery

NOW = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
DUE = date(2026, 12, 1)


class Yes:
    """What the door costs by itself: reading, threads, writing."""

    def now(self) -> datetime:
        """Tell always the same time."""
        return NOW

    def status(self, account: Account | None) -> LibraryStatus:
        """Be there."""
        return LibraryStatus(online=True, institution="bench", name="Bench")

    def sign_in(self, user: str, *, password: str, location: str) -> Account:
        """Let everyone in."""
        return Account(name=user, branch="b0")

    def at_work(self, names: frozenset[str]) -> frozenset[str]:
        """Retire nobody."""
        return names

    def patron(self, visit: Visit, *, query: PatronQuery) -> PatronFacts | None:
        """Know nobody."""
        return None

    def check_out(self, visit: Visit, *, request: LoanRequest) -> Lent:
        """Say yes."""
        return Lent(item=request.item, title="Title 1", due_on=DUE)

    def check_in(self, visit: Visit, *, request: ReturnRequest) -> Returned:
        """Say thanks."""
        return Returned(item=request.item, title="Title 1", home_branch="b0")

    def renew(self, visit: Visit, *, request: RenewalRequest) -> Lent:
        """Say yes."""
        return Lent(item=request.item, title="Title 1", due_on=DUE, renewed=True)

    def item(self, visit: Visit, *, barcode: str) -> ItemFacts | None:
        """Know nothing."""
        return None

    def end_session(self, visit: Visit, *, card: str) -> None:
        """Say goodbye."""

    def leave(self) -> None:
        """Have nothing to close."""


def main(port: int) -> None:
    """Serve until told to stop."""
    django.setup()
    # Django must be ready first: the server's defaults come from its settings.
    from hylla.doors.sip2.server import SipServer  # noqa: PLC0415 - as above

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(SipServer("127.0.0.1", port, Yes()).serve())


if __name__ == "__main__":
    main(int(sys.argv[1]))
