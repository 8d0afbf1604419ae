"""Loans, returns and renewals over the line, in the tables that every other door reads."""

import codecs
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pysip2
import pytest
from Sip2.sip2 import Sip2

from hylla.catalogue.models import Item
from hylla.circulation.actions import place_hold
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries import loans_of
from hylla.formats import sip2
from hylla.formats.sip2 import Charset
from hylla.library.actions import add_machine
from hylla.library.queries import policy_in_force
from hylla.library.rules import NewMachine
from tests.doors.sip2.conftest import Connect
from tests.doors.sip2.real.conftest import SignIn
from tests.doors.sip2.terminal import Terminal, check_in, check_out, item, login
from tests.doors.town import PASSWORD, PIN, Patron, Town


def lent(patron: Patron) -> list[str]:
    """Return what circulation says that someone has on loan."""
    loans = loans_of(patron.id, now=datetime.now(UTC), policy=policy_in_force())
    return [loan.barcode for loan in loans]


def borrow(terminal: Terminal, patron: Patron, copy: Item, **changes: Any) -> sip2.CheckoutAnswer:
    changes = {"patron": patron.card, **changes}
    return terminal.ask(check_out(copy.barcode, **changes), sip2.CheckoutAnswer)


def bring(terminal: Terminal, copy: Item, **changes: Any) -> sip2.CheckinAnswer:
    return terminal.ask(check_in(copy.barcode, **changes), sip2.CheckinAnswer)


def renewal(patron: Patron, copy: Item) -> sip2.Renew:
    return sip2.Renew(
        third_party=False,
        no_block=False,
        sent_at=None,
        no_block_due_at=None,
        patron=patron.card,
        item=copy.barcode,
    )


def days_ago(patron: Patron, days: int) -> None:
    """Let what someone has be lent and due that much earlier."""
    for loan in Loan.objects.filter(patron=patron.id):
        loan.lent_at -= timedelta(days=days)
        loan.due_on -= timedelta(days=days)
        loan.save()


def wait_for(copy: Item, patron: Patron, town: Town, *, west: bool = False) -> None:
    place_hold(
        person_id=patron.id,
        record_id=copy.record_id,
        pickup_branch_id=(town.west if west else town.main).pk,
        now=datetime.now(UTC),
        policy=policy_in_force(),
    )


@pytest.fixture
def client(port: int) -> Iterator[Sip2]:
    made = Sip2()
    made.log = logging.getLogger("foreign client")
    made.hostName, made.hostPort, made.tlsEnable = "127.0.0.1", port, False
    made.socketTimeout = 20
    made.institutionId = "Fjordvik"
    made.connect()
    yield made
    made.disconnect()


def test_a_foreign_client_borrows_and_returns(client: Sip2, town: Town) -> None:
    patron, copy = town.patron(), town.item("Ørret på ærfugløya")
    client.patron, client.patronpwd = patron.card, PIN

    def asked(message: str) -> str:
        answer: str = client.get_response(message)
        return answer

    answer = client.sip_login_response(asked(client.sip_login_request("hall", PASSWORD)))
    assert answer["fixed"]["Ok"] == "1"
    out = client.sip_checkout_response(asked(client.sip_checkout_request(copy.barcode)))
    assert out["fixed"]["Ok"] == "1"
    assert out["variable"]["AJ"] == ["Ørret på ærfugløya"]
    assert lent(patron) == [copy.barcode]
    facts = client.sip_patron_information_response(
        asked(client.sip_patron_information_request("charged"))
    )
    assert facts["variable"]["AU"] == [copy.barcode]
    assert facts["fixed"]["ChargedItemsCount"] == "0001"
    back = client.sip_checkin_response(asked(client.sip_checkin_request(copy.barcode)))
    assert back["fixed"]["Ok"] == "1"
    assert lent(patron) == []
    assert not Loan.objects.exists()


