"""Whole conversations over a loopback socket, well-behaved and otherwise."""

import random
import socket
from datetime import timedelta

import pytest

from hylla.doors.sip2.accounts import PersonalField
from hylla.doors.sip2.connection import Connection, Send
from hylla.doors.sip2.settings import Settings
from hylla.formats import sip2
from hylla.formats.sip2 import Problem
from tests.doors.sip2.conftest import Connect
from tests.doors.sip2.fake_library import CARD, EMAIL, NAME, FakeLibrary
from tests.doors.sip2.terminal import (
    STATUS,
    Terminal,
    check_in,
    check_out,
    item,
    login,
    patron,
)

RESEND = b"96AZFEF6\r"
UTF_8 = sip2.Dialect()


def test_a_morning_at_the_machine(terminal: Terminal, library: FakeLibrary) -> None:
    status = terminal.ask(STATUS, sip2.AcsStatus)
    assert (status.online, status.version, len(status.supported)) == (True, "2.00", 16)
    facts = terminal.ask(patron(), sip2.PatronInformationAnswer)
    assert (facts.name, facts.valid_patron, facts.valid_password) == (NAME, True, True)
    assert (facts.owed, facts.currency, facts.birth_date) == ("12.05", "NOK", "19900102")
    assert facts.status == "   Y      Y   "
    lent = terminal.ask(check_out(), sip2.CheckoutAnswer)
    assert (lent.ok, lent.title, lent.due) == (True, "Fisk på ferie", "20260330    235900")
    assert terminal.ask(patron(), sip2.PatronInformationAnswer).charged_items == ("0301",)
    assert terminal.ask(item(), sip2.ItemInformationAnswer).circulation_status == "04"
    renewal = sip2.Renew(
        third_party=False,
        no_block=False,
        sent_at=None,
        no_block_due_at=None,
        patron=CARD,
        item="0301",
    )
    assert terminal.ask(renewal, sip2.RenewAnswer).renewed
    end = sip2.EndSession(sent_at=None, patron=CARD)
    assert terminal.ask(end, sip2.SessionEnded).ended
    back = terminal.ask(check_in(), sip2.CheckinAnswer)
    assert (back.ok, back.resensitize, back.alert, back.home_location) == (
        True,
        True,
        False,
        "main",
    )
    assert library.loans == {}


def test_a_refusal_is_a_whole_answer(terminal: Terminal, library: FakeLibrary) -> None:
    library.loans["0301"] = "somebody else"
    lent = terminal.ask(check_out(), sip2.CheckoutAnswer)
    assert (lent.ok, lent.desensitize, lent.title, lent.due) == (False, False, "Fisk på ferie", "")
    assert lent.screen == ("Utlånt",)
    back = terminal.ask(check_in("9999"), sip2.CheckinAnswer)
    assert (back.ok, back.alert, back.alert_type) == (False, True, "99")
    assert back.screen == ("Ikke utlånt",)


def test_unknown_card_and_unknown_item(terminal: Terminal) -> None:
    nobody = terminal.ask(patron(patron="X"), sip2.PatronInformationAnswer)
    assert (nobody.status[:4], nobody.patron, nobody.name) == ("YYYY", "X", "")
    assert nobody.valid_patron is False
    assert nobody.valid_password is False
    assert nobody.screen
    nothing = terminal.ask(item("X"), sip2.ItemInformationAnswer)
    assert (nothing.circulation_status, nothing.item, nothing.title) == ("01", "X", "")


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (sip2.BlockPatron(card_kept=True, sent_at=None, patron=CARD), sip2.PatronStatusAnswer),
        (sip2.PatronEnable(sent_at=None, patron=CARD), sip2.PatronEnableAnswer),
        (
            sip2.FeePaid(
                sent_at=None, fee_type="04", payment_type="00", currency="NOK", patron=CARD
            ),
            sip2.FeePaidAnswer,
        ),
        (sip2.ItemStatusUpdate(sent_at=None, item="0301"), sip2.ItemStatusAnswer),
        (sip2.Hold(mode="+", sent_at=None, patron=CARD, item="0301"), sip2.HoldAnswer),
        (sip2.RenewAll(sent_at=None, patron=CARD), sip2.RenewAllAnswer),
    ],
    ids=lambda one: one.id,
)
def test_what_is_not_offered_is_refused_politely(
    terminal: Terminal, library: FakeLibrary, request_: sip2.Message, kind: type[sip2.Message]
) -> None:
    answer = terminal.ask(request_, kind)
    yes = {name for name in ("ok", "accepted", "available") if getattr(answer, name, False)}
    assert not yes
    assert answer.screen  # type: ignore[attr-defined]  # every one of these answers has it
    assert library.acts == []


