"""What to fetch from the branch's shelves, to look at and on paper; no name stands on either."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation.queries import copies_to_fetch
from hylla.doors.desk.worker import SHELVERS, desk_page, for_staff
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force


@for_staff(SHELVERS)
def to_fetch(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the copies that stand on a shelf while somebody waits for their title."""
    return _listed(request, worker, "desk/to_fetch.html")


@for_staff(SHELVERS)
def on_paper(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the same as a sheet for the printer, to take along the shelves."""
    return _listed(request, worker, "desk/to_fetch_sheet.html")


def _listed(request: HttpRequest, worker: StaffFacts, template: str) -> HttpResponse:
    now = now_of(request)
    found = copies_to_fetch(worker.branch.id, now=now, policy=policy_in_force())
    title = _("To fetch from the shelves")
    return desk_page(request, worker, template, title=title, at=now, copies=found)
