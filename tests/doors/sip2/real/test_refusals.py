"""What is wrong on the line, with a card, a PIN or a thing: said, and nothing is changed."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.catalogue.models import Item, ItemStatus
from hylla.circulation.actions import place_hold, return_item
from hylla.circulation.models import Loan
from hylla.doors.sip2.library import DjangoLibrary
from hylla.doors.sip2.server import SipServer
from hylla.formats import sip2
from hylla.library.actions import retire_machine
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import block, report_card_lost
from hylla.patrons.models import Card, Credential
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.vocabulary import Language
from tests.doors.sip2.conftest import Connect, running
from tests.doors.sip2.real.conftest import SignIn
from tests.doors.sip2.terminal import Terminal, check_in, check_out, login, patron
from tests.doors.town import PASSWORD, PIN, Patron, Town

RESEND = b"96AZFEF6\r"
NOW = datetime.now(UTC)


def expire(town: Town, someone: Patron, copy: Item) -> None:
    Card.objects.filter(number=someone.card).update(expires_on=date(2020, 1, 1))


def stop(town: Town, someone: Patron, copy: Item) -> None:
    block(someone.id, BlockReason.INVOICE, on=NOW.date())


def lose(town: Town, someone: Patron, copy: Item) -> None:
    report_card_lost(someone.id, on=NOW.date())


def lend_to_other(town: Town, someone: Patron, copy: Item) -> None:
    town.lend(town.patron(), copy)


def hold_for_other(town: Town, someone: Patron, copy: Item) -> None:
    place_hold(
        person_id=town.patron().id,
        record_id=copy.record_id,
        pickup_branch_id=town.main.pk,
        now=NOW,
        policy=policy_in_force(),
    )
    return_item(barcode=copy.barcode, branch_id=town.main.pk, now=NOW, policy=policy_in_force())


def lend_five(town: Town, someone: Patron, copy: Item) -> None:
    for _ in range(5):
        town.lend(someone, town.item())


def miss(town: Town, someone: Patron, copy: Item) -> None:
    Item.objects.filter(pk=copy.pk).update(status=ItemStatus.MISSING)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (expire, "Kortet gjaldt til og med 1. januar 2020."),
        (stop, "ubetalt faktura"),
        (lose, "meldt tapt"),
        (lend_to_other, "Dette er utlånt til en annen."),
        (hold_for_other, "satt av til en annen"),
        (lend_five, "5 lån"),
        (miss, "savnet"),
    ],
)
def test_a_loan_is_refused_with_the_reason(
    machine: SignIn, town: Town, spoil: Callable[[Town, Patron, Item], None], said: str
) -> None:
    someone, copy = town.patron(), town.item("Sult")
    spoil(town, someone, copy)
    before = list(Loan.objects.order_by("pk").values())
    terminal = machine()
    answer = terminal.ask(check_out(copy.barcode, patron=someone.card), sip2.CheckoutAnswer)
    assert (answer.ok, answer.desensitize, answer.due, answer.title) == (False, False, "", "Sult")
    assert said in answer.screen[0]
    assert list(Loan.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.NN, "Dette er utlånt til ein annan."),
        (Language.SV, "Det här är utlånat till någon annan."),
        (Language.EN, "This is on loan to someone else."),
    ],
)
def test_a_refusal_speaks_the_language_of_the_card(
    machine: SignIn, town: Town, language: Language, said: str
) -> None:
    """A request to lend names no language; the machine's own is for those it does not know."""
    someone, copy = town.patron(language=language), town.item()
    lend_to_other(town, someone, copy)
    answer = machine().ask(check_out(copy.barcode, patron=someone.card), sip2.CheckoutAnswer)
    assert answer.screen == (said,)


def test_unknown_cards_and_barcodes(machine: SignIn, town: Town) -> None:
    someone, copy, terminal = town.patron(), town.item(), machine()
    nobody = terminal.ask(check_out(copy.barcode, patron="N0"), sip2.CheckoutAnswer)
    assert (nobody.ok, nobody.screen) == (False, ("Kortet er ukjent her.",))
    nothing = terminal.ask(check_out("0", patron=someone.card), sip2.CheckoutAnswer)
    assert (nothing.ok, nothing.screen) == (False, ("Strekkoden er ikke kjent her.",))
    back = terminal.ask(check_in("0"), sip2.CheckinAnswer)
    assert (back.ok, back.alert, back.alert_type) == (False, True, "99")
    unknown = terminal.ask(patron(patron="N0"), sip2.PatronInformationAnswer)
    assert (unknown.valid_patron, unknown.status[:4]) == (False, "YYYY")
    assert not Loan.objects.exists()


def test_a_wrong_pin_counts_wherever_it_is_typed(machine: SignIn, town: Town) -> None:
    someone, copy, terminal = town.patron(), town.item(), machine()
    wrong = [
        check_out(copy.barcode, patron=someone.card, patron_password="0000"),
        patron("0000", patron=someone.card),
        sip2.PatronStatus(
            language="012", sent_at=None, patron=someone.card, patron_password="0000"
        ),
    ]
    for request in (*wrong, *wrong[:2]):
        answer = terminal.ask(request, sip2.ANSWER_TO[type(request)])
        assert not getattr(answer, "ok", False)
        assert not getattr(answer, "valid_password", False)
    # After five the right one opens nothing either, for a while.
    right = terminal.ask(patron(PIN, patron=someone.card), sip2.PatronInformationAnswer)
    assert (right.valid_password, right.name, right.charged) == (False, "", None)
    assert Credential.objects.get(person_id=someone.id).locked_until is not None
    assert not Loan.objects.exists()