@pytest.mark.parametrize(
    "request_", [check_out(), check_in(), patron(), item()], ids=lambda one: one.id
)
def test_nothing_but_the_log_in_before_the_log_in(
    connect: Connect, library: FakeLibrary, request_: sip2.Message
) -> None:
    terminal = connect()
    assert terminal.ask(STATUS, sip2.AcsStatus).online
    answer = terminal.ask(request_, sip2.ANSWER_TO[type(request_)])
    assert not getattr(answer, "ok", False)
    assert library.acts == []
    assert library.loans == {}
    terminal.sign_in()
    assert terminal.ask(check_out(), sip2.CheckoutAnswer).ok


def test_a_wrong_password(connect: Connect, library: FakeLibrary) -> None:
    terminal = connect()
    assert not terminal.ask(login(password="guess"), sip2.LoginAnswer).ok
    assert not terminal.ask(login(user="nobody"), sip2.LoginAnswer).ok
    assert not terminal.ask(check_out(), sip2.CheckoutAnswer).ok
    assert library.loans == {}
    terminal.sign_in()


def test_too_many_wrong_passwords_close_the_line(connect: Connect) -> None:
    terminal = connect()
    for _ in range(Settings().sign_in_tries):
        assert not terminal.ask(login(password="guess"), sip2.LoginAnswer).ok
    assert terminal.receive() == b""


def test_guesses_sent_in_one_go_do_not_get_more_tries(connect: Connect) -> None:
    terminal = connect()
    tries = Settings().sign_in_tries
    terminal.send(b"".join(terminal.frame(login(password="guess")) for _ in range(tries + 3)))
    answers = [terminal.receive() for _ in range(tries + 1)]
    assert [answer[:3] for answer in answers] == [b"940"] * tries + [b""]


# -- What the machine may see --------------------------------------------------


def test_an_account_without_fields_sees_no_one(connect: Connect) -> None:
    terminal = connect().sign_in("sorter")
    frame = terminal.exchange(terminal.frame(patron()))
    for secret in (NAME, EMAIL, "Bryggen", "19900102", "12.05", "00 00"):
        assert secret.encode() not in frame
    assert b"|AE|" in frame
    assert b"BLY|CQY|" in frame


@pytest.mark.parametrize(
    ("pin", "opens"), [("4711", True), ("0000", False), (None, False), ("", False)]
)
def test_without_the_right_pin_nothing_is_told(
    terminal: Terminal, pin: str | None, opens: bool
) -> None:
    frame = terminal.exchange(terminal.frame(patron(pin=pin)))
    assert (NAME.encode() in frame) is opens
    assert (EMAIL.encode() in frame) is opens
    assert (b"Velkommen" in frame) is opens
    read = sip2.decode(frame, dialect=UTF_8)
    assert isinstance(read, sip2.Received)
    assert isinstance(read.message, sip2.PatronInformationAnswer)
    assert (read.message.charged is not None) is opens
    # That there are fines is told to none but the patron.
    assert ("Y" in read.message.status[4:]) is opens
    assert read.message.valid_password is {"4711": True, "0000": False}.get(pin or "")


def test_a_machine_that_needs_no_pin(connect: Connect, library: FakeLibrary) -> None:
    library.allow("sorter", PersonalField.NAME, pin_required=False)
    terminal = connect().sign_in("sorter")
    assert terminal.ask(patron(pin=None), sip2.PatronInformationAnswer).name == NAME
    assert terminal.ask(patron(pin="0000"), sip2.PatronInformationAnswer).name == ""


def test_a_return_never_tells_who_had_the_item(connect: Connect, library: FakeLibrary) -> None:
    terminal = connect().sign_in("hall")
    library.loans["0301"] = CARD
    frame = terminal.exchange(terminal.frame(check_in()))
    assert frame.startswith(b"101")
    assert CARD.encode() not in frame
    assert b"|AA" not in frame


