"""When the branches are open, and where to get help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from hylla.doors.parts.page import page, today_of
from hylla.doors.parts.writing import hours_text, in_alphabet, weekday_text
from hylla.library.queries import OpenFacts, open_on, policy_in_force
from hylla.library.rules import Opening


@dataclass(frozen=True)
class Hours:
    """Some days in a row, and when a branch is open on them."""

    days: str
    hours: str


@dataclass(frozen=True)
class Visit:
    """A branch: today in a few words, and its week."""

    branch: str
    is_open: bool
    today: str
    week: tuple[Hours, ...]


def help_page(request: HttpRequest) -> HttpResponse:
    """Show where help is to be had, how the commonest things are done, and all opening hours."""
    return page(
        request,
        "opac/help.html",
        title=_("Help and opening hours"),
        here="help",
        visits=visits(request),
        takes_registrations=policy_in_force().registration.online,
    )


def visits(request: HttpRequest) -> tuple[Visit, ...]:
    """Return every branch that people visit, in the reader's alphabet."""
    found = (_visit(each) for each in open_on(today_of(request)))
    return in_alphabet(found, by=lambda visit: visit.branch)


def _visit(branch: OpenFacts) -> Visit:
    is_open = bool(branch.today)
    today = _hours(branch.today) if is_open else _closed(branch)
    return Visit(branch.branch, is_open, today, tuple(_week(branch.week)))


def _closed(branch: OpenFacts) -> str:
    told = _("Closed today: %(reason)s.") % {"reason": branch.reason} if branch.reason else ""
    lines = [told or _("Closed today.")]
    if branch.next_on:
        lines.append(_("Open again on %(day)s.") % {"day": weekday_text(branch.next_on)})
    return " ".join(lines)


def _week(week: tuple[Opening, ...]) -> Iterator[Hours]:
    """Yield the week from Monday, days that are alike in one line."""
    of_day = [_hours(each for each in week if each.weekday == day) for day in WEEKDAYS]
    for hours, alike in groupby(WEEKDAYS, key=lambda day: of_day[day]):
        days = list(alike)
        yield Hours(_days(days[0], days[-1]), hours or _("closed"))


def _days(first: int, last: int) -> str:
    if first == last:
        return str(WEEKDAYS[first])
    return _("%(first)s to %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}


def _hours(openings: Iterable[Opening]) -> str:
    return ", ".join(hours_text(each.opens_at, each.closes_at) for each in openings)
