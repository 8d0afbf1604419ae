"""A patron leaves: what goes now, what waits and why, and the page after it is done."""

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.forms import Form, secret
from hylla.doors.parts.page import Said, good, notice
from hylla.doors.parts.who import log_out, now_of
from hylla.library.refusals import Refused
from hylla.patrons.actions import verify_secret
from hylla.privacy import erasure
from hylla.privacy.erasure import Facet

HOLDS_BACK: Mapping[str, str | Promise] = {
    "circulation.Loan": gettext_lazy(
        "Loans that are not closed: bring back what you have, or pay for what is lost."
    ),
    "fees.Claim": gettext_lazy("Unpaid fees: pay them in any branch."),
    "patrons.Guardianship": gettext_lazy(
        "A child whose guardian you are: ask the library to enter someone else, or erase the child."
    ),
}
"""What each table that keeps a person waits for, and what the patron can do about it."""

GOES_NOW: Mapping[str, str | Promise] = {
    "circulation.Hold": gettext_lazy("What you wait for: your holds are cancelled."),
    "circulation.History": gettext_lazy("Your loan history."),
    "patrons.Consent": gettext_lazy("What you have agreed to."),
    "patrons.KeptCard": gettext_lazy("The card on your phones, when each next reaches us."),
    "messages.PushSubscription": gettext_lazy("Messages to your phones: others come as before."),
}
"""What a request ends at once in each table, whatever else must wait."""


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
    if erasure.ask(person_id, now=now_of(request)):
        return _erased(request)
    said = notice(
        _("Your request is taken. What can go has gone; the rest waits for what is below.")
    )
    return _asked(request, person_id, Confirmation(), said=said)


@for_patron
def take_back(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take a request back that still waits."""
    if request.method != "POST":
        return redirect("mypage:erase")
    erasure.take_back(person_id, now=now_of(request))
    said = good(_("The request is taken back. You stay a patron."))
    return _asked(request, person_id, Confirmation(), said=said)


def _erased(request: HttpRequest) -> HttpResponse:
    log_out(request)
    return my_page(request, "mypage/erased.html", title=_("You are erased"), tab="")


def _asked(
    request: HttpRequest, person_id: uuid.UUID, form: Confirmation, said: Said | None = None
) -> HttpResponse:
    wrong = bool(form.errors)
    held = erasure.blockers(person_id, now=now_of(request))
    return my_page(
        request,
        "mypage/erase.html",
        title=_("Not erased: check your PIN") if wrong else _("Leave the library"),
        tab="kept",
        said=[said] if said else [],
        form=form,
        held=[str(HOLDS_BACK[each.name]) for each in held],
        goes=_goes_now(held, erasure.goes_now(person_id)),
        waits_already=erasure.is_asked(person_id),
        privacy=reverse("opac:privacy"),
        status=422 if wrong else 200,
    )


def _goes_now(held: tuple[Facet, ...], facets: tuple[Facet, ...]) -> list[str]:
    """Say what a request ends now: everything, where nothing holds it back."""
    if not held:
        return [_("Everything: who you are, your card, your messages, and who has looked.")]
    if not facets:
        return [_("Nothing yet.")]
    return [str(GOES_NOW[facet.name]) for facet in facets]
