"""The answers about patrons: who may borrow, and as much more as the machine may see."""

from typing import Any

from hylla.doors.sip2.accounts import Account, Borrower, PersonalField, Visit
from hylla.doors.sip2.contract import Library
from hylla.doors.sip2.patrons import Barred, Counts, Listing, PatronFacts, PatronQuery
from hylla.doors.sip2.refusals import (
    NOTHING_ALLOWED,
    UNKNOWN_CARD,
    WRONG_PIN,
    institution,
    refused,
    said,
)
from hylla.formats import sip2
from hylla.formats.sip2 import Message

_LISTS: dict[Listing, tuple[str, PersonalField]] = {
    Listing.HOLDS_READY: ("hold_items", PersonalField.HOLDS_READY),
    Listing.OVERDUE: ("overdue_items", PersonalField.OVERDUE),
    Listing.CHARGED: ("charged_items", PersonalField.CHARGED),
    Listing.FINES: ("fine_items", PersonalField.FINES),
    Listing.RECALLED: ("recall_items", PersonalField.RECALLED),
    Listing.HOLDS_WAITING: ("waiting_items", PersonalField.HOLDS_WAITING),
}
_MAY_NOT = 4
"""How many of the fourteen flags say what is not allowed; the others say why."""


def patron_status(library: Library, request: sip2.PatronStatus, visit: Visit) -> Message:
    """Tell whether a patron may borrow (23, 24)."""
    borrower = Borrower(card=request.patron, pin=request.patron_password or None)
    query = PatronQuery(borrower=borrower, with_counts=False)
    facts = library.patron(visit, query=query)
    if facts is None:
        return refused(request, visit=visit, sentence=UNKNOWN_CARD)
    return sip2.PatronStatusAnswer(**_about(facts, request=request, visit=visit))


def patron_information(library: Library, request: sip2.PatronInformation, visit: Visit) -> Message:
    """Tell a patron's state, with the list asked for (63, 64)."""
    borrower = Borrower(card=request.patron, pin=request.patron_password or None)
    listing = _listing(request.summary)
    facts = library.patron(visit, query=PatronQuery(borrower=borrower, listing=listing))
    if facts is None:
        return refused(request, visit=visit, sentence=UNKNOWN_CARD)
    return sip2.PatronInformationAnswer(
        **_about(facts, request=request, visit=visit),
        **_counts(facts.counts if _is_open(facts, account=visit.account) else None),
        **_list(facts, request=request, visit=visit),
        **_contact(facts, shown=_shown(facts, account=visit.account)),
    )


def end_session(library: Library, request: sip2.EndSession, visit: Visit) -> Message:
    """Note that the patron is done (35, 36)."""
    library.end_session(visit, card=request.patron)
    return sip2.SessionEnded(
        ended=True,
        sent_at=visit.now,
        institution=institution(request, visit=visit),
        patron=request.patron,
    )


def _is_open(facts: PatronFacts, *, account: Account) -> bool:
    """Say whether the patron has shown enough for the machine to see anything about them."""
    return not account.pin_required if facts.pin_valid is None else facts.pin_valid


def _shown(facts: PatronFacts, *, account: Account) -> frozenset[PersonalField]:
    return account.fields if _is_open(facts, account=account) else frozenset()


def _about(
    facts: PatronFacts, *, request: sip2.PatronStatus | sip2.PatronInformation, visit: Visit
) -> dict[str, Any]:
    """Return what 24 and 64 have in common."""
    shown = _shown(facts, account=visit.account)
    owed = PersonalField.OWED in shown
    return {
        "status": _flags(facts, account=visit.account),
        "language": request.language,
        "sent_at": visit.now,
        "institution": institution(request, visit=visit),
        "patron": request.patron,
        "name": facts.name if PersonalField.NAME in shown else "",
        "valid_patron": facts.valid,
        "valid_password": facts.pin_valid,
        "currency": facts.currency if owed else None,
        "owed": f"{facts.owed_ore // 100}.{facts.owed_ore % 100:02}" if owed else None,
        "screen": _sentences(facts, visit=visit),
    }


def _flags(facts: PatronFacts, *, account: Account) -> str:
    if facts.pin_valid is False:
        lost = "Y" if Barred.CARD_LOST in facts.barred else " "
        return NOTHING_ALLOWED[:_MAY_NOT] + lost.ljust(len(Barred) - _MAY_NOT)
    flags = "".join("Y" if one in facts.barred else " " for one in Barred)
    return flags if _is_open(facts, account=account) else flags[:_MAY_NOT].ljust(len(flags))


def _sentences(facts: PatronFacts, *, visit: Visit) -> tuple[str, ...]:
    if facts.pin_valid is False:
        return (facts.pin_sentence or said(WRONG_PIN, language=visit.language),)
    is_told = facts.sentence and _is_open(facts, account=visit.account)
    return (facts.sentence,) if is_told else ()


def _counts(counts: Counts | None) -> dict[str, Any]:
    return {
        "holds_ready": counts and counts.holds_ready,
        "overdue": counts and counts.overdue,
        "charged": counts and counts.charged,
        "fined": counts and counts.fines,
        "recalled": counts and counts.recalled,
        "holds_waiting": counts and counts.holds_waiting,
    }


def _contact(facts: PatronFacts, *, shown: frozenset[PersonalField]) -> dict[str, Any]:
    born = f"{facts.birth_on:%Y%m%d}" if facts.birth_on else ""
    values = {
        "address": (PersonalField.ADDRESS, facts.address),
        "email": (PersonalField.EMAIL, facts.email),
        "phone": (PersonalField.PHONE, facts.phone),
        "birth_date": (PersonalField.BIRTH_DATE, born),
        "category": (PersonalField.CATEGORY, facts.category),
        "home_library": (PersonalField.HOME_LIBRARY, facts.home_library),
    }
    return {name: value for name, (one, value) in values.items() if value and one in shown}


def _listing(summary: str) -> Listing | None:
    """Return the list that the request's ten positions ask for: the first Y counts."""
    return next((one for one, mark in zip(Listing, summary, strict=False) if mark == "Y"), None)


def _list(facts: PatronFacts, *, request: sip2.PatronInformation, visit: Visit) -> dict[str, Any]:
    """Return the part of the list that was asked for; the first one is number 1."""
    listing = _listing(request.summary)
    if listing is None:
        return {}
    name, one = _LISTS[listing]
    if one not in _shown(facts, account=visit.account):
        return {}
    first = max(_number(request.first) or 1, 1)
    return {name: facts.listed[first - 1 : _number(request.last)]}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None