def test_a_strict_foreign_reader_understands_a_visit(machine: SignIn, town: Town) -> None:
    patron, copy = town.patron(), town.item()
    terminal = machine()
    requests: list[tuple[sip2.Message, type[pysip2.SIPMessage]]] = [
        (check_out(copy.barcode, patron=patron.card), pysip2.CheckoutResponse),
        (renewal(patron, copy), pysip2.RenewResponse),
        (item(copy.barcode), pysip2.ItemInformationResponse),
        (check_in(copy.barcode), pysip2.CheckinResponse),
        (check_in("unknown"), pysip2.CheckinResponse),
    ]
    for request, kind in requests:
        read = pysip2.decode_message(terminal.exchange(terminal.frame(request)), encoding="utf-8")
        assert type(read.message) is kind
        assert read.sequence_number == terminal.sequence
    assert lent(patron) == []


def test_a_loan_is_where_everyone_else_looks(machine: SignIn, town: Town) -> None:
    patron, copy, terminal = town.patron(), town.item(), machine()
    seen = terminal.ask(item(copy.barcode), sip2.ItemInformationAnswer)
    assert (seen.circulation_status, seen.home_location, seen.due) == ("03", "main", None)
    answer = borrow(terminal, patron, copy)
    loan = Loan.objects.get()
    assert (answer.ok, answer.renewed, answer.desensitize) == (True, False, True)
    assert answer.due == f"{loan.due_on:%Y%m%d}    235900"
    seen = terminal.ask(item(copy.barcode), sip2.ItemInformationAnswer)
    assert (seen.circulation_status, seen.due) == ("04", answer.due)
    back = bring(terminal, copy)
    assert (back.ok, back.alert, back.resensitize, back.home_location) == (
        True,
        False,
        True,
        "main",
    )


def test_an_answer_to_a_return_names_nobody(machine: SignIn, town: Town) -> None:
    patron, next_one, copy = town.patron(), town.patron(), town.item()
    terminal = machine()
    borrow(terminal, patron, copy)
    wait_for(copy, next_one, town)
    frame = terminal.exchange(terminal.frame(check_in(copy.barcode))).decode()
    assert "|AA" not in frame
    assert "|CY" not in frame
    assert "|DA" not in frame
    for someone in (patron, next_one):
        assert someone.card not in frame
    assert "Tjernvatn" not in frame


def test_where_a_returned_copy_goes(machine: SignIn, town: Town) -> None:
    main, west = machine("hall"), machine("west")
    waiting = town.patron()
    held_here, held_there, far = town.item(), town.item(), town.item()
    for copy in (held_here, held_there, far):
        borrow(main, town.patron(), copy)
    wait_for(held_here, waiting, town)
    wait_for(held_there, waiting, town, west=True)

    here = bring(main, held_here)
    code = Hold.objects.get(record=held_here.record_id).shelf_code
    assert (here.ok, here.alert, here.alert_type, here.destination) == (True, True, "01", "main")
    assert here.screen == (f"Hentehylle: {code}",)
    assert main.ask(item(held_here.barcode), sip2.ItemInformationAnswer).circulation_status == "08"

    there = bring(main, held_there)
    assert (there.ok, there.alert, there.alert_type, there.destination) == (
        True,
        True,
        "02",
        "west",
    )
    assert main.ask(item(held_there.barcode), sip2.ItemInformationAnswer).circulation_status == "10"

    home = bring(west, far)
    assert (home.ok, home.alert, home.alert_type, home.destination) == (True, True, "04", "main")
    assert home.home_location == "main"


def test_what_was_not_on_loan_is_taken_and_said(machine: SignIn, town: Town) -> None:
    answer = bring(machine(), town.item())
    assert (answer.ok, answer.alert) == (True, False)
    assert answer.screen == ("Dette er ikke utlånt.",)


def test_renewing(machine: SignIn, town: Town) -> None:
    patron, copy, terminal = town.patron(), town.item(), machine()
    borrow(terminal, patron, copy)
    same_day = terminal.ask(renewal(patron, copy), sip2.RenewAnswer)
    assert (same_day.ok, len(same_day.screen)) == (False, 1)
    days_ago(patron, 7)
    answer = terminal.ask(renewal(patron, copy), sip2.RenewAnswer)
    loan = Loan.objects.get()
    assert (answer.ok, answer.renewed, answer.due) == (
        True,
        True,
        f"{loan.due_on:%Y%m%d}    235900",
    )
    assert loan.renewals == 1
    other = terminal.ask(renewal(town.patron(), copy), sip2.RenewAnswer)
    assert not other.ok


