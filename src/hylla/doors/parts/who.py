"""Who is logged in, as the session says; a cookie is set only when someone logs in."""

import uuid
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from hylla.doors.parts.phones import leave_phone
from hylla.library.queries import policy_in_force
from hylla.patrons.sessions import BEGUN, PERSON, STAFF, STAYS
from hylla.privacy.clocks import today

MINUTE = "minute"
FRESH = "fresh"
"""The key under which a session holds when its person showed all that a log-in asks for."""
FULL = "full"
"""The key under which a desk holds the day on which somebody did, in this browser."""
FRESH_FOR = timedelta(minutes=15)


def now_of(request: HttpRequest) -> datetime:
    """Return the time of this request."""
    now: datetime = request.now  # type: ignore[attr-defined] # set by the middleware
    return now


def patron_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the patron who is logged in, or None."""
    told = request.session.get(PERSON)
    if told and request.session.get(STAYS) and _seconds_left(request) <= 0:
        # Its time ran out; nobody has left the phone, so that it goes on keeping the card.
        request.session.flush()
        return None
    return uuid.UUID(told) if told else None


def log_in(request: HttpRequest, key: str, who: str | int, *, stays: bool = False) -> None:
    """Begin a session for a patron or a member of staff, under a key nobody knew before.

    `stays` outlasts the browser, for as long as the policy allows.
    """
    now = now_of(request)
    request.session.flush()
    request.session.update({key: who, BEGUN: now.isoformat(), FRESH: now.isoformat()})
    if key == STAFF:
        request.session[FULL] = today(policy_in_force(), now).isoformat()
    if stays:
        request.session[STAYS] = True
    stay(request)


def log_out(request: HttpRequest) -> None:
    """End the session: its row and its cookie go, and what a patron's phone keeps."""
    if PERSON in request.session:
        leave_phone(request)
    request.session.flush()


def stay(request: HttpRequest) -> None:
    """Let the session live on from now: at most one write a minute."""
    minute = int(now_of(request).timestamp()) // 60
    if request.session.get(MINUTE) != minute:
        request.session[MINUTE] = minute
        if request.session.get(STAYS):
            request.session.set_expiry(max(1, _seconds_left(request)))


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the log-in is young enough to change how one logs in."""
    told = request.session.get(FRESH)
    return told is not None and now_of(request) - datetime.fromisoformat(told) < FRESH_FOR


def own_address(told: str, otherwise: str) -> str:
    """Return where to go on, if that is a page of this site, else the other."""
    is_own = told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None)
    return told if is_own else otherwise


def _seconds_left(request: HttpRequest) -> int:
    """Return how long someone who chose to stay has left: counted from the log-in, not from use."""
    begun = datetime.fromisoformat(request.session[BEGUN])
    end = policy_in_force().period("stay_logged_in").after(begun)
    return int((end - now_of(request)).total_seconds())
