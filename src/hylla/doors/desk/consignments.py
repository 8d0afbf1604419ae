"""What of ours is at other libraries: offices, numbers and things."""

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.outcomes import returned
from hylla.doors.desk.worker import BORROWERS, desk_page, for_staff
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.interlibrary import actions
from hylla.interlibrary.queries import consignments, partner_facts, partners
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

MOST_DIGITS = 18
"""Digits of a number that both databases take."""
PROBLEMS = {
    "unknown_partner": "partner",
    "consignment_number_missing": "number",
    "consignment_number_taken": "number",
    "consignment_item_not_free": "barcode",
    "consignment_not_ours": "barcode",
    "unknown_item": "barcode",
    "partner_nameless": "name",
    "partner_taken": "name",
}


class ConsignForm(Form):
    """Which copy another library asks for, and under which number of its own."""

    partner = forms.TypedChoiceField(
        label=gettext_lazy("Other library"), coerce=int, choices=partners
    )
    number = line(gettext_lazy("Its own number of the request"), max_length=40)
    barcode = line(gettext_lazy("Barcode of the item"), max_length=30)


class PartnerForm(Form):
    """Another library."""

    name = line(gettext_lazy("Name of the library"), max_length=100)
    email = line(gettext_lazy("E-mail of its office, and of no person"), max_length=200)


class SentForm(Form):
    """Until when another library may keep something."""

    due_on = day(gettext_lazy("To be back on"))


@for_staff(BORROWERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what is there, and promise another copy."""
    if request.method != "POST":
        return _page(request, worker)
    form = ConsignForm(request.POST)
    if form.is_valid():
        filled = form.cleaned_data
        try:
            actions.consign(
                filled["barcode"],
                partner_id=filled["partner"],
                number=filled["number"],
                now=now_of(request),
                policy=policy_in_force(),
            )
        except Refused as refused:
            form.refuse(refused, PROBLEMS)
    if form.errors:
        return _page(request, worker, form=form)
    said = good(_("Noted. Nobody else gets it now; say when it is sent."))
    return _page(request, worker, said=said)


@for_staff(BORROWERS)
def partner(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Add another library."""
    if request.method != "POST":
        return redirect("desk:consignments")
    form = PartnerForm(request.POST)
    if form.is_valid():
        try:
            actions.add_partner(form.cleaned_data["name"], email=form.cleaned_data["email"])
        except Refused as refused:
            form.refuse(refused, PROBLEMS)
    if form.errors:
        return _page(request, worker, partner_form=form)
    return _page(request, worker, said=good(_("Added.")))


@for_staff(BORROWERS)
def change_partner(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Give another library another name or address, or forget it."""
    number = _number(request.POST, "partner")
    if request.method != "POST" or number is None:
        return redirect("desk:consignments")
    try:
        if told(request.POST, "do") == "remove":
            actions.remove_partner(number)
            return _page(request, worker, said=good(_("Removed.")))
        actions.change_partner(
            number, name=told(request.POST, "name"), email=told(request.POST, "email")
        )
    except Refused as refused:
        return _page(request, worker, said=why(refused))
    return _page(request, worker, said=good(_("Changed.")))


@for_staff(BORROWERS)
def sent(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that it is sent, or may stay longer."""
    number = _number(request.POST)
    if request.method != "POST" or number is None:
        return redirect("desk:consignments")
    form = SentForm(request.POST)
    if not form.is_valid():
        return _page(request, worker, said=Said("bad", (_("Say on which day it is to be back."),)))
    now, policy = now_of(request), policy_in_force()
    try:
        actions.send_out(number, due_on=form.cleaned_data["due_on"], now=now, policy=policy)
    except Refused as refused:
        return _page(request, worker, said=why(refused))
    return _page(
        request, worker, said=good(_("Noted. We remind the other library when it is late."))
    )


@for_staff(BORROWERS)
def back(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take it back, and say where it goes."""
    number = _number(request.POST)
    if request.method != "POST" or number is None:
        return redirect("desk:consignments")
    now, policy = now_of(request), policy_in_force()
    try:
        done = actions.end_consignment(number, branch_id=worker.branch.id, now=now, policy=policy)
    except Refused as refused:
        return _page(request, worker, said=why(refused))
    return _page(request, worker, said=returned(done))


def _number(posted: QueryDict, name: str = "consignment") -> int | None:
    text = told(posted, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    form: ConsignForm | None = None,
    partner_form: PartnerForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    wrong = bool(form or partner_form or (said and said.tone == "bad"))
    return desk_page(
        request,
        worker,
        "desk/consignments.html",
        title=_("Not noted: check what you wrote") if wrong else _("To other libraries"),
        said=[said] if said else [],
        rows=consignments(on=today_of(request)),
        sent_form=SentForm(),
        form=form or ConsignForm(),
        partner_form=partner_form or PartnerForm(auto_id="partner_%s"),
        partners=partner_facts(),
        status=422 if wrong else 200,
    )
