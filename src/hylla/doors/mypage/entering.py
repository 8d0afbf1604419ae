"""Patrons log in with card and PIN, and out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.mypage.asking import LogIn, asked_to_log_in
from hylla.doors.parts.page import good
from hylla.doors.parts.who import log_in as begin_session
from hylla.doors.parts.who import log_out as end_session
from hylla.doors.parts.who import now_of, own_address, patron_of
from hylla.library.refusals import Refused
from hylla.patrons.actions import sign_in
from hylla.patrons.sessions import PERSON


def log_in(request: HttpRequest) -> HttpResponse:
    """Log a patron in, and go on to the page they wanted."""
    home = reverse("mypage:home")
    if request.method != "POST" and patron_of(request):
        return redirect(home)
    if request.method != "POST":
        return asked_to_log_in(request, LogIn(initial={"after": home}))
    form = LogIn(request.POST)
    if not form.is_valid():
        return asked_to_log_in(request, form)
    told = form.cleaned_data
    try:
        person_id = sign_in(told["card"], told["pin"], now=now_of(request))
    except Refused as refused:
        form.refuse(refused, {})
        return asked_to_log_in(request, form)
    begin_session(request, PERSON, str(person_id))
    return redirect(own_address(told["after"], home))


def log_out(request: HttpRequest) -> HttpResponse:
    """End the session: its cookie and its row go."""
    if request.method == "POST":
        end_session(request)
    return asked_to_log_in(request, said=good(_("You are logged out.")))
