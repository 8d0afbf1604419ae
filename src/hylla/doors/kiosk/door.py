"""Only a browser that is a kiosk comes in; who stands before it, the server knows, not the browser.

The cookie holds the machine's token, and a word that changes whenever somebody leaves: a page that
the browser kept for its Back button is dropped when a cookie of its site changes.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hylla.doors.parts.page import page
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.library.queries import KioskFacts, kiosk_with_token, policy_in_force
from hylla.patrons.actions import Visit, begin_visit, still_there
from hylla.privacy.access import record
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Kind, Role

COOKIE = "hylla_kiosk"
COOKIE_AGE = 400 * 24 * 60 * 60
"""As long as browsers keep one at all: staff let a machine in once."""
UNVISITED = 30
"""After how many seconds a page that nobody has shown a card on gives way to the first."""

Answer = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Stand:
    """A kiosk, and who stands before it."""

    kiosk: KioskFacts
    visit: Visit | None
    now: datetime
    policy: Policy

    @property
    def branch_id(self) -> int:
        """The branch that lends and takes back here."""
        return self.kiosk.branch.id

    def tells(self, field: str) -> bool:
        """Say whether this machine may tell a field of SIP2's, such as AU."""
        return field in self.kiosk.fields


def for_kiosk(view: Answer) -> Answer:
    """Let kiosks through to `view(request, stand, ...)`; every other browser is asked for a code.

    Asking who stands there also counts their time: `still_there` ends a visit that is over.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, **named: Any) -> HttpResponse:
        kiosk = kiosk_of(request)
        if kiosk is None:
            return redirect("kiosk:start")
        now = now_of(request)
        stand = Stand(kiosk, still_there(kiosk.id, now=now), now, policy_in_force())
        answer = view(request, stand, **named)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return wrapped


def kiosk_of(request: HttpRequest) -> KioskFacts | None:
    """Return the kiosk that this browser is, or None."""
    token = request.COOKIES.get(COOKIE, "").partition(".")[0]
    return kiosk_with_token(token) if token else None


def keep_token(answer: HttpResponse, token: str) -> None:
    """Let the browser be known by this token."""
    answer.set_cookie(
        COOKIE,
        f"{token}.{secrets.token_hex(4)}",
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def turned(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Change the cookie's last word: somebody has left."""
    token = request.COOKIES.get(COOKIE, "").partition(".")[0]
    if token:
        keep_token(answer, token)
    return answer


def with_card(stand: Stand, card: str) -> tuple[Stand, Visit]:
    """Let whoever shows this card stand here.

    :raises Refused: the card is unknown or not in use any more.
    """
    visit = begin_visit(stand.kiosk.id, card, now=stand.now)
    return replace(stand, visit=visit), visit


def seen(stand: Stand, person_id: UUID, *kinds: Kind) -> None:
    """Write into someone's read log what a machine shows of them."""
    record(
        person_id,
        at=stand.now,
        role=Role.MACHINE,
        unit=stand.kiosk.branch.code,
        task=Task.SELF_SERVICE,
        kinds=set(kinds),
    )


def kiosk_page(
    request: HttpRequest, stand: Stand, template: str, *, title: str, **context: Any
) -> HttpResponse:
    """Make a page of a kiosk; it gives way to the first after some seconds without a press."""
    waits = int(stand.visit.allowed.total_seconds()) if stand.visit else UNVISITED
    usual: dict[str, Any] = {"waits": waits, "told": None, "here": ""}
    return page(
        request,
        template,
        title=title,
        kiosk=stand.kiosk,
        visit=stand.visit,
        **{**usual, **context},
    )
