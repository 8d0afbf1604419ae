"""R12: every way in moves the day of the last use, the same for each, and says nothing of which."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.doors.sip2 import library as sip2
from hylla.doors.sip2.accounts import Borrower, Visit
from hylla.doors.sip2.items import LoanRequest, RenewalRequest, ReturnRequest
from hylla.doors.sip2.library import DjangoLibrary
from hylla.doors.sip2.patrons import PatronQuery
from hylla.library.actions import add_kiosk, add_machine
from hylla.library.rules import NewMachine
from hylla.patrons.actions import choose_password, choose_user_name
from hylla.patrons.models import Person
from hylla.privacy.vocabulary import Role
from tests.doors.joining.conftest import NUMBER
from tests.doors.joining.test_identifying import agreed, come_back, go, local
from tests.doors.town import PASSWORD, PIN, Patron, Town
from tests.passkeys import SoftKey
from tests.patrons.samples import ADULT

__all__ = ["agreed", "local"]
LONG_AGO = date(2020, 1, 1)
MY = "/en/my/"
SECRET = "seven rivers and a shelf"
Way = Callable[[Town, Patron], Iterator[None]]


def browser() -> Client:
    """Return a browser that nobody has used."""
    return Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})


def log_in(name: str, secret: str = PIN) -> Client:
    """Log in on the web."""
    client = browser()
    assert client.post(f"{MY}log-in/", {"card": name, "pin": secret}).status_code == 302
    return client


def card_and_pin(town: Town, me: Patron) -> Iterator[None]:
    yield
    log_in(me.card)


def user_name(town: Town, me: Patron) -> Iterator[None]:
    choose_user_name(me.id, "embla.fjell")
    yield
    log_in("embla.fjell")


def password(town: Town, me: Patron) -> Iterator[None]:
    choose_password(me.id, SECRET)
    yield
    log_in(me.card, SECRET)


def passkey(town: Town, me: Patron) -> Iterator[None]:
    key, mine, client = SoftKey(origin="http://testserver"), log_in(me.card), browser()
    made = key.make(mine.post(f"{MY}ways-in/passkey/ask/").content.decode())
    mine.post(f"{MY}ways-in/passkey/", {"answer": made, "name": "Telephone"})
    yield
    signed = key.sign(client.post(f"{MY}log-in/passkey/ask/").content.decode())
    assert client.post(f"{MY}log-in/passkey/", {"answer": signed}).status_code == 302


def e_id(town: Town, me: Patron) -> Iterator[None]:
    client = browser()
    yield
    assert come_back(client, go(client, after=MY)).status_code == 302


def phone_app(town: Town, me: Patron) -> Iterator[None]:
    mine = log_in(me.card)
    token = mine.post(f"{MY}phone/keep/").json()["token"]
    yield
    assert mine.post(f"{MY}phone/keep/", {"token": token}).status_code == 200


def kiosk(town: Town, me: Patron) -> Iterator[None]:
    screen = browser()
    code = add_kiosk("entrance", branch_id=town.main.pk, now=timezone.now())
    screen.post("/en/kiosk/start/", {"code": code})
    yield
    screen.post("/en/kiosk/lend/", {"entry": me.card})
    screen.post("/en/kiosk/lend/", {"pin": PIN})


def desk(town: Town) -> Client:
    """Return a browser at a desk where somebody is at work."""
    client = browser()
    told = {"username": town.staff(Role.DESK), "password": PASSWORD}
    assert client.post("/en/desk/log-in/", told).status_code == 302
    return client


def desk_loan(town: Town, me: Patron) -> Iterator[None]:
    at_work, item = desk(town), town.item()
    yield
    for entry in (me.card, item.barcode):
        at_work.post("/en/desk/", {"entry": entry})


def desk_return(town: Town, me: Patron) -> Iterator[None]:
    at_work, item = desk(town), town.item()
    town.lend(me, item)
    yield
    at_work.post("/en/desk/", {"entry": item.barcode})


def renewal(town: Town, me: Patron) -> Iterator[None]:
    item, mine = town.item(), log_in(me.card)
    town.lend(me, item, days_ago=1)
    yield
    mine.post(f"{MY}renew/", {"item": item.barcode})


def hold(town: Town, me: Patron) -> Iterator[None]:
    item, mine = town.item(), log_in(me.card)
    yield
    mine.post(f"{MY}holds/{item.record_id}/", {"branch": str(town.main.pk)})


def machine(town: Town) -> tuple[DjangoLibrary, Visit]:
    """Return the library as a machine at the wall talks to it."""
    add_machine(NewMachine("hall", PASSWORD, town.main.pk, fields=()))
    library = DjangoLibrary(lambda: datetime.now(UTC))
    account = library.sign_in("hall", password=PASSWORD, location="")
    assert account is not None
    return library, Visit(account=account, language="en", now=library.now())


def sip2_pin(town: Town, me: Patron) -> Iterator[None]:
    library, visit = machine(town)
    yield
    library.patron(visit, query=PatronQuery(borrower=Borrower(card=me.card, pin=PIN)))


def sip2_loan(town: Town, me: Patron) -> Iterator[None]:
    (library, visit), item = machine(town), town.item()
    yield
    library.check_out(
        visit, request=LoanRequest(borrower=Borrower(card=me.card), item=item.barcode)
    )


def sip2_renewal(town: Town, me: Patron) -> Iterator[None]:
    (library, visit), item = machine(town), town.item()
    town.lend(me, item, days_ago=1)
    yield
    library.renew(visit, request=RenewalRequest(borrower=Borrower(card=me.card), item=item.barcode))


def sip2_return(town: Town, me: Patron) -> Iterator[None]:
    (library, visit), item = machine(town), town.item()
    town.lend(me, item)
    yield
    library.check_in(visit, request=ReturnRequest(item=item.barcode))


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine's thread looks whether its connection still lives; here it is the test's own."""
    monkeypatch.setattr(sip2, "close_old_connections", lambda: None)