# -- Once is once ----------------------------------------------------------------


@pytest.mark.parametrize(
    "request_", [check_out(), check_in("0302"), patron(), item(), check_in("9999")], ids=repr
)
def test_a_repeated_request_gets_the_same_answer_and_acts_once(
    terminal: Terminal, library: FakeLibrary, request_: sip2.Message
) -> None:
    library.loans["0302"] = CARD
    frame = terminal.frame(request_)
    answers = {terminal.exchange(frame) for _ in range(5)}
    assert len(answers) == 1
    assert len(library.acts) == 1


def test_repetitions_among_other_requests(terminal: Terminal, library: FakeLibrary) -> None:
    first, second = terminal.frame(check_out("0301")), terminal.frame(check_out("0302"))
    answers = [terminal.exchange(frame) for frame in (first, second, first, second, first)]
    assert len(set(answers)) == 2
    assert library.acts == ["check_out 0301", "check_out 0302"]
    assert all(answer.startswith(b"121") for answer in answers)


def test_a_repetition_after_a_reconnect(connect: Connect, library: FakeLibrary) -> None:
    first = connect().sign_in()
    frame = first.frame(check_out())
    answer = first.exchange(frame)
    first.line.close()
    assert connect().sign_in().exchange(frame) == answer
    assert library.acts == ["check_out 0301"]
    # Another account's request is its own, whatever its bytes.
    assert connect().sign_in("sorter").exchange(frame) != answer
    assert len(library.acts) == 2


def test_the_same_bytes_are_a_new_request_after_a_later_act(
    terminal: Terminal, library: FakeLibrary
) -> None:
    lend, take_back, look = (terminal.frame(one) for one in (check_out(), check_in(), patron()))
    for _ in range(2):
        assert terminal.exchange(lend).startswith(b"121")
        assert b"AU0301|" in terminal.exchange(look)
        assert terminal.exchange(take_back).startswith(b"101")
        assert b"AU0301|" not in terminal.exchange(look)
    assert library.acts.count("check_out 0301") == 2


def test_the_librarys_state_is_never_told_from_memory(
    terminal: Terminal, library: FakeLibrary
) -> None:
    frame = terminal.frame(STATUS)
    before = terminal.exchange(frame)
    library.time += timedelta(minutes=1)
    assert before != terminal.exchange(frame)


def test_without_numbers_every_request_is_new(terminal: Terminal, library: FakeLibrary) -> None:
    frame = sip2.encode(item(), dialect=UTF_8)
    answers = [terminal.exchange(frame) for _ in range(3)]
    assert library.acts == ["item 0301"] * 3
    assert b"AY" not in answers[0]
    assert b"AZ" not in answers[0]


def test_resend_repeats_the_last_answer(terminal: Terminal, library: FakeLibrary) -> None:
    answer = terminal.exchange(terminal.frame(check_out()))
    assert terminal.exchange(b"97AZFEF5\r") == answer
    assert terminal.exchange(b"97\r") == answer
    assert library.acts == ["check_out 0301"]


def test_resend_with_nothing_to_resend(connect: Connect) -> None:
    assert connect().exchange(b"97\r") == RESEND


# -- Broken lines ----------------------------------------------------------------


def test_a_wrong_checksum_is_asked_for_again(terminal: Terminal, library: FakeLibrary) -> None:
    frame = terminal.frame(check_out())
    broken = frame.replace(b"0301", b"0302")
    assert terminal.exchange(broken) == RESEND
    assert library.acts == []
    assert terminal.exchange(frame).startswith(b"121")
    assert library.loans == {"0301": CARD}


def test_an_account_may_insist_on_checksums(connect: Connect, library: FakeLibrary) -> None:
    terminal = connect().sign_in("strict")
    assert terminal.exchange(sip2.encode(check_out(), dialect=UTF_8)) == RESEND
    assert library.acts == []
    assert terminal.ask(check_out(), sip2.CheckoutAnswer).ok


def test_a_line_cut_in_the_middle_changes_nothing(connect: Connect, library: FakeLibrary) -> None:
    terminal = connect().sign_in()
    frame = terminal.frame(check_out())
    terminal.send(frame[:-1])
    terminal.line.close()
    assert connect().sign_in().ask(item(), sip2.ItemInformationAnswer).circulation_status == "03"
    assert library.acts == ["item 0301"]


