"""A phone asks for the card that it is to keep, whether it still may, and to be forgotten."""

import uuid
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST

from hylla.circulation.queries import loans_of
from hylla.circulation.sentences import say
from hylla.doors.mypage.door import for_patron
from hylla.doors.parts.page import today_of
from hylla.doors.parts.phones import KEPT_CARD, erase_storage, leave_phone
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of, patron_of
from hylla.doors.parts.writing import day_text, moment_text
from hylla.formats.paper.barcodes import code_128
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.actions import turn_off_all, turn_off_at
from hylla.patrons.actions import fetch_again, forget_kept_card, forget_kept_cards, keep_card
from hylla.patrons.queries import details, hash_of, kept_until, may_keep

GONE = 410
"""Tells a phone to erase the card: it may keep it no more."""
NOT_HERE = 401


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Give a phone the card to keep, for the first time or anew; only to its patron."""
    person_id, now = patron_of(request), now_of(request)
    if person_id is None:
        return HttpResponse(status=NOT_HERE)
    token = told(request.POST, "token")
    if token and not fetch_again(token, person_id=person_id, now=now):
        # Someone else is logged in on this phone for a moment: its patron's card stays.
        return _gone(request) if not _may(request, token) else HttpResponse(status=204)
    try:
        token = token or keep_card(person_id, now=now)
    except Refused as refused:
        return refusal(refused)
    request.session[KEPT_CARD] = hash_of(token)
    return JsonResponse({**_kept(request, person_id), "token": token})


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Tell a phone, logged in or not, whether it may go on keeping the card, and nothing else.

    It asks without a cookie, so that nobody knows here what else its browser holds: at a no its
    script erases the card, and no header erases more.
    """
    return HttpResponse(status=204 if _may(request, told(request.POST, "token")) else GONE)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget that a phone keeps the card; what else it does goes on."""
    forget_kept_card(hash_of(told(request.POST, "token")))
    request.session.pop(KEPT_CARD, None)
    return HttpResponse(status=204)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget one phone: the card, the messages, and whatever its browser holds."""
    forget_kept_card(hash_of(told(request.POST, "token")))
    turn_off_at(request.POST.get("endpoint", ""))
    leave_phone(request)
    return HttpResponse(status=204)


@for_patron
def forget_all(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget every phone of a patron's, wherever it is."""
    if request.method == "POST":
        forget_kept_cards(person_id)
        turn_off_all(person_id)
        leave_phone(request)
    return redirect("mypage:phone")


def refusal(refused: Refused) -> HttpResponse:
    """Return the library's no, as sentences for the page."""
    return JsonResponse({"why": [say(reason) for reason in refused.reasons]}, status=409)


def _may(request: HttpRequest, token: str) -> bool:
    return may_keep(token, policy=policy_in_force(), now=now_of(request))


def _gone(request: HttpRequest) -> HttpResponse:
    erase_storage(request)
    return HttpResponse(status=GONE)


def _kept(request: HttpRequest, person_id: uuid.UUID) -> dict[str, object]:
    """Return all that the phone is to keep: the card, and how much is due when; no title."""
    policy, now = policy_in_force(), now_of(request)
    until = kept_until(now, policy=policy)
    card = details(person_id, on=today_of(request)).card
    days = sorted(loan.due_on for loan in loans_of(person_id, now=now, policy=policy))
    with timezone.override(policy.zone):
        return {
            "language": get_language(),
            "card": card.number if card else "",
            "bars": code_128(card.number) if card else "",
            "loans": [_due(day, len(list(same))) for day, same in groupby(days)],
            "as_of": moment_text(timezone.localtime(now)),
            "until": moment_text(timezone.localtime(until)),
            "lasts_ms": round((until - now).total_seconds() * 1000),
            "my_page": reverse("mypage:home"),
        }


def _due(day: date, number: int) -> dict[str, str]:
    words = ngettext("%(number)d loan", "%(number)d loans", number) % {"number": number}
    return {"on": day.isoformat(), "day": day_text(day), "loans": words}
