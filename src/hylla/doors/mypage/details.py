"""Who the library thinks someone is: what they change themselves, and what staff change."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.contact import FIELDS, ContactFields, changes_of, contact_of
from hylla.doors.parts.forms import Form, secret
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons import actions
from hylla.patrons.queries import PatronDetails, details, national_id_of
from hylla.patrons.rules import masked_national_id
from hylla.privacy.vocabulary import Role


@dataclass(frozen=True)
class Fact:
    """One thing the library knows, by name."""

    name: str
    value: str


class NewPin(Form):
    """The old PIN, and the new one twice."""

    old = secret(gettext_lazy("PIN now"), purpose="current-password")
    new = secret(gettext_lazy("New PIN, 4 to 8 digits"), purpose="new-password")
    again = secret(gettext_lazy("New PIN again"), purpose="new-password")

    def clean(self) -> None:
        """Say when the two new ones differ."""
        told = self.cleaned_data
        if "new" in told and "again" in told and told["new"] != told["again"]:
            self.add_error("again", _("This is not the same as the new PIN above."))


@for_patron
def shown(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show the details, or change those that a patron may change."""
    known = details(person_id, on=today_of(request))
    if request.method != "POST":
        return _page(request, known)
    form = ContactFields(request.POST)
    if form.is_valid():
        try:
            actions.change_details(
                person_id,
                changes=changes_of(form, known),
                by=Role.PATRON,
                now=now_of(request),
                policy=policy_in_force(),
            )
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _page(request, known, contact_form=form)
    said = good(_("Your details are saved."))
    return _page(request, details(person_id, on=today_of(request)), said=said)


@for_patron
def pin(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Change the PIN for whoever knows the old one."""
    if request.method != "POST":
        return redirect("mypage:details")
    known = details(person_id, on=today_of(request))
    form = NewPin(request.POST)
    if form.is_valid():
        try:
            told = form.cleaned_data
            now = now_of(request)
            actions.change_pin(person_id, old=told["old"], new=told["new"], now=now)
        except Refused as refused:
            form.refuse(refused, PIN_FIELDS)
    if form.errors:
        return _page(request, known, pin_form=form)
    return _page(request, known, said=good(_("Your PIN is changed.")))


PIN_FIELDS = {
    "sign_in_wrong": "old",
    "pin_locked": "old",
    "pin_length": "new",
    "pin_too_plain": "new",
    "pin_is_birth_year": "new",
}
"""Beside which field each refusal stands."""


def _page(
    request: HttpRequest,
    known: PatronDetails,
    *,
    contact_form: ContactFields | None = None,
    pin_form: NewPin | None = None,
    said: Said | None = None,
) -> HttpResponse:
    wrong = contact_form is not None or pin_form is not None
    return my_page(
        request,
        "mypage/details.html",
        title=_("Not saved: check what you wrote") if wrong else _("My details"),
        tab="details",
        said=[said] if said else [],
        facts=_facts(known),
        contact_form=contact_form or ContactFields(initial=contact_of(known)),
        pin_form=pin_form or NewPin(),
        status=422 if wrong else 200,
    )


def _facts(known: PatronDetails) -> list[Fact]:
    card = known.card
    number = national_id_of(known.person_id) if known.has_national_id else None
    facts = [
        Fact(_("Name"), known.name),
        Fact(_("Birth date"), day_text(known.birth_date) if known.birth_date else ""),
        Fact(_("National id"), masked_national_id(number) if number else _("none is kept")),
        Fact(_("Card"), card.number if card else ""),
        Fact(_("Kind of patron"), known.category_name),
        Fact(_("Registered"), day_text(known.registered_on)),
        Fact(_("Protected address"), _("yes") if known.protected else _("no")),
    ]
    if known.school_class:
        facts.append(Fact(_("School class"), known.school_class))
    return facts