def test_a_lost_card_opens_nothing_with_the_right_pin(machine: SignIn, town: Town) -> None:
    someone = town.patron()
    report_card_lost(someone.id, on=NOW.date())
    answer = machine().ask(patron(PIN, patron=someone.card), sip2.PatronInformationAnswer)
    assert (answer.valid_patron, answer.status[:5], answer.name) == (False, "YYYYY", "")


def test_what_stops_lending_shows_in_the_status(machine: SignIn, town: Town) -> None:
    someone, terminal = town.patron(), machine()
    fine = terminal.ask(patron(PIN, patron=someone.card), sip2.PatronInformationAnswer)
    assert (fine.status.strip(), fine.screen) == ("", ())
    stop(town, someone, town.item())
    stopped = terminal.ask(patron(PIN, patron=someone.card), sip2.PatronInformationAnswer)
    assert (stopped.valid_patron, stopped.status[:4]) == (True, "YYYY")
    assert "ubetalt faktura" in stopped.screen[0]
    # Without the PIN nobody at the machine reads why.
    closed = terminal.ask(patron(None, patron=someone.card), sip2.PatronInformationAnswer)
    assert (closed.status[:4], closed.screen) == ("YYYY", ())


def test_sentences_come_in_the_language_asked_for(machine: SignIn, town: Town) -> None:
    someone, terminal = town.patron(), machine()
    stop(town, someone, town.item())
    said = {
        terminal.ask(
            patron(PIN, patron=someone.card, language=number), sip2.PatronInformationAnswer
        ).screen
        for number in ("001", "006", "012")
    }
    assert len(said) == 3


# -- The line -----------------------------------------------------------------


def damaged(frame: bytes) -> bytes:
    return frame[:-5] + (b"0000\r" if frame[-5:-1] != b"0000" else b"0001\r")


def test_bytes_that_are_no_request_change_nothing(connect: Connect, town: Town) -> None:
    someone, copy = town.patron(), town.item()
    terminal = connect()
    terminal.ask_login(login("hall", PASSWORD))
    good = terminal.frame(check_out(copy.barcode, patron=someone.card))
    assert terminal.exchange(damaged(good)) == RESEND
    assert terminal.exchange(b"77 what is this?|\r") == RESEND
    noise = random.Random(7).randbytes(100_000).replace(b"\r", b" ").replace(b"\n", b" ")  # noqa: S311 - any will do
    terminal.send(noise + b"\r")
    assert terminal.receive() == RESEND
    assert not Loan.objects.exists()
    cut = connect()
    cut.ask_login(login("hall", PASSWORD))
    cut.send(good[: len(good) // 2])
    cut.line.close()
    assert terminal.exchange(good).startswith(b"121")
    assert Loan.objects.count() == 1


def test_a_request_sent_again_lends_once(
    machine: SignIn, town: Town, library: DjangoLibrary
) -> None:
    someone, copy, terminal = town.patron(), town.item(), machine()
    frame = terminal.frame(check_out(copy.barcode, patron=someone.card, may_renew=True))
    answer = terminal.exchange(frame)
    terminal.line.close()
    assert answer.startswith(b"121N")
    assert machine().exchange(frame) == answer
    # A server that has just been started knows no earlier answers: the loan itself answers.
    with running(SipServer("127.0.0.1", 0, library)) as port, Terminal(port) as anew:
        anew.ask_login(login("hall", PASSWORD))
        assert anew.exchange(frame)[:5] == answer[:5]
    loan = Loan.objects.get()
    assert (loan.renewals, loan.patron_id) == (0, someone.id)


def test_twenty_terminals_at_once(machine: SignIn, town: Town) -> None:
    copies = [town.item() for _ in range(20)]
    people = [town.patron() for _ in range(20)]
    terminals = [machine() for _ in range(20)]

    def visit(number: int) -> tuple[bool, bool]:
        terminal, copy = terminals[number], copies[number]
        out = terminal.ask(check_out(copy.barcode, patron=people[number].card), sip2.CheckoutAnswer)
        back = terminal.ask(check_in(copy.barcode), sip2.CheckinAnswer)
        return out.ok, back.ok

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(visit, range(20))) == {(True, True)}
    assert not Loan.objects.exists()


def test_of_twenty_who_want_one_copy_one_gets_it(machine: SignIn, town: Town) -> None:
    copy = town.item()
    people = [town.patron() for _ in range(20)]
    terminals = [machine() for _ in range(20)]

    def wish(number: int) -> bool:
        request = check_out(copy.barcode, patron=people[number].card)
        return terminals[number].ask(request, sip2.CheckoutAnswer).ok

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(wish, range(20))) == [False] * 19 + [True]
    assert Loan.objects.count() == 1


# -- The machine's own account --------------------------------------------------


def test_guessing_a_machines_password(connect: Connect, town: Town, library: DjangoLibrary) -> None:
    signed_in = connect()
    signed_in.ask_login(login("hall", PASSWORD))
    for _ in range(2):
        guesser = connect()
        for _ in range(5):
            assert not guesser.ask(login("hall", "guess"), sip2.LoginAnswer).ok
        assert guesser.receive() == b""
    # The right one has to wait too, but whoever is inside stays, and so do the others.
    assert not connect().ask(login("hall", PASSWORD), sip2.LoginAnswer).ok
    connect().ask_login(login("sorter", PASSWORD))
    assert signed_in.ask(check_in(town.item().barcode), sip2.CheckinAnswer).ok
    later = datetime.now(UTC) + timedelta(minutes=2)
    library._clock = lambda: later
    connect().ask_login(login("hall", PASSWORD))


def test_a_retired_machine_does_not_sign_in(connect: Connect, town: Town) -> None:
    retire_machine("hall")
    assert not connect().ask(login("hall", PASSWORD), sip2.LoginAnswer).ok
