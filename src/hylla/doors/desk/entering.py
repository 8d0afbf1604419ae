"""Staff log in with a name of their own and two factors, or with a passkey, and out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.desk.asking import LogIn, asked_to_log_in
from hylla.doors.desk.halfway import Halfway
from hylla.doors.desk.second_step import asked_for_second, asked_to_enrol
from hylla.doors.desk.worker import menu
from hylla.doors.parts.page import good
from hylla.doors.parts.passkeys import party_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import is_fresh, now_of, own_address
from hylla.doors.parts.who import log_in as begin_session
from hylla.doors.parts.who import log_out as end_session
from hylla.library.actions import (
    STAFF_KEYS,
    ask_for_passkey,
    staff_signed_in,
    staff_with_passkey,
)
from hylla.library.queries import factors_of, policy_in_force, staff_at_work
from hylla.library.refusals import Refused
from hylla.patrons.sessions import STAFF


def log_in(request: HttpRequest) -> HttpResponse:
    """Take the password, and ask for what else is needed."""
    if request.method != "POST":
        return asked_to_log_in(request)
    form = LogIn(request.POST)
    if not form.is_valid():
        return asked_to_log_in(request, form)
    given = form.cleaned_data
    try:
        staff = staff_signed_in(given["username"], given["password"], now=now_of(request))
    except Refused as refused:
        form.refuse(refused, {})
        return asked_to_log_in(request, form)
    half = Halfway(staff.pk, now_of(request), given["after"])
    if factors_of(staff.pk).has_second:
        return asked_for_second(request, half)
    if is_demanded():
        return asked_to_enrol(request, half)
    return entered(request, staff.pk, after=given["after"])


def ask_passkey(request: HttpRequest) -> HttpResponse:
    """Tell a browser what to ask its passkeys."""
    if request.method != "POST":
        return redirect("desk:log_in")
    options = ask_for_passkey(STAFF_KEYS, party=party_of(request), now=now_of(request))
    return HttpResponse(options, content_type="application/json")


def log_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Log in whoever's passkey has answered: it is two factors in one."""
    if request.method != "POST":
        return redirect("desk:log_in")
    answer, now = request.POST.get("answer", ""), now_of(request)
    try:
        staff = staff_with_passkey(answer, party=party_of(request), now=now)
    except Refused as refused:
        return asked_to_log_in(request, said=why(refused))
    return entered(request, staff.pk, after=told(request.POST, "after"))


def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, and with it the open patron."""
    if request.method == "POST":
        end_session(request)
    return asked_to_log_in(request, said=good(_("You are logged out.")))


def is_demanded() -> bool:
    """Say whether staff must show something beside their password."""
    return bool(settings.HYLLA_SECOND_FACTOR) and policy_in_force().entry.second_factor


def entered(request: HttpRequest, staff_id: int, *, after: str) -> HttpResponse:
    """Begin the session, and lead to the page that was asked for or the first the roles open."""
    begin_session(request, STAFF, staff_id)
    worker = staff_at_work(staff_id)
    if worker is not None and worker.must_choose_password:
        return redirect("desk:ways_in")
    entries = menu(request, worker) if worker else []
    # Whoever opens nothing here comes to see whether promises are kept.
    first = entries[0].address if entries else reverse("opac:privacy")
    home = reverse("desk:home")
    return redirect(first if after in {"", home} else own_address(after, first))


def asked_again(request: HttpRequest, *, after: str = "") -> HttpResponse | None:
    """Ask for a full log-in where the last is too old for what is to be changed, else None."""
    if is_fresh(request):
        return None
    return asked_to_log_in(
        request,
        LogIn(initial={"after": after or reverse("desk:ways_in")}),
        said=good(_("To change how anyone logs in, show once more that it is you.")),
    )
