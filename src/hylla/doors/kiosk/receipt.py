"""A slip of paper: how many things and when they are due; titles only where they are asked for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.circulation.actions import send_receipt
from hylla.circulation.queries import OpenLoan, loans_of
from hylla.circulation.sentences import say
from hylla.doors.kiosk.door import Stand, for_kiosk, kiosk_page, seen
from hylla.doors.kiosk.returning import count_of
from hylla.doors.parts.page import today_of
from hylla.doors.parts.papers import Printing, count_receipt, loan_receipt, sent
from hylla.doors.parts.receipts import sent_text
from hylla.doors.parts.told import told
from hylla.formats.paper import Size
from hylla.library.refusals import Refused
from hylla.privacy.vocabulary import Kind, Language


@dataclass(frozen=True)
class SlipLine:
    """What is due on one day; the titles are empty on a slip without."""

    due_on: date
    number: int
    titles: tuple[str, ...]


@for_kiosk
def receipt(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Show the slip for what was lent on this visit, or, after the PIN, for every loan."""
    visit = stand.visit
    if visit is None or request.method != "POST":
        return redirect("kiosk:home")
    with_titles = told(request.POST, "titles") == "1"
    every = told(request.POST, "every") == "1" and visit.pin_was_right and stand.tells("AU")
    with transaction.atomic():
        kinds = {Kind.TIME_AND_PLACE} | ({Kind.BORROWED} if with_titles else set())
        seen(stand, visit.person_id, *kinds)
        loans = loans_of(visit.person_id, now=stand.now, policy=stand.policy)
    chosen = [loan for loan in loans if every or loan.lent_at >= visit.began_at]
    if "pdf" in request.POST:
        return _saved(loan_receipt(chosen, printing=_printing(stand)))
    was_sent = _sent(stand, visit.person_id) if "send" in request.POST else ""
    return kiosk_page(
        request,
        stand,
        "kiosk/receipt.html",
        title=_("Your receipt"),
        was_sent=was_sent,
        lines=_lines(chosen, with_titles=with_titles),
        with_titles=with_titles,
        every=every,
        on=today_of(request),
        here="kiosk:receipt",
    )


@for_kiosk
def returned(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Show the slip for what was brought back: a number, a place and a day."""
    if request.method != "POST":
        return redirect("kiosk:home")
    count = count_of(told(request.POST, "count"))
    if "pdf" in request.POST:
        return _saved(count_receipt(count, printing=_printing(stand)))
    return kiosk_page(
        request,
        stand,
        "kiosk/receipt.html",
        title=_("Your receipt"),
        returned=count,
        on=today_of(request),
        here="kiosk:receipt",
    )


def _sent(stand: Stand, person_id: UUID) -> str:
    """Send the receipt by the patron's own way, and say so; where there is none, say that."""
    try:
        return sent_text(send_receipt(person_id, now=stand.now, policy=stand.policy))
    except Refused as refused:
        return " ".join(say(reason) for reason in refused.reasons)


def _saved(paper: bytes) -> HttpResponse:
    """Send a receipt as a file. It may stay on a machine that others use: so no title is in it."""
    return sent(paper, name="receipt", as_file=True)


def _printing(stand: Stand) -> Printing:
    language = Language(get_language() or stand.policy.default_language)
    return Printing(stand.policy, stand.kiosk.branch.name, stand.now, language, Size.A4)


def _lines(loans: list[OpenLoan], *, with_titles: bool) -> list[SlipLine]:
    days = Counter(loan.due_on for loan in loans)
    return [
        SlipLine(
            day,
            number,
            tuple(loan.title for loan in loans if loan.due_on == day) if with_titles else (),
        )
        for day, number in sorted(days.items())
    ]
