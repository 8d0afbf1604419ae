"""A library in memory with the behaviour that this door relies on, and switches to break it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from threading import Event, Lock

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from hylla.doors.sip2.accounts import Account, PersonalField, Visit
from hylla.doors.sip2.contract import LibraryStatus
from hylla.doors.sip2.items import (
    CirculationStatus,
    ItemFacts,
    Lent,
    LoanRequest,
    Refusal,
    RenewalRequest,
    Returned,
    ReturnRequest,
)
from hylla.doors.sip2.patrons import Barred, Counts, Listing, PatronFacts, PatronQuery
from hylla.formats.sip2 import Charset

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
DUE = date(2026, 3, 30)
PASSWORD = "door key"
CARD, PIN = "N000100", "4711"
NAME, EMAIL = "Tøve Lånér", "tove@example.invalid"
ITEMS = {"0301": "Fisk på ferie", "0302": "Ö som i ö", "0303": "Stille hylle"}

_hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

ACCOUNTS = (
    Account(name="hall", branch="main", institution="Fjordvik", fields=frozenset(PersonalField)),
    Account(name="sorter", branch="main"),
    Account(name="strict", branch="main", checksums_required=True),
    Account(name="old", branch="main", charset=Charset.CP850, fields=frozenset(PersonalField)),
    Account(name="hat", branch="main", delimiter="^", crlf=True),
)


@dataclass
class FakeLibrary:
    """Lends and takes back; counts every act. `before_acting` runs inside each act."""

    loans: dict[str, str] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    before_acting: Callable[[], object] = bool
    time: datetime = NOW
    accounts: dict[str, Account] = field(
        default_factory=lambda: {one.name: one for one in ACCOUNTS}
    )
    _hash: str = _hasher.hash(PASSWORD)
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> datetime:
        return self.time

    def status(self, account: Account | None) -> LibraryStatus:
        return LibraryStatus(online=True, institution="Fjordvik", name="Fjordvik bibliotek")

    def sign_in(self, user: str, *, password: str, location: str) -> Account | None:
        try:
            _hasher.verify(self._hash, password)
        except VerifyMismatchError:
            return None
        return self.accounts.get(user)

    def at_work(self, names: frozenset[str]) -> frozenset[str]:
        return names & self.accounts.keys()

    def patron(self, visit: Visit, *, query: PatronQuery) -> PatronFacts | None:
        self._act(f"patron {visit.language}")
        if query.borrower.card != CARD:
            return None
        mine = tuple(sorted(item for item, card in self.loans.items() if card == CARD))
        return PatronFacts(
            card=CARD,
            valid=True,
            pin_valid=None if query.borrower.pin is None else query.borrower.pin == PIN,
            barred=frozenset({Barred.HOLD, Barred.FINES}),
            counts=Counts(charged=len(mine)),
            listed=mine if query.listing is Listing.CHARGED else (),
            name=NAME,
            address="Bryggen 1, 9999 Fjordvik",
            email=EMAIL,
            phone="00 00 00 00",
            birth_on=date(1990, 1, 2),
            category="adult",
            home_library="main",
            owed_ore=1205,
            sentence="Velkommen",
        )

    def check_out(self, visit: Visit, *, request: LoanRequest) -> Lent | Refusal:
        self._act(f"check_out {request.item}")
        with self._lock:
            if request.item not in ITEMS:
                return Refusal(reasons=("unknown_item",), sentence="Ukjent eksemplar")
            if request.item in self.loans:
                return Refusal(reasons=("on_loan",), sentence="Utlånt", title=ITEMS[request.item])
            self.loans[request.item] = request.borrower.card
        return Lent(item=request.item, title=ITEMS[request.item], due_on=DUE)

    def check_in(self, visit: Visit, *, request: ReturnRequest) -> Returned | Refusal:
        self._act(f"check_in {request.item}")
        with self._lock:
            if self.loans.pop(request.item, None) is None:
                return Refusal(reasons=("not_on_loan",), sentence="Ikke utlånt")
        return Returned(item=request.item, title=ITEMS[request.item], home_branch="main")

    def renew(self, visit: Visit, *, request: RenewalRequest) -> Lent | Refusal:
        self._act(f"renew {request.item}")
        title = ITEMS[request.item]
        return Lent(item=request.item, title=title, due_on=DUE, renewed=True)

    def item(self, visit: Visit, *, barcode: str) -> ItemFacts | None:
        self._act(f"item {barcode}")
        if barcode not in ITEMS:
            return None
        lent = barcode in self.loans
        status = CirculationStatus.CHARGED if lent else CirculationStatus.AVAILABLE
        due_on = DUE if lent else None
        return ItemFacts(item=barcode, title=ITEMS[barcode], status=status, due_on=due_on)

    def end_session(self, visit: Visit, *, card: str) -> None:
        self._act("end_session")

    def leave(self) -> None:
        """There is nothing to close."""

    def allow(self, name: str, *fields: PersonalField, pin_required: bool = True) -> None:
        """Change what an account may see."""
        self.accounts[name] = replace(
            self.accounts[name], fields=frozenset(fields), pin_required=pin_required
        )

    def _act(self, what: str) -> None:
        self.before_acting()
        with self._lock:
            self.acts.append(what)


@dataclass
class Gate:
    """Holds acts back until it is opened, and tells when the first has arrived."""

    arrived: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def __call__(self) -> None:
        self.arrived.set()
        assert self.opened.wait(20), "nobody opened the gate"
