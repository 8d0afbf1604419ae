"""What a request means to the library: every choice that a terminal can make in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hylla.doors.sip2 import answers
from hylla.doors.sip2.accounts import Account, Borrower, DueStyle, Visit
from hylla.doors.sip2.items import (
    Alert,
    Lent,
    LoanRequest,
    Refusal,
    RenewalRequest,
    Returned,
    ReturnRequest,
)
from hylla.formats import sip2
from tests.doors.sip2.fake_library import CARD, NOW, FakeLibrary
from tests.doors.sip2.terminal import check_in, check_out, patron

ACCOUNT = Account(name="m", branch="main")
LATER = NOW + timedelta(minutes=5)


class Listener(FakeLibrary):
    """Notes what it is asked."""

    heard: object = None

    def check_out(self, visit: Visit, *, request: LoanRequest) -> Lent | Refusal:
        self.heard = request
        return super().check_out(visit, request=request)

    def check_in(self, visit: Visit, *, request: ReturnRequest) -> Returned | Refusal:
        self.heard = request
        return Returned(
            item="I",
            title="T",
            home_branch="main",
            alert=Alert.SEND,
            destination="east",
            sort_bin="7",
        )

    def renew(self, visit: Visit, *, request: RenewalRequest) -> Lent | Refusal:
        self.heard = request
        return super().renew(visit, request=request)


def translated(request: sip2.Message, *, account: Account = ACCOUNT) -> tuple[object, sip2.Message]:
    library = Listener()
    visit = Visit(account=account, language="nb", now=NOW)
    answer = answers.answer(library, request=request, visit=visit)
    return library.heard, answer


ME = Borrower(card=CARD)
RENEW = sip2.Renew(
    third_party=False, no_block=False, sent_at=NOW, no_block_due_at=None, patron=CARD, item="0301"
)


@pytest.mark.parametrize(
    ("request_", "heard"),
    [
        (check_out(), LoanRequest(borrower=ME, item="0301")),
        (
            check_out(patron_password="1"),
            LoanRequest(borrower=Borrower(card=CARD, pin="1"), item="0301"),
        ),
        (check_out(patron_password=""), LoanRequest(borrower=ME, item="0301")),
        (check_out(may_renew=True), LoanRequest(borrower=ME, item="0301", may_renew=True)),
        (check_out(no_block=True), LoanRequest(borrower=ME, item="0301", done_at=NOW)),
        (check_out(cancel=True), LoanRequest(borrower=ME, item="0301", undo=True)),
        (check_in(returned_at=LATER), ReturnRequest(item="0301")),
        (check_in(returned_at=LATER, no_block=True), ReturnRequest(item="0301", done_at=LATER)),
        (check_in(returned_at=None, no_block=True), ReturnRequest(item="0301", done_at=NOW)),
        (check_in(cancel=True), ReturnRequest(item="0301", undo=True)),
        (RENEW, RenewalRequest(borrower=ME, item="0301")),
        (replace(RENEW, no_block=True), RenewalRequest(borrower=ME, item="0301", done_at=NOW)),
    ],
)
def test_what_the_library_hears(request_: sip2.Message, heard: object) -> None:
    assert translated(request_)[0] == heard


def test_a_return_that_must_travel() -> None:
    _, answer = translated(check_in())
    assert isinstance(answer, sip2.CheckinAnswer)
    assert (answer.ok, answer.alert, answer.alert_type) == (True, True, "04")
    assert (answer.destination, answer.sort_bin) == ("east", "7")


def test_a_due_date_as_a_day() -> None:
    _, answer = translated(check_out(), account=replace(ACCOUNT, due_style=DueStyle.DAY))
    assert isinstance(answer, sip2.CheckoutAnswer)
    assert answer.due == "2026-03-30"


def test_dates_are_told_in_local_time() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    answer = sip2.SessionEnded(ended=True, sent_at=late)
    dialect = sip2.Dialect(zone=ZoneInfo("Europe/Oslo"))
    assert sip2.encode(answer, dialect=dialect) == b"36Y20260702    003000AO|AA|\r"


@pytest.mark.parametrize(
    ("own", "code", "language"),
    [
        ("nb", "000", "nb"),
        ("nb", "012", "nb"),
        ("nn", "012", "nn"),
        ("sv", "012", "nb"),
        ("nn", "006", "sv"),
        ("nn", "024", "en"),
        ("sv", "003", "sv"),
    ],
)
def test_the_language_of_the_sentences(own: str, code: str, language: str) -> None:
    account = replace(ACCOUNT, language=own)
    assert answers.language_for(patron(language=code), account=account) == language
