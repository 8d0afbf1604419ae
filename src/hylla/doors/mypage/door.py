"""Only whoever it is about comes in: a patron who is logged in, to their own page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from hylla.doors.mypage.asking import asked_to_log_in
from hylla.doors.parts.page import page
from hylla.doors.parts.who import patron_of, stay

Answer = Callable[..., HttpResponse]


def for_patron(view: Answer) -> Answer:
    """Ask for a log-in where there is none, then go on to `view(request, person_id, ...)`."""

    @wraps(view)
    def wrapped(request: HttpRequest, **named: Any) -> HttpResponse:
        person_id = patron_of(request)
        if person_id is None:
            return asked_to_log_in(request)
        stay(request)
        return view(request, person_id, **named)

    return wrapped


def my_page(
    request: HttpRequest, template: str, *, title: str, tab: str, **context: Any
) -> HttpResponse:
    """Make a page of the patron's own; `tab` is its place in the menu."""
    return page(request, template, title=title, tab=tab, here="mypage", **context)
