"""A patron leaves: what goes now, what waits and why, and the receipt to follow it by."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import besides_of, leave
from hylla.circulation.queries import facets_of, small_debt_of
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.facets import groups
from hylla.doors.parts.forms import Form, secret
from hylla.doors.parts.page import Said, good, notice
from hylla.doors.parts.told import told
from hylla.doors.parts.who import log_out, now_of
from hylla.doors.parts.writing import money
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import verify_secret
from hylla.privacy import erasure
from hylla.privacy.rights.terms import RequestKind

ENDS = "end"
"""What the form sends where the membership is to end: it comes to the same."""


class Confirmation(Form):
    """The PIN or password, so that nobody erases another who left the screen open."""

    pin = secret(gettext_lazy("PIN or password"), purpose="current-password")


@for_patron
def erase(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say what would happen, and with the PIN do it."""
    if request.method != "POST":
        return _asked(request, person_id, Confirmation())
    form = Confirmation(request.POST)
    if form.is_valid():
        try:
            shown = form.cleaned_data["pin"]
            verify_secret(person_id, shown, typed=str(person_id), now=now_of(request))
        except Refused as refused:
            form.refuse(refused, {"sign_in_wrong": "pin", "pin_locked": "pin"})
    if form.errors:
        return _asked(request, person_id, form)
    ends = told(request.POST, "kind") == ENDS
    kind = RequestKind.TERMINATION if ends else RequestKind.ERASURE
    left = leave(person_id, policy=policy_in_force(), now=now_of(request), kind=kind)
    if left.is_done:
        return _erased(request, left.code)
    if ends:
        return _ended(request, person_id, left.code)
    said = notice(
        _("Your request is taken. What can go has gone; the rest waits for what is below.")
    )
    return _asked(request, person_id, Confirmation(), said=said, code=left.code)


@for_patron
def take_back(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take a request back that still waits."""
    if request.method != "POST":
        return redirect("mypage:erase")
    erasure.take_back(person_id, now=now_of(request))
    said = good(_("The request is taken back. You stay a patron."))
    return _asked(request, person_id, Confirmation(), said=said)


def _erased(request: HttpRequest, code: str) -> HttpResponse:
    log_out(request)
    return my_page(request, "mypage/erased.html", title=_("You are erased"), tab="", code=code)


def _ended(request: HttpRequest, person_id: uuid.UUID, code: str) -> HttpResponse:
    """Say what the end of a membership still waits for, to someone who is logged out by it."""
    held = groups(erasure.blockers(person_id, now=now_of(request)))
    log_out(request)
    title = _("Your membership has ended")
    return my_page(request, "mypage/ended.html", title=title, tab="", code=code, groups=held)


def _asked(
    request: HttpRequest,
    person_id: uuid.UUID,
    form: Confirmation,
    said: Said | None = None,
    code: str = "",
) -> HttpResponse:
    wrong = bool(form.errors)
    policy, now = policy_in_force(), now_of(request)
    facets = facets_of(person_id, policy=policy, now=now)
    besides = besides_of(person_id, policy=policy)
    let_go = small_debt_of(person_id, policy=policy, now=now)
    return my_page(
        request,
        "mypage/erase.html",
        title=_("Not erased: check your PIN") if wrong else _("Leave the library"),
        tab="rights",
        said=[said] if said else [],
        form=form,
        groups=groups((*facets, *besides)),
        let_go=money(let_go) if let_go else "",
        waits_already=erasure.is_asked(person_id),
        code=code,
        privacy=reverse("opac:privacy"),
        status=422 if wrong else 200,
    )
