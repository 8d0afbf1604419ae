"""Staff log in with a name of their own, and out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.desk.asking import LogIn, asked_to_log_in
from hylla.doors.desk.worker import menu
from hylla.doors.parts.page import good
from hylla.doors.parts.who import log_in as begin_session
from hylla.doors.parts.who import log_out as end_session
from hylla.doors.parts.who import now_of
from hylla.library.actions import staff_signed_in
from hylla.library.queries import staff_at_work
from hylla.library.refusals import Refused
from hylla.patrons.sessions import STAFF


def log_in(request: HttpRequest) -> HttpResponse:
    """Log staff in and lead them to the first place their roles open."""
    if request.method != "POST":
        return asked_to_log_in(request)
    form = LogIn(request.POST)
    if not form.is_valid():
        return asked_to_log_in(request, form)
    told = form.cleaned_data
    try:
        staff = staff_signed_in(told["username"], told["password"], now=now_of(request))
    except Refused as refused:
        form.refuse(refused, {})
        return asked_to_log_in(request, form)
    begin_session(request, STAFF, staff.pk)
    worker = staff_at_work(staff.pk)
    entries = menu(request, worker) if worker else []
    return redirect(entries[0].address if entries else reverse("desk:home"))


def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, and with it the open patron."""
    if request.method == "POST":
        end_session(request)
    return asked_to_log_in(request, said=good(_("You are logged out.")))
