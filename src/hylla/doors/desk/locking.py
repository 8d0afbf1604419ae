"""Locking a shared desk, coming back to it, and taking it over from a colleague."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from hylla.doors.desk.asking import asked_to_log_in
from hylla.doors.desk.lock_page import (
    Back,
    TakeOver,
    UnderWay,
    locked_page,
    sealed,
    unsealed,
)
from hylla.doors.parts.forms import Form
from hylla.doors.parts.locks import count_wrong, may_take_over, unlock, who_locked
from hylla.doors.parts.locks import lock as lock_desk
from hylla.doors.parts.page import bad, good, page
from hylla.doors.parts.staff import staff_of
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of, own_address, stay
from hylla.library.actions import staff_back, staff_with_card
from hylla.library.refusals import Refused

HERE = "locked_at"
"""The field in which the script says on which page it locked the desk."""


def lock(request: HttpRequest) -> HttpResponse:
    """Lock the desk, at the press of a button or after idle minutes; keep what was typed."""
    if request.method != "POST":
        return redirect("desk:home")
    lock_desk(request)
    if who_locked(request) is None:
        return asked_to_log_in(request)
    return locked_page(request, kept=sealed(request, _typed(request)))


def still_here(request: HttpRequest) -> HttpResponse:
    """Hear that someone types at the desk, so that a long form is not locked away under it."""
    if staff_of(request) is not None and request.method == "POST":
        stay(request)
    return HttpResponse(status=204)


def back(request: HttpRequest) -> HttpResponse:
    """Let whoever locked the desk go on where they were."""
    staff_id = who_locked(request)
    if request.method != "POST" or staff_id is None:
        return redirect("desk:home")
    form, kept = Back(request.POST, auto_id="back_%s"), request.POST.get("kept", "")
    if form.is_valid():
        try:
            staff_back(staff_id, form.cleaned_data["secret"], now=now_of(request))
        except Refused as refused:
            return _wrong(request, form, refused) or locked_page(request, back=form, kept=kept)
    if form.errors:
        return locked_page(request, back=form, kept=kept)
    work = unsealed(request, kept)
    unlock(request, staff_id)
    return _goes_on(request, work)


def take_over(request: HttpRequest) -> HttpResponse:
    """Let a colleague work here: everything of the one before is closed."""
    if request.method != "POST" or who_locked(request) is None:
        return redirect("desk:home")
    if not may_take_over(request):
        return asked_to_log_in(request, said=good(_("Nobody has logged in fully here today.")))
    form, kept = TakeOver(request.POST, auto_id="take_over_%s"), request.POST.get("kept", "")
    if not form.is_valid():
        return locked_page(request, take_over=form, kept=kept)
    given = form.cleaned_data
    try:
        staff = staff_with_card(given["card"], given["pin"], now=now_of(request))
    except Refused as refused:
        return _wrong(request, form, refused) or locked_page(request, take_over=form, kept=kept)
    unlock(request, staff.pk)
    return redirect("desk:home")


def _wrong(request: HttpRequest, form: Form, refused: Refused) -> HttpResponse | None:
    """Say what was wrong; after five wrong attempts at one desk, ask for a full log-in."""
    form.refuse(refused, {})
    if not count_wrong(request):
        return None
    said = bad(_("Five wrong attempts: this desk needs a full log-in now."))
    return asked_to_log_in(request, said=said)


def _typed(request: HttpRequest) -> UnderWay | None:
    """Return the page on which the script locked the desk, with what stood in its form."""
    address = own_address(told(request.POST, HERE), "")
    if not address or not _is_of_desk(address):
        return None
    fields = tuple(
        (name, each)
        for name, values in request.POST.lists()
        for each in values
        if name not in {HERE, "locked_form"}
    )
    if "locked_form" not in request.POST:
        return UnderWay(address, None)
    form = own_address(told(request.POST, "locked_form"), "")
    return UnderWay(form, fields) if form and _is_of_desk(form) else UnderWay(address, None)


def _is_of_desk(address: str) -> bool:
    try:
        return resolve(address.partition("?")[0]).app_name in {"desk", "office", "cataloguing"}
    except Resolver404:
        return False


def _goes_on(request: HttpRequest, work: UnderWay | None) -> HttpResponse:
    """Lead back to what was under way; what changes something waits for a press of the button."""
    if work is None or not work.address:
        return redirect("desk:home")
    if work.fields is None:
        return redirect(work.address)
    return page(
        request,
        "desk/under_way.html",
        title=_("Unlocked"),
        said=[good(_("What you were doing is kept. The patron who was open is closed."))],
        work=work,
    )
