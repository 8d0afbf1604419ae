"""Who is logged in, as the session says; a cookie is set only when someone logs in."""

import uuid
from datetime import datetime

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from hylla.patrons.sessions import PERSON

MINUTE = "minute"


def now_of(request: HttpRequest) -> datetime:
    """Return the time of this request."""
    now: datetime = request.now  # type: ignore[attr-defined] # set by the middleware
    return now


def patron_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the patron who is logged in, or None."""
    told = request.session.get(PERSON)
    return uuid.UUID(told) if told else None


def log_in(request: HttpRequest, key: str, who: str | int) -> None:
    """Begin a session for a patron or a member of staff, under a key nobody knew before."""
    request.session.flush()
    request.session[key] = who
    stay(request)


def log_out(request: HttpRequest) -> None:
    """End the session: its row and its cookie go."""
    request.session.flush()


def stay(request: HttpRequest) -> None:
    """Let the session live on from now: at most one write a minute."""
    minute = int(now_of(request).timestamp()) // 60
    if request.session.get(MINUTE) != minute:
        request.session[MINUTE] = minute


def own_address(told: str, otherwise: str) -> str:
    """Return where to go on, if that is a page of this site, else the other."""
    is_own = told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None)
    return told if is_own else otherwise
