"""Finding a patron who has no card with them: by name and one thing more, ten at a time, masked."""

from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.queries import item_state
from hylla.doors.desk.entry import taken
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import keep_found, open_found_patron
from hylla.doors.desk.scanned import looks_scanned
from hylla.doors.desk.searching import Listed, Search, search_page
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import for_staff, opening_role
from hylla.doors.parts.page import today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import matching, person_with_card
from hylla.patrons.rules import last_birth_date
from hylla.privacy.access import record
from hylla.privacy.vocabulary import Kind, Role


@for_staff(OPENERS)
def find(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Search; each patron who is listed can see that they were. A scan acts as at the desk."""
    if request.method != "POST":
        return search_page(request, worker, Search())
    if scanned := _scanned(request):
        return taken(request, worker, scanned)
    form = Search(request.POST)
    if not form.is_valid():
        return search_page(request, worker, form)
    try:
        hits, more = _listed(request, worker, form)
    except Refused as refused:
        form.refuse(refused, {})
        return search_page(request, worker, form)
    return search_page(request, worker, form, hits=hits, more=more)


@for_staff(OPENERS)
def open_found(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Open one of those whom the search found."""
    if request.method != "POST":
        return redirect("desk:find")
    calls = told(request.POST, "task") == Task.CALL_BACK
    task = Task.CALL_BACK if calls else Task.SEARCH
    try:
        if open_found_patron(request, told(request.POST, "listed"), task) is None:
            return redirect("desk:find")
    except Refused as refused:
        return desk(request, worker, title=_("Not opened"), said=why(refused))
    return desk(request, worker, with_contact=calls)


def _scanned(request: HttpRequest) -> str:
    """Return what a scanner sent into one of the fields while the other stood empty."""
    name, also = told(request.POST, "name"), told(request.POST, "also")
    if name and not also and looks_scanned(name):
        return name
    if also and not name and (person_with_card(also) or item_state(also)):
        return also
    return ""


def _oldest_child(request: HttpRequest) -> date:
    """Return the birth date of the youngest adult: a children's librarian lists children only."""
    return last_birth_date(policy_in_force().ages.adult, on=today_of(request))


def _listed(
    request: HttpRequest, worker: StaffFacts, form: Search
) -> tuple[tuple[Listed, ...], int]:
    """Return the hits and how many more fit, and write for each that they were listed."""
    role = opening_role(worker)
    assert role is not None, "the decorator lets only these roles in"  # noqa: S101 - for mypy
    with transaction.atomic():
        found = matching(
            name=form.cleaned_data["name"],
            also=form.cleaned_data["also"],
            born_after=_oldest_child(request) if role is Role.CHILDREN else None,
        )
        for hit in found.hits:
            record(
                hit.person_id,
                at=now_of(request),
                role=role,
                unit=worker.branch.code,
                task=Task.LIST,
                kinds={Kind.NAME, Kind.BIRTH_DATE},
                staff_id=worker.id,
            )
        listed = keep_found(request, (hit.person_id for hit in found.hits))
    hits = tuple(Listed(*each) for each in zip(listed, found.hits, strict=True))
    return hits, found.more
