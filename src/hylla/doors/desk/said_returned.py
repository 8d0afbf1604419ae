"""What patrons say they have returned: noted at the desk, searched for, and found or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import end_search, find_on_shelf, say_returned, unsay_returned
from hylla.circulation.queries import copies_to_find
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.desk.outcomes import returned
from hylla.doors.desk.worker import CHASERS, desk_page, for_staff
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused


@for_open_patron(needs="loans")
def say(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Note that the open patron says a loan is returned."""
    barcode, now, policy = told(request.POST, "item"), now_of(request), policy_in_force()
    try:
        title = say_returned(barcode, person_id=open_here.person_id, now=now, policy=policy)
    except Refused as refused:
        return desk(request, worker, title=_("Not noted"), said=why(refused))
    said = good(
        _("Noted as said to be returned: %(title)s.") % {"title": title},
        _("It stands on the list of what to search for. Until it is answered, no fee grows."),
    )
    return desk(request, worker, title=_("Noted"), said=said)


@for_open_patron(needs="loans")
def unsay(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Forget it: the open patron has it after all."""
    try:
        title = unsay_returned(told(request.POST, "item"), person_id=open_here.person_id)
    except Refused as refused:
        return desk(request, worker, title=_("Not changed"), said=why(refused))
    said = good(_("On loan as before: %(title)s.") % {"title": title})
    return desk(request, worker, title=_("On loan as before"), said=said)


@for_staff(CHASERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what to search for on the shelves: things, not people."""
    return _listed(request, worker)


@for_staff(CHASERS)
def found(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take back what stood on a shelf, without a fee, and say where it goes."""
    if request.method != "POST":
        return redirect("desk:to_find")
    barcode, branch_id, policy = told(request.POST, "item"), worker.branch.id, policy_in_force()
    try:
        back = find_on_shelf(barcode, branch_id=branch_id, now=now_of(request), policy=policy)
    except Refused as refused:
        return _listed(request, worker, why(refused))
    return _listed(request, worker, returned(back))


@for_staff(CHASERS)
def not_found(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Let the loan go on; its patron is told."""
    if request.method != "POST":
        return redirect("desk:to_find")
    try:
        end_search(told(request.POST, "item"), now=now_of(request), policy=policy_in_force())
    except Refused as refused:
        return _listed(request, worker, why(refused))
    said = good(
        _("Not found: the loan goes on, without the days of the search. We tell whose it is.")
    )
    return _listed(request, worker, said)


def _listed(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    return desk_page(
        request,
        worker,
        "desk/to_find.html",
        title=_("To search for"),
        said=[said] if said else [],
        copies=copies_to_find(worker.branch.id),
        status=422 if said and said.tone == "bad" else 200,
    )
