"""After a registration was sent: the code from the e-mail, what is kept, and taking it back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import RecordFacts
from hylla.doors.joining.pages import joining_page, language_here
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.throttle import Throttle
from hylla.doors.parts.told import told
from hylla.doors.parts.wanted import title_numbered, way_on
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import Applied, confirm_email, remove_applicant
from hylla.patrons.queries import applicant, number_of_applicant
from hylla.privacy.extract import sections
from hylla.privacy.extract.words import heading, label
from hylla.privacy.vocabulary import Subject

throttle = Throttle(at_once=10, an_hour=60, together_at_once=200, together_an_hour=2000)
SEALED = {"patrons.Applicant.sealed": number_of_applicant}


class CodeForm(Form):
    """The reference and the code."""

    reference = line(
        gettext_lazy("Reference"), max_length=20, attrs={"autocapitalize": "characters"}
    )
    code = line(
        gettext_lazy("Code from the e-mail"),
        purpose="one-time-code",
        max_length=20,
        attrs={"autocapitalize": "characters"},
    )
    title = forms.CharField(required=False, widget=forms.HiddenInput)


def shown_waiting(
    request: HttpRequest,
    applied: Applied,
    *,
    has_email: bool,
    wanted: RecordFacts | None,
    **context: Any,
) -> HttpResponse:
    """Say what happens now: the same to everyone, whoever the library knows already."""
    known = {"reference": applied.reference, "title": wanted.id if wanted else ""}
    return _page(
        request,
        _("Your registration waits"),
        applicant_id=applied.applicant_id,
        reference=applied.reference,
        form=CodeForm(initial=known) if has_email else None,
        wants=str(applied.applicant_id),
        wanted=wanted,
        **context,
    )


def code(request: HttpRequest) -> HttpResponse:
    """Take the code from the e-mail."""
    if request.method != "POST":
        form = CodeForm(initial={"title": told(request.GET, "title")})
        return _page(request, _("Confirm your e-mail"), form=form)
    form = CodeForm(request.POST)
    found = None
    if form.is_valid():
        if not throttle.allows(request):
            form.add_error(None, _("Too many have tried just now. Wait a few minutes."))
            return _page(request, _("Not confirmed"), form=form, status=429)
        told_ = form.cleaned_data
        found = confirm_email(told_["reference"], told_["code"], now=now_of(request))
        if found is None:
            form.add_error("code", _("The reference or the code is wrong, or too old."))
    if found is None:
        return _page(request, _("Not confirmed"), form=form, status=422)
    said = good(_("Your e-mail is confirmed."))
    reference = form.cleaned_data["reference"].upper()
    title = _("Your registration waits")
    wanted = title_numbered(form.cleaned_data["title"])
    return _page(
        request, title, said=[said], applicant_id=found, reference=reference, wanted=wanted
    )


def kept(request: HttpRequest) -> HttpResponse:
    """Show someone who waits everything that is kept about them."""
    applicant_id = known_id(told(request.POST, "id"))
    if request.method != "POST" or applicant_id is None:
        return redirect("joining:start")
    policy = policy_in_force()
    if applicant(applicant_id, policy=policy, now=now_of(request)) is None:
        return _gone(request, bad(_("There is no such registration any more.")))
    found = sections(applicant_id, policy=policy, sealed=SEALED, about=Subject.APPLICANT)
    return joining_page(
        request,
        "joining/kept.html",
        title=_("What we keep until then"),
        applicant_id=applicant_id,
        sections=[
            (heading(each.name), [_lines(row.values) for row in each.rows])
            for each in found
            if each.rows
        ],
    )


def withdraw(request: HttpRequest) -> HttpResponse:
    """Remove a registration that waits."""
    applicant_id = known_id(told(request.POST, "id"))
    if request.method != "POST" or applicant_id is None:
        return redirect("joining:start")
    remove_applicant(applicant_id)
    return _gone(request, good(_("Your registration is withdrawn, and we have forgotten it.")))


def _gone(request: HttpRequest, said: Said) -> HttpResponse:
    return joining_page(request, "joining/gone.html", title=said.lines[0], said=[said])


def _lines(values: Any) -> list[tuple[str, str]]:
    return [(label(name), value) for name, value in values.items() if value]


def _page(request: HttpRequest, title: str, **context: Any) -> HttpResponse:
    period = policy_in_force().period("unconfirmed_registration")
    context["after"] = way_on(context.get("wanted"))
    return joining_page(
        request,
        "joining/waiting.html",
        title=title,
        days=period.in_words(language_here()),
        **{"applicant_id": None, "said": [], **context},
    )
