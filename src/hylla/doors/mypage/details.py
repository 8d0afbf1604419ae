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
from hylla.patrons.queries import PatronDetails, details, failing_of, national_id_of
from hylla.patrons.rules import masked_national_id
from hylla.privacy.vocabulary import Role


@dataclass(frozen=True)
class Fact:
    """One thing the library knows, by name, and what it is used for."""

    name: str
    value: str
    use: str = ""


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


@for_patron
def works_again(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take the patron's word that what failed works, and write there again."""
    if request.method != "POST":
        return redirect("mypage:details")
    actions.try_again(person_id)
    known = details(person_id, on=today_of(request))
    return _page(request, known, said=good(_("We write there again.")))


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
        failing=failing_of(known.person_id, policy=policy_in_force(), now=now_of(request)),
        facts=_facts(known),
        uses=_uses(),
        contact_form=contact_form or ContactFields(initial=contact_of(known)),
        pin_form=pin_form or NewPin(),
        status=422 if wrong else 200,
    )


def _facts(known: PatronDetails) -> list[Fact]:
    card = known.card
    number = national_id_of(known.person_id) if known.has_national_id else None
    born = day_text(known.birth_date) if known.birth_date else ""
    facts = [
        Fact(_("Name"), known.name, _("to know who borrows")),
        Fact(_("Birth date"), born, _("to see what your age gives you a right to")),
        Fact(
            _("National id"),
            masked_national_id(number) if number else _("none is kept"),
            _("to know you for certain; sealed, and shown to nobody whole"),
        ),
        Fact(_("Card"), card.number if card else "", _("to borrow with, and to log in")),
        Fact(_("Kind of patron"), known.category_name, _("to know which loan rules are yours")),
        Fact(
            _("Registered"), day_text(known.registered_on), _("to know how long you have been here")
        ),
        Fact(
            _("Last used"),
            day_text(known.last_used_on),
            _("to let you go when you use the library no more; the date only, not for what"),
        ),
        Fact(
            _("Protected address"),
            _("yes") if known.protected else _("no"),
            _("to show your address to nobody"),
        ),
    ]
    if known.school_class:
        facts.append(Fact(_("School class"), known.school_class, _("for the school library")))
    return facts


def _uses() -> list[Fact]:
    """Say what each thing is used for that a patron gives."""
    return [
        Fact(_("E-mail"), _("Messages about your loans and holds, and nothing else.")),
        Fact(
            _("Telephone"),
            _("To reach you when a message does not, or by SMS if you want."),
        ),
        Fact(_("Address"), _("Letters, if you want them or nothing else reaches you.")),
        Fact(_("Language of messages"), _("The language in which we write to you.")),
        Fact(_("Home library"), _("Where your holds go unless you choose another branch.")),
    ]
