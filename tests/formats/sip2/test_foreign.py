"""Two foreign programs read what we write, and we read what they write."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pysip2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from Sip2.sip2 import Sip2

from hylla.formats import sip2
from hylla.formats.sip2.layout import parts
from tests.formats.sip2.test_codec import messages

NOW = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def client() -> Sip2:
    made = Sip2()
    made.log = logging.getLogger("foreign client")
    made.institutionId = "Fjordvik"
    made.terminalPassword = ""
    made.scLocation = "Høyden"
    made.patron = "P-1"
    made.patronpwd = "1234"
    return made


# Not its 65: the client forgets the date in it.
REQUESTS: list[tuple[str, tuple[Any, ...], type[sip2.Message], dict[str, Any]]] = [
    ("sip_login_request", ("desk", "secret"), sip2.Login, {"user": "desk", "password": "secret"}),
    ("sip_sc_status_request", (0, "080", 2), sip2.ScStatus, {"print_width": 80, "version": "2.00"}),
    (
        "sip_checkin_request",
        ("0301",),
        sip2.Checkin,
        {"item": "0301", "current_location": "Høyden"},
    ),
    (
        "sip_checkout_request",
        ("0301",),
        sip2.Checkout,
        {"item": "0301", "patron": "P-1", "cancel": False},
    ),
    ("sip_item_information_request", ("0301",), sip2.ItemInformation, {"item": "0301"}),
    ("sip_patron_status_request", (), sip2.PatronStatus, {"patron": "P-1", "language": "000"}),
    (
        "sip_patron_information_request",
        ("charged",),
        sip2.PatronInformation,
        {"summary": "  Y       ", "first": "1"},
    ),
    ("sip_end_patron_session_request", (), sip2.EndSession, {"patron": "P-1"}),
    ("sip_renew_request", ("0301",), sip2.Renew, {"item": "0301", "patron": "P-1"}),
    ("sip_fee_paid_request", (4, 0, "12.50"), sip2.FeePaid, {"amount": "12.50", "fee_type": "04"}),
    ("sip_hold_request", ("+", "", 2, "0301"), sip2.Hold, {"mode": "+", "item": "0301"}),
    ("sip_patron_enable_request", (), sip2.PatronEnable, {"patron": "P-1"}),
    ("sip_block_patron_request", ("kept",), sip2.BlockPatron, {"reason": "kept"}),
    (
        "sip_item_status_update_request",
        ("0301", "new"),
        sip2.ItemStatusUpdate,
        {"item_properties": "new"},
    ),
]


@pytest.mark.parametrize("charset", list(sip2.Charset))
@pytest.mark.parametrize(
    ("call", "arguments", "kind", "expected"), REQUESTS, ids=lambda one: str(one)[:30]
)
def test_we_read_the_client_sip2(
    client: Sip2,
    charset: str,
    call: str,
    arguments: tuple[Any, ...],
    kind: type[sip2.Message],
    expected: dict[str, Any],
) -> None:
    dialect = sip2.Dialect(charset=sip2.Charset(charset))
    for number in range(12):
        frame = getattr(client, call)(*arguments).encode(charset)
        read = sip2.decode(frame, dialect=dialect)
        assert isinstance(read, sip2.Received), read
        assert type(read.message) is kind
        assert (read.sequence, read.checksum, read.missing) == (number % 10, True, ())
        assert {name: getattr(read.message, name) for name in expected} == expected


def test_the_client_sip2_reads_us(client: Sip2) -> None:
    frame = sip2.encode(
        sip2.PatronInformationAnswer(
            status=" " * 14,
            language="012",
            sent_at=NOW,
            holds_ready=1,
            overdue=0,
            charged=2,
            fined=0,
            recalled=0,
            holds_waiting=3,
            institution="Fjordvik",
            patron="P-1",
            name="Ola Lånér",
            valid_patron=True,
            valid_password=True,
            charged_items=("0301", "0302"),
            screen=("Hei",),
        ),
        dialect=sip2.Dialect(),
        sequence=4,
    )
    read = client.sip_patron_information_response(frame.decode())
    assert read["fixed"]["ChargedItemsCount"] == "0002"
    assert read["variable"]["AU"] == ["0301", "0302"]
    assert read["variable"]["AE"] == ["Ola Lånér"]
    assert read["variable"]["CQ"] == ["Y"]


# What pysip2 checks more strictly than the standard's layout, in terms of our attributes.
_STRICT_TEXT = {
    "language": "012",
    "version": "2.00",
    "supported": "Y" * 16,
    "status": " " * 14,
    "currency": "NOK",
    "circulation_status": "03",
    "security_marker": "02",
    "fee_type": "01",
    "media": "001",
    "hold_limit": "0010",
    "overdue_limit": "0010",
    "charged_limit": "0010",
    "summary": "  Y       ",
    "hold_type": "2",
    "payment_type": "00",
    "mode": "+",
}


@given(
    data=st.data(), charset=st.sampled_from(sip2.Charset), sequence=st.none() | st.integers(0, 9)
)
def test_pysip2_reads_us_and_we_read_pysip2(
    data: st.DataObject, charset: sip2.Charset, sequence: int | None
) -> None:
    message = _strict(data.draw(messages(charset)))
    dialect = sip2.Dialect(charset=charset)
    frame = sip2.encode(message, dialect=dialect, sequence=sequence)
    theirs = pysip2.decode_message(frame, encoding=charset)
    assert theirs.sequence_number == sequence
    back = pysip2.encode_message(
        theirs.message, sequence_number=sequence, checksum=sequence is not None, encoding=charset
    )
    again = sip2.decode(back, dialect=dialect)
    assert isinstance(again, sip2.Received)
    assert _standard(again.message) == _standard(message)


def _strict(message: sip2.Message) -> sip2.Message:
    changes: dict[str, Any] = {}
    for name, part in parts(type(message)).items():
        value = getattr(message, name)
        if name in _STRICT_TEXT and value is not None:
            changes[name] = _STRICT_TEXT[name]
        elif part.width == 18 and value is None:
            changes[name] = NOW
        elif part.kind == "count" and value is None:
            changes[name] = 80
        elif part.width and part.kind == "text" and name == "status":
            changes[name] = "0" if part.width == 1 else " " * 14
    if isinstance(message, sip2.ScStatus):
        changes["status"] = "0"
    return replace(message, **changes)


def _standard(message: sip2.Message) -> dict[str, object]:
    """Return the values that pysip2 keeps: it drops the fields that are only in use."""
    in_use = {"CS", "CT", "CV", "CY", "DA", "PB", "PC"}
    return {
        name: getattr(message, name)
        for name, part in parts(type(message)).items()
        if part.id not in in_use and not (message.id == "64" and part.id == "AQ")
    }
