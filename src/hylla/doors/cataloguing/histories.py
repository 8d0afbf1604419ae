"""What was changed about a record, of a title or of an authority, on its two pages."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hylla.catalogue.rules.comparing import Line
from hylla.doors.cataloguing.door import cataloguing_page
from hylla.doors.parts.page import Said
from hylla.library.queries import StaffFacts

Words = str | Promise


@dataclass(frozen=True)
class ChangeRow:
    """A change in a list: on which day, why and by whom; `was` is how it was called before."""

    address: str
    on: date
    why: Words
    by: str
    was: str


@dataclass(frozen=True)
class History:
    """The changes of one record, the newest first. `of` is how it is called; `back` leads to it."""

    of: str
    was: str
    rows: list[ChangeRow]
    back: tuple[Words, str] | None


@dataclass(frozen=True)
class Change:
    """One change, field by field, and what takes it back. Addresses are of that and of the list."""

    of: str
    on: date
    why: Words
    by: str
    lines: tuple[Line, ...]
    restore: tuple[Words, str]
    history: str


def history_page(request: HttpRequest, worker: StaffFacts, history: History) -> HttpResponse:
    """Show what changed a record."""
    return cataloguing_page(
        request,
        worker,
        "cataloguing/history.html",
        title=_("Changes: %(title)s") % {"title": history.of},
        history=history,
    )


def change_page(
    request: HttpRequest, worker: StaffFacts, change: Change, *, said: Said | None = None
) -> HttpResponse:
    """Show one change field by field."""
    return cataloguing_page(
        request,
        worker,
        "cataloguing/version.html",
        title=change.of or _("Change"),
        said=said,
        change=change,
        lines=change.lines,
    )