def test_lending_again_to_the_same_patron(machine: SignIn, town: Town) -> None:
    patron, copy, terminal = town.patron(), town.item(), machine()
    first = borrow(terminal, patron, copy)
    again = borrow(terminal, patron, copy)
    assert (again.ok, again.screen) == (False, ("Dette er allerede utlånt til samme låner.",))
    # A machine that may renew and has lost the answer hears what it should have heard.
    lost = borrow(terminal, patron, copy, may_renew=True)
    assert (lost.ok, lost.renewed, lost.due) == (True, False, first.due)
    assert Loan.objects.get().renewals == 0
    days_ago(patron, 7)
    renewed = borrow(terminal, patron, copy, may_renew=True)
    assert (renewed.ok, renewed.renewed, renewed.due) == (True, True, first.due)
    assert Loan.objects.get().renewals == 1
    wait_for(copy, town.patron(), town)
    days_ago(patron, 7)
    refused = borrow(terminal, patron, copy, may_renew=True)
    assert (refused.ok, len(refused.screen)) == (False, 1)


def test_what_a_machine_did_off_line_is_written_down(machine: SignIn, town: Town) -> None:
    patron, waiting, copy = town.patron(), town.patron(), town.item()
    terminal = machine()
    borrow(terminal, town.patron(), copy)
    wait_for(copy, waiting, town)
    bring(terminal, copy)
    assert not borrow(terminal, patron, copy).ok
    yesterday = datetime.now(UTC) - timedelta(days=1)
    answer = borrow(terminal, patron, copy, no_block=True, sent_at=yesterday)
    assert answer.ok
    # The machine writes the time on its own clock, without a zone.
    assert abs(Loan.objects.get().lent_at - yesterday) < timedelta(hours=3)
    assert Hold.objects.get().item is None
    assert bring(terminal, copy, no_block=True, sent_at=yesterday, returned_at=yesterday).ok
    assert not borrow(terminal, replace(patron, card="unknown"), copy, no_block=True).ok


def test_a_return_told_late_leaves_the_next_borrower_the_loan(machine: SignIn, town: Town) -> None:
    """A sorter took it back off line, a desk lent it on, and only then the sorter tells of it."""
    first, second, copy = town.patron(), town.patron(), town.item()
    terminal = machine()
    borrow(terminal, first, copy)
    days_ago(first, 2)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    late: dict[str, Any] = {"no_block": True, "sent_at": yesterday, "returned_at": yesterday}
    # The desk takes it back from the first and lends it to the second.
    bring(terminal, copy)
    borrow(terminal, second, copy)
    for _ in range(3):
        answer = bring(terminal, copy, **late)
        assert not answer.ok
        assert answer.screen == (
            "Dette ble lånt ut igjen etter den innleveringen, så lånet står."
            " Er det her, så lever det inn.",
        )
        assert lent(second) == [copy.barcode]
    # It is here after all: the same return, told of as it happens, ends the loan.
    assert bring(terminal, copy).ok
    assert not lent(second)
    assert bring(terminal, copy, **late).ok


@pytest.mark.parametrize("charset", ["utf-8", "cp850", "latin-1", "cp1252"])
def test_a_machine_is_answered_in_its_own_characters(
    connect: Connect, town: Town, charset: str
) -> None:
    add_machine(NewMachine("old", PASSWORD, town.main.pk, charset=charset, delimiter="^"))
    terminal = connect()
    terminal.ask_login(login("old", PASSWORD))
    copy = town.item("Ærfugl på Åsøya")
    name = Charset(codecs.lookup(charset).name)
    terminal.dialect = sip2.Dialect(charset=name, delimiter="^")
    frame = terminal.exchange(terminal.frame(item(copy.barcode)))
    assert "^AJÆrfugl på Åsøya^".encode(charset) in frame
