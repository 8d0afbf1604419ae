"""Whole, well-formed answers that say no, for any request."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hylla.doors.sip2.accounts import Visit
from hylla.formats import sip2
from hylla.formats.sip2 import Kind, Message

SIGN_IN_FIRST = _("This machine has not signed in.")
NOT_OFFERED = _("This cannot be done here.")
WENT_WRONG = _("Something went wrong. Please ask the staff.")
UNKNOWN_CARD = _("This card is not known here.")
WRONG_PIN = _("The PIN is not right.")
UNKNOWN_ITEM = _("This item is not known here.")

SUPPORTED = "YYYNYYYYYNYNNNYN"
"""In SIP2's order: 23 11 09 01 99 96/97 93 63 35 37 17 19 25 15 29 65."""

NOTHING_ALLOWED = "YYYY" + " " * 10
"""Patron status: no loan, no renewal, no recall, no hold."""

_NO: dict[Kind, object] = {Kind.COUNT: 0, Kind.TEXT: "", Kind.MOMENT: None}
_WORDS: dict[str, object] = {
    "status": NOTHING_ALLOWED,
    "language": "000",
    "version": "2.00",
    "supported": SUPPORTED,
    "circulation_status": "01",
    "security_marker": "00",
    "fee_type": "01",
    "alert": True,
}
_ECHOED = ("patron", "item", "language")


def said(sentence: Promise, *, language: str) -> str:
    """Return one of this door's sentences in the language."""
    with override(language):
        return str(sentence)


def refusal(request: Message, *, sentence: str, institution: str, now: datetime) -> Message:
    """Return the answer that belongs to the request, with every yes in it a no."""
    kind = sip2.ANSWER_TO[type(request)]
    layout = sip2.parts(kind)
    needed = {name: _NO.get(part.kind, False) for name, part in layout.items() if part.required}
    echoed = {name: value for name in _ECHOED if (value := getattr(request, name, None))}
    now_said = {
        "institution": institution,
        "sent_at": now,
        "screen": (sentence,),
        "valid_patron": False,
        "valid_password": False,
    }
    known: dict[str, Any] = {
        **needed,
        **{name: word for name, word in _WORDS.items() if name in needed},
        **{name: value for name, value in (echoed | now_said).items() if name in layout},
    }
    return kind(**known)


def refused(request: Message, *, visit: Visit, sentence: Promise) -> Message:
    """Return the answer that says no, with one of this door's sentences."""
    return refusal(
        request,
        sentence=said(sentence, language=visit.language),
        institution=institution(request, visit=visit),
        now=visit.now,
    )


def institution(request: Message, *, visit: Visit) -> str:
    """Return the account's institution, or whatever the machine called it (some leave it empty)."""
    return visit.account.institution or getattr(request, "institution", "")
