"""Translates requests into questions to the library, and its results into messages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from hylla.doors.sip2 import item_answers, patron_answers
from hylla.doors.sip2.accounts import Account, Visit
from hylla.doors.sip2.contract import Library
from hylla.doors.sip2.refusals import NOT_OFFERED, SUPPORTED, refused
from hylla.formats import sip2
from hylla.formats.sip2 import Message

_LANGUAGES = {"001": "en", "006": "sv", "012": "nb", "019": "en", "024": "en"}
_NORWEGIAN = {"nb", "nn"}

_TRANSLATIONS: dict[type[Message], Callable[[Library, Any, Visit], Message]] = {
    sip2.Checkout: item_answers.check_out,
    sip2.Checkin: item_answers.check_in,
    sip2.Renew: item_answers.renew,
    sip2.ItemInformation: item_answers.item_information,
    sip2.PatronInformation: patron_answers.patron_information,
    sip2.PatronStatus: patron_answers.patron_status,
    sip2.EndSession: patron_answers.end_session,
}


def is_quick(request: Message) -> bool:
    """Say whether an answer takes only reading and writing: a secret takes long to compare."""
    return not isinstance(request, sip2.Login) and not getattr(request, "patron_password", None)


def language_for(request: Message, *, account: Account) -> str:
    """Return the language that the request asks for, or the machine's own.

    SIP2 has one number for Norwegian: a machine set to nynorsk keeps it.
    """
    wanted = _LANGUAGES.get(getattr(request, "language", ""), account.language)
    return account.language if {wanted, account.language} <= _NORWEGIAN else wanted


def answer(library: Library, *, request: Message, visit: Visit) -> Message:
    """Ask the library what the request asks, and put its result into the answer's words."""
    translate = _TRANSLATIONS.get(type(request))
    if translate is None:
        return refused(request, visit=visit, sentence=NOT_OFFERED)
    return translate(library, request, visit)


def status(library: Library, *, account: Account | None, now: datetime) -> sip2.AcsStatus:
    """Return what the library can do for the machine now."""
    facts = library.status(account)
    return sip2.AcsStatus(
        online=facts.online,
        may_check_in=facts.online,
        may_check_out=facts.online,
        may_renew=facts.online,
        may_update_status=False,
        may_be_offline=True,
        timeout_tenths=300,
        retries=3,
        sent_at=now,
        version="2.00",
        institution=facts.institution,
        library=facts.name,
        supported=SUPPORTED,
        location=account.branch if account else None,
    )
