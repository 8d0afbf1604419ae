"""Money that came in, as a bank tells it: ISO 20022 camt.054, of whichever version.

Who paid, from which account and what they wrote beside it stays in the file: none of it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError, fromstring

LARGEST = 20 * 2**20
"""In bytes: twenty thousand payments and more, which is a large library's year."""
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.054."


class Fault(StrEnum):
    """Why nothing of a file is read."""

    TOO_LARGE = "bank_file_too_large"
    NO_XML = "bank_file_no_xml"
    ANOTHER_KIND = "bank_file_another_kind"
    DAMAGED = "bank_file_damaged"


class Unreadable(ValueError):
    """A file of which nothing is read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Credit:
    """One payment in: `reference` without blanks, or nothing; the amount in hundredths."""

    reference: str
    amount_ore: int
    currency: str
    booked_on: date


@dataclass(frozen=True, slots=True)
class BankNotice:
    """What came in to one account. `left_out` counts what went out, or is not booked yet."""

    account: str
    credits: tuple[Credit, ...]
    left_out: int


def bank_notices(data: bytes) -> tuple[BankNotice, ...]:
    """Read a file, whole or not at all.

    :raises Unreadable: it is too large, no camt.054, or lacks what each payment must say.
    """
    root = _root(data)
    if not root.tag.startswith(f"{{{NAMESPACE}"):
        raise Unreadable(Fault.ANOTHER_KIND)
    for each in root.iter():
        # The versions differ in their namespaces, and in nothing that is read here but two places.
        each.tag = each.tag.rpartition("}")[2]
    try:
        return tuple(map(_notice, root.iterfind("BkToCstmrDbtCdtNtfctn/Ntfctn")))
    except (ValueError, InvalidOperation):
        raise Unreadable(Fault.DAMAGED) from None


def _root(data: bytes) -> Element:
    if len(data) > LARGEST:
        raise Unreadable(Fault.TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Unreadable(Fault.NO_XML)
        return fromstring(text)  # noqa: S314 - declarations are refused above
    except (UnicodeDecodeError, ParseError):
        raise Unreadable(Fault.NO_XML) from None


def _notice(notification: Element) -> BankNotice:
    entries = notification.findall("Ntry")
    came_in = [each for each in entries if _came_in(each)]
    found = tuple(credit for entry in came_in for credit in _credits(entry))
    account = notification.find("Acct/Id")
    number = "" if account is None else "".join(account.itertext())
    return BankNotice("".join(number.split()), found, len(entries) - len(came_in))


def _came_in(entry: Element) -> bool:
    """Say whether an entry is booked, and money in that is not taken back."""
    status = (entry.findtext("Sts/Cd") or entry.findtext("Sts") or "").strip()
    is_reversal = (entry.findtext("RvslInd") or "").strip() in {"true", "1"}
    return entry.findtext("CdtDbtInd") == "CRDT" and status == "BOOK" and not is_reversal


def _credits(entry: Element) -> Iterator[Credit]:
    """Yield an entry's payments; one payment may be for several references, with a sum each."""
    told = entry.findtext("BookgDt/Dt") or (entry.findtext("BookgDt/DtTm") or "")[:10]
    booked_on = date.fromisoformat(told)
    for payment in entry.findall("NtryDtls/TxDtls") or [entry]:
        parts = [each for each in payment.findall("RmtInf/Strd") if _reference(each)]
        for part in parts if len(parts) > 1 else [payment]:
            amount = _amount(part)
            yield Credit(_reference(part), _ore(amount), amount.get("Ccy", ""), booked_on)


def _reference(part: Element) -> str:
    found = part.findtext("CdtrRefInf/Ref") or part.findtext("RmtInf/Strd/CdtrRefInf/Ref") or ""
    return "".join(found.split())


def _amount(part: Element) -> Element:
    for place in ("RfrdDocAmt/RmtdAmt", "AmtDtls/TxAmt/Amt", "Amt"):
        found = part.find(place)
        if found is not None:
            return found
    raise Unreadable(Fault.DAMAGED)


def _ore(amount: Element) -> int:
    hundredths = Decimal((amount.text or "").strip()) * 100
    if not hundredths.is_finite() or hundredths <= 0 or hundredths % 1:
        raise Unreadable(Fault.DAMAGED)
    return int(hundredths)
