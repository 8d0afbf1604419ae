"""The first page of a new patron: the card, and a PIN to go with it."""

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import RecordFacts
from hylla.doors.joining.pages import joining_page
from hylla.doors.parts.forms import Form, secret
from hylla.doors.parts.page import today_of
from hylla.doors.parts.told import told
from hylla.doors.parts.wanted import title_numbered, way_on
from hylla.doors.parts.who import patron_of
from hylla.library.refusals import Refused
from hylla.patrons.actions import set_first_pin
from hylla.patrons.queries import details, has_pin


class FirstPin(Form):
    """A PIN, twice."""

    new = secret(gettext_lazy("PIN, 4 to 8 digits"), purpose="new-password")
    again = secret(gettext_lazy("The PIN again"), purpose="new-password")
    title = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        """Say when the two differ."""
        told = self.cleaned_data
        if "new" in told and "again" in told and told["new"] != told["again"]:
            self.add_error("again", _("This is not the same as the PIN above."))


def welcome(request: HttpRequest) -> HttpResponse:
    """Show the new card, and let the patron choose a PIN: once, while there is none."""
    person_id = patron_of(request)
    if person_id is None:
        return redirect("mypage:log_in")
    is_sent = request.method == "POST"
    wanted = title_numbered(told(request.POST if is_sent else request.GET, "title"))
    if has_pin(person_id):
        return redirect(way_on(wanted))
    known = {"title": wanted.id if wanted else ""}
    form = FirstPin(request.POST if is_sent else None, initial=known)
    if is_sent and form.is_valid():
        try:
            set_first_pin(person_id, form.cleaned_data["new"])
        except Refused as refused:
            form.refuse(refused, {reason.code: "new" for reason in refused.reasons})
        else:
            return redirect(way_on(wanted))
    return _page(request, person_id, form, wanted=wanted)


def to_welcome(wanted: RecordFacts | None) -> HttpResponse:
    """Go to the first page of a new patron, with the title they came for."""
    address = reverse("joining:welcome")
    return redirect(f"{address}?title={wanted.id}" if wanted else address)


def _page(
    request: HttpRequest, person_id: uuid.UUID, form: FirstPin, *, wanted: RecordFacts | None
) -> HttpResponse:
    card = details(person_id, on=today_of(request)).card
    wrong = bool(form.errors)
    return joining_page(
        request,
        "joining/welcome.html",
        title=_("Not saved: check what you wrote") if wrong else _("Welcome to the library"),
        card=card,
        form=form,
        wanted=wanted,
        status=422 if wrong else 200,
    )