def test_bytes_one_by_one(terminal: Terminal) -> None:
    for byte in terminal.frame(check_out()):
        terminal.send(bytes([byte]))
    assert terminal.receive().startswith(b"121")


def test_two_messages_in_one_packet(terminal: Terminal, library: FakeLibrary) -> None:
    terminal.send(terminal.frame(check_out("0301")) + terminal.frame(check_out("0302")))
    assert b"AB0301|" in terminal.receive()
    assert b"AB0302|" in terminal.receive()
    assert set(library.loans) == {"0301", "0302"}


def test_noise_is_complained_about_once(terminal: Terminal) -> None:
    terminal.send(b"x" * 100_000)
    assert terminal.receive() == RESEND
    assert terminal.exchange(b"\r" + terminal.frame(check_out())).startswith(b"121")


def test_one_complaint_for_what_comes_in_one_go() -> None:
    connection = Connection(dialect=UTF_8)
    for _ in range(2):
        connection.receive(b"GET / HTTP/1.1\r\nHost: hylla\r\n\r\n" + b"x" * 5000)
        assert connection.next_step() == Send(RESEND[:-1] + b"\r\n", Problem.UNKNOWN_MESSAGE)
        assert connection.next_step() is None
        connection.receive(b"\r")


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_leave_the_line_usable(terminal: Terminal, seed: int) -> None:
    noise = random.Random(seed).randbytes(100_000)
    answer = terminal.exchange(noise + b"\r" + terminal.frame(check_out()))
    # Among so much noise some lines begin like a message, and are answered as one.
    while not answer.startswith(b"12"):
        assert answer
        answer = terminal.receive()
    assert answer.startswith(b"121")


@pytest.mark.parametrize(
    "frame",
    [b"GET / HTTP/1.1\r", b"4400\r", b"11\r", b"121NNN20260302    120000AO|\r", b"\xff\x00\r"],
)
def test_what_is_no_request_is_asked_for_again(terminal: Terminal, frame: bytes) -> None:
    assert terminal.exchange(frame) == RESEND
    assert terminal.ask(check_out(), sip2.CheckoutAnswer).ok


def test_96_is_not_answered(terminal: Terminal) -> None:
    terminal.send(RESEND)
    assert terminal.exchange(terminal.frame(check_out())).startswith(b"121")


@pytest.mark.parametrize(
    ("end", "answered"), [(b"\r", b"\r"), (b"\n", b"\r\n"), (b"\r\n", b"\r\n")]
)
def test_line_feeds_come_back_to_those_who_send_them(
    connect: Connect, end: bytes, answered: bytes
) -> None:
    line = connect().line
    line.sendall(b"9900802.00" + end)
    line.shutdown(socket.SHUT_WR)
    answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.startswith(b"98Y")
    assert answer.endswith(b"|" + answered)


# -- Agreements ------------------------------------------------------------------


def test_code_page_850(connect: Connect) -> None:
    terminal = connect().sign_in("old")
    terminal.dialect = sip2.Dialect(charset=sip2.Charset.CP850)
    frame = terminal.exchange(terminal.frame(patron()))
    assert NAME.encode("cp850") in frame
    assert terminal.ask(check_out("0302"), sip2.CheckoutAnswer).title == "Ö som i ö"


def test_another_delimiter_from_the_first_message_on(connect: Connect) -> None:
    terminal = connect()
    terminal.dialect = sip2.Dialect(delimiter="^", crlf=True)
    terminal.sign_in("hat")
    assert terminal.ask(check_out(), sip2.CheckoutAnswer).ok


@pytest.mark.parametrize(
    ("code", "language"), [("001", "en"), ("006", "sv"), ("012", "nb"), ("000", "nb")]
)
def test_the_patrons_language(
    terminal: Terminal, library: FakeLibrary, code: str, language: str
) -> None:
    terminal.ask(patron(language=code), sip2.PatronInformationAnswer)
    assert library.acts == [f"patron {language}"]


def test_an_empty_institution_is_accepted_and_given_back(connect: Connect) -> None:
    terminal = connect().sign_in("sorter")
    assert terminal.ask(check_out(institution=""), sip2.CheckoutAnswer).institution == ""
    assert terminal.ask(check_in(institution="X"), sip2.CheckinAnswer).institution == "X"
