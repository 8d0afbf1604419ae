"""Patrons log in with card or user name, or with a passkey, and out."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.mypage.asking import LogIn, asked_to_log_in
from hylla.doors.parts.page import good
from hylla.doors.parts.passkeys import party_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import is_fresh, now_of, own_address, patron_of
from hylla.doors.parts.who import log_in as begin_session
from hylla.doors.parts.who import log_out as end_session
from hylla.library.actions import ask_for_passkey
from hylla.library.refusals import Refused
from hylla.patrons.actions import PATRON_KEYS, person_with_passkey, sign_in
from hylla.patrons.sessions import PERSON


def log_in(request: HttpRequest) -> HttpResponse:
    """Log a patron in, and go on to the page they wanted."""
    home = reverse("mypage:home")
    if request.method != "POST":
        if patron_of(request):
            return redirect(home)
        return asked_to_log_in(request, LogIn(initial={"after": home}))
    form = LogIn(request.POST)
    if not form.is_valid():
        return asked_to_log_in(request, form)
    given = form.cleaned_data
    try:
        person_id = sign_in(given["card"], given["pin"], now=now_of(request))
    except Refused as refused:
        form.refuse(refused, {})
        return asked_to_log_in(request, form)
    return _entered(request, person_id, after=given["after"], stays=given["stays"])


def ask_passkey(request: HttpRequest) -> HttpResponse:
    """Tell a browser what to ask its passkeys."""
    if request.method != "POST":
        return redirect("mypage:log_in")
    options = ask_for_passkey(PATRON_KEYS, party=party_of(request), now=now_of(request))
    return HttpResponse(options, content_type="application/json")


def log_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Log in whoever's passkey has answered."""
    if request.method != "POST":
        return redirect("mypage:log_in")
    form = LogIn(initial={"after": told(request.POST, "after")})
    try:
        person_id = person_with_passkey(
            request.POST.get("answer", ""), party=party_of(request), now=now_of(request)
        )
    except Refused as refused:
        return asked_to_log_in(request, form, said=why(refused))
    stays = told(request.POST, "stays") == "on"
    return _entered(request, person_id, after=told(request.POST, "after"), stays=stays)


def log_out(request: HttpRequest) -> HttpResponse:
    """End the session: its cookie and its row go."""
    if request.method == "POST":
        end_session(request)
    return asked_to_log_in(request, said=good(_("You are logged out.")))


def asked_again(request: HttpRequest) -> HttpResponse | None:
    """Ask for a log-in where the last is too old for what is to be changed; None where it is not.

    Whoever finds a browser in which someone stays logged in must not make a key to it.
    """
    if is_fresh(request):
        return None
    return asked_to_log_in(
        request,
        LogIn(initial={"after": reverse("mypage:ways_in")}),
        said=good(_("To change how you log in, show once more that it is you.")),
    )


def _entered(
    request: HttpRequest, person_id: uuid.UUID, *, after: str, stays: bool
) -> HttpResponse:
    begin_session(request, PERSON, str(person_id), stays=stays)
    return redirect(own_address(after, reverse("mypage:home")))
