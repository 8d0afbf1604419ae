"""How a page is made: its title first, its dates and sums in the reader's way of writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from hylla.doors.parts.who import now_of, patron_of
from hylla.doors.parts.writing import day_format, moment_format
from hylla.library.queries import policy_in_force


@dataclass(frozen=True)
class Said:
    """What happened, or why not, in sentences; the tone is good, notice or bad.

    `where` is the one thing to act on, in large letters: a shelf code, or where a copy goes.
    """

    tone: str
    lines: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True)
class Tongue:
    """One of the languages the page can be read in."""

    code: str
    name: str
    address: str
    is_current: bool


def good(*lines: str) -> Said:
    """Say that something was done."""
    return Said("good", lines)


def notice(*lines: str) -> Said:
    """Say something to mind."""
    return Said("notice", lines)


def bad(*lines: str) -> Said:
    """Say that something was not done, and why."""
    return Said("bad", lines)


def today_of(request: HttpRequest) -> date:
    """Return the date of this request where the library is."""
    return now_of(request).astimezone(policy_in_force().zone).date()


def page(request: HttpRequest, template: str, *, title: str, **context: Any) -> HttpResponse:
    """Make a page. `said` in the context are sentences for its top; `status` is the answer's."""
    status = context.pop("status", 200)
    patterns = {
        "title": title,
        "switch": tongues(request),
        "patron_is_here": patron_of(request) is not None,
        "day_format": day_format(),
        "moment_format": moment_format(),
    }
    with timezone.override(policy_in_force().zone):
        return render(request, template, {**patterns, **context}, status=status)


def tongues(request: HttpRequest) -> Iterable[Tongue]:
    """Return the page's address in each language of the library."""
    names = dict(settings.LANGUAGES)
    here = get_language() or ""
    address = request.get_full_path() if request.method == "GET" else request.path
    return [
        Tongue(
            each.value,
            names[each.value],
            _in_language(address, here, each.value),
            each.value == here,
        )
        for each in policy_in_force().languages
    ]


def _in_language(address: str, here: str, there: str) -> str:
    """Return an address in another language: ours differ in their first part alone."""
    first = f"/{here}/"
    return f"/{there}/{address.removeprefix(first)}" if address.startswith(first) else address