WAYS: tuple[Way, ...] = (
    *(card_and_pin, user_name, password, passkey, e_id, phone_app, kiosk),
    *(desk_loan, desk_return, renewal, hold),
    *(sip2_pin, sip2_loan, sip2_renewal, sip2_return),
)


def row_of(person: Patron) -> dict[str, Any]:
    """Return everything that the table says of someone."""
    return Person.objects.filter(pk=person.id).values().get()


@pytest.fixture
def me(town: Town) -> Patron:
    """Somebody who has not been here for years."""
    return town.patron(national_id=NUMBER, birth_date=ADULT)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_is_a_use_and_none_tells_which(way: Way, town: Town, me: Patron) -> None:
    """One date moves; nothing else about the person does, so that no way looks like another."""
    steps = way(town, me)
    next(steps)
    Person.objects.filter(pk=me.id).update(last_used_on=LONG_AGO)
    before = row_of(me)
    next(steps, None)
    after = row_of(me)
    assert after == {**before, "last_used_on": timezone.localdate()}
    assert type(after["last_used_on"]) is date


def wrong_pin(town: Town, me: Patron) -> None:
    browser().post(f"{MY}log-in/", {"card": me.card, "pin": "1111"})


def looked_at_by_staff(town: Town, me: Patron) -> None:
    desk(town).post("/en/desk/", {"entry": me.card})


def asked_for_by_a_machine(town: Town, me: Patron) -> None:
    library, visit = machine(town)
    library.patron(visit, query=PatronQuery(borrower=Borrower(card=me.card)))


@pytest.mark.parametrize("act", [wrong_pin, looked_at_by_staff, asked_for_by_a_machine])
def test_what_others_do_is_no_use(act: Any, town: Town, me: Patron) -> None:
    """Or a record would live for ever because somebody looks at it."""
    Person.objects.filter(pk=me.id).update(last_used_on=LONG_AGO)
    act(town, me)
    assert row_of(me)["last_used_on"] == LONG_AGO


def test_a_day_that_is_noted_is_not_moved_back(town: Town, me: Patron) -> None:
    """What a machine did off line yesterday comes in today."""
    library, visit = machine(town)
    item, earlier = town.item(), datetime.now(UTC) - timedelta(days=3)
    borrower = Borrower(card=me.card)
    library.check_out(
        visit, request=LoanRequest(borrower=borrower, item=item.barcode, done_at=earlier)
    )
    assert row_of(me)["last_used_on"] == timezone.localdate()
