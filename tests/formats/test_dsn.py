"""Reports that a mail did not arrive, as servers write them, and what only looks like one."""

import random

import pytest

from hylla.formats.dsn import Fault, fault_of, read_bounce

TRACE = "mzxw6ytboi2dknbvgqztanzvgy4dsojqmfrggzdfmztws"


def report(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    to: str = f"bounce+{TRACE}@bibliotek.example.org",
    returned: str = "",
    kind: str = "multipart/report; report-type=delivery-status",
) -> bytes:
    """Return what Postfix writes (RFC 3464)."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: {kind}; boundary="x/y.mx"

This is a MIME-encapsulated message.

--x/y.mx
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--x/y.mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon,  3 Nov 2025 08:00:00 +0100 (CET)

Final-Recipient: rfc822; kari@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--x/y.mx
{returned}
--x/y.mx--
""".encode()


HEADERS = f"""Content-Type: text/rfc822-headers

Return-Path: <bibliotek@example.org>
Message-ID: <{TRACE}@bibliotek.example.org>
To: kari@example.org
"""
WHOLE = f"""Content-Type: message/rfc822

Message-ID: <{TRACE}@bibliotek.example.org>
To: kari@example.org
Subject: Hei

Hei
"""


@pytest.mark.parametrize(
    "mail",
    [
        report(),
        report(to="bounce@example.org", returned=HEADERS),
        report(to="bounce@example.org", returned=WHOLE),
        report(to=f"BOUNCE+{TRACE.upper()}@EXAMPLE.ORG"),
    ],
)
def test_the_mark_is_found_where_servers_leave_it(mail: bytes) -> None:
    bounce = read_bounce(mail)
    assert bounce is not None
    assert bounce.fault is Fault.ADDRESS
    assert TRACE in {each.lower() for each in bounce.words}


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("5.1.1", Fault.ADDRESS),
        ("5.1.2", Fault.ADDRESS),
        ("5.1.10", Fault.ADDRESS),
        ("5.2.1", Fault.ADDRESS),
        ("5.4.4", Fault.ADDRESS),
        # Full, too long, refused by a filter or a relay, given up after days: that mail, not them.
        ("5.2.2", Fault.MESSAGE),
        ("5.3.4", Fault.MESSAGE),
        ("5.7.1", Fault.MESSAGE),
        ("5.0.0", Fault.MESSAGE),
        ("4.4.7", Fault.MESSAGE),
        ("", Fault.MESSAGE),
        ("rubbish", Fault.MESSAGE),
    ],
)
def test_what_a_code_is_about(status: str, fault: Fault) -> None:
    bounce = read_bounce(report(status=status))
    assert bounce is not None
    assert bounce.fault is fault


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("5.1.1 <kari@example.org>: Recipient address rejected", Fault.ADDRESS),
        ("5.7.1 Relaying denied", Fault.MESSAGE),
        ("relay not permitted", Fault.MESSAGE),
        ("No such user", Fault.MESSAGE),
    ],
)
def test_a_servers_own_refusals(said: str, fault: Fault) -> None:
    assert fault_of(said) is fault


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_still_tries_or_arrived_is_none(action: str) -> None:
    assert read_bounce(report(action=action)) is None


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\xff" * 5000,
        b"Subject: I am away\n\nUntil Monday.",
        report(kind="multipart/mixed"),
        b"Content-Type: multipart/report\n\nno parts",
        b"Content-Type: multipart/report; boundary=a\n\n--a\n"
        b"Content-Type: message/delivery-status\n",
        b"Content-Type: message/rfc822\n\n" * 300,
    ],
)
def test_rubbish_is_none(mail: bytes) -> None:
    assert read_bounce(mail) is None


def test_nothing_breaks_it() -> None:
    chance = random.Random(7)
    whole = report(returned=WHOLE)
    for _ in range(300):
        torn = bytearray(whole[: chance.randrange(len(whole))])
        for _ in range(chance.randrange(9)):
            torn[chance.randrange(len(torn) or 1) : 0] = bytes([chance.randrange(256)])
        bounce = read_bounce(bytes(torn))
        assert bounce is None or bounce.fault in set(Fault)
