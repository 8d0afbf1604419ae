"""Reads what a mail server writes when a mail did not arrive (RFC 3464), and what its codes mean.

Whoever sends mail to the library can write anything here: nothing is believed but what is asked
for, and of a text without sense nothing is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from enum import StrEnum

LONGEST = 1_000_000
"""What stands after so many bytes is not looked at."""
MOST_TRACES = 20
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ABOUT_ADDRESS = {(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (4, 4)}
"""RFC 3463 and RFC 7505: nobody there, no such host, moved, switched off, takes no mail."""
_CARRIERS = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_RETURNED = ("Message-ID", "Return-Path", "X-Failed-Recipients")


class Fault(StrEnum):
    """What a mail failed of."""

    ADDRESS = "address"
    """There is nobody: no mail will ever arrive there."""
    MESSAGE = "message"
    """This one did not arrive: a full mailbox, a filter, a host that was away too long."""


@dataclass(frozen=True, repr=False)
class Bounce:
    """A report that a mail failed; in its `words` a sender looks for a mark of its own."""

    fault: Fault
    words: tuple[str, ...]


def read_bounce(raw: bytes) -> Bounce | None:
    """Return what a report of failure says; None where it is none, or says that it still tries."""
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw[:LONGEST])
        report = _report(mail)
        if report is None:
            return None
        fault = _fault(report)
        return Bounce(fault, tuple(_words(mail))) if fault else None
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        # Python's reader of mail stumbles over some rubbish in these ways.
        return None


def fault_of(status: str) -> Fault:
    """Say what a refusal is about, by the code in it; without one that says so, not the address.

    A relay that refuses for reasons of its own (5.7.1) must not switch anybody's address off.
    """
    found = _STATUS.search(status)
    if found and found[1] == "5" and (int(found[2]), int(found[3])) in _ABOUT_ADDRESS:
        return Fault.ADDRESS
    return Fault.MESSAGE


def _report(mail: Message) -> Message | None:
    if mail.get_content_type() != "multipart/report":
        return None
    parts = mail.get_payload()
    wanted = "message/delivery-status"
    parts = parts if isinstance(parts, list) else []
    return next(
        (part for part in parts if isinstance(part, Message) and part.get_content_type() == wanted),
        None,
    )


def _fault(report: Message) -> Fault | None:
    """Return the worst that is told of a recipient; each mail of ours has one."""
    blocks = report.get_payload()
    failed = [
        fault_of(_text(block, "Status"))
        for block in (blocks if isinstance(blocks, list) else [])
        if isinstance(block, Message) and _text(block, "Action").casefold() == "failed"
    ]
    if not failed:
        return None
    return Fault.ADDRESS if Fault.ADDRESS in failed else Fault.MESSAGE


def _words(mail: Message) -> Iterator[str]:
    """Yield what stands in the headers of the report and of the mail that it gives back."""
    headers = [_text(mail, name) for name in _CARRIERS]
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            inner = BytesParser(policy=policy.compat32).parsebytes(
                payload if isinstance(payload, bytes) else b"", headersonly=True
            )
            headers += [_text(inner, name) for name in _RETURNED]
        elif part is not mail:
            headers += [_text(part, name) for name in _RETURNED]
    for header in headers:
        yield from re.split(r"[^A-Za-z0-9]+", header)


def _text(part: Message | EmailMessage, name: str) -> str:
    return str(part.get(name, "")).strip()
