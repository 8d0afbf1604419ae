"""The library as this door sees it, over its actions and queries: what `contract.Library` asks."""

from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, connections

from hylla.doors.sip2.accounts import Account, Visit
from hylla.doors.sip2.contract import LibraryStatus
from hylla.doors.sip2.items import (
    ItemFacts,
    Lent,
    LoanRequest,
    Refusal,
    RenewalRequest,
    Returned,
    ReturnRequest,
)
from hylla.doors.sip2.library import items, lending, machines, patrons, returning
from hylla.doors.sip2.library.place import Branches, Counter, PolicyKept
from hylla.doors.sip2.patrons import PatronFacts, PatronQuery
from hylla.library.queries import policy_in_force
from hylla.privacy.quarantine import refuse_closed


class DjangoLibrary:
    """Each method is one action or query in the calling thread's connection to the database."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._branches = Branches()
        self._policy = PolicyKept()
        self._attempts = machines.Attempts()

    def now(self) -> datetime:
        """Tell the time."""
        return self._clock()

    def status(self, account: Account | None) -> LibraryStatus:
        """Ask the database for the policy: what cannot answer that cannot lend."""
        refuse_closed()
        close_old_connections()
        policy = policy_in_force()
        return LibraryStatus(online=True, institution=policy.code, name=policy.name)

    def sign_in(self, user: str, *, password: str, location: str) -> Account | None:
        """Return the account if the password is right and was not tried too often."""
        refuse_closed()
        close_old_connections()
        return machines.account(user, password, attempts=self._attempts, now=self.now())

    def at_work(self, names: frozenset[str]) -> frozenset[str]:
        """Return those of these accounts that have not been retired."""
        close_old_connections()
        return machines.at_work(names)

    def patron(self, visit: Visit, *, query: PatronQuery) -> PatronFacts | None:
        """Return a patron's state, and write into their read log that it was shown."""
        return patrons.patron(self._counter(visit), query)

    def check_out(self, visit: Visit, *, request: LoanRequest) -> Lent | Refusal:
        """Lend an item, or lend it longer to who has it already."""
        return lending.check_out(self._counter(visit), request)

    def check_in(self, visit: Visit, *, request: ReturnRequest) -> Returned | Refusal:
        """Take an item back."""
        return returning.check_in(self._counter(visit), request)

    def renew(self, visit: Visit, *, request: RenewalRequest) -> Lent | Refusal:
        """Lend an item longer."""
        return lending.renew(self._counter(visit), request)

    def item(self, visit: Visit, *, barcode: str) -> ItemFacts | None:
        """Return an item's state; None if there is no such item."""
        return items.item(self._counter(visit), barcode)

    def end_session(self, visit: Visit, *, card: str) -> None:
        """Do nothing: of a patron's visit to a machine nothing is kept that could be ended."""

    def leave(self) -> None:
        """Close the calling thread's connection to the database."""
        connections.close_all()

    def _counter(self, visit: Visit) -> Counter:
        refuse_closed()
        close_old_connections()
        return Counter(visit, self._policy(), self._branches)
