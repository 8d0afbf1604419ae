"""The accounts of self-service machines: made and retired by the administrator."""

import secrets
from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.worker import MACHINISTS, desk_page, for_staff
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.told import told
from hylla.library.actions import add_machine, retire_machine
from hylla.library.queries import StaffFacts, machines_at_work
from hylla.library.refusals import Refused
from hylla.library.rules import NewMachine

FIELDS: Mapping[str, str | Promise] = {
    "AE": gettext_lazy("The patron's name (AE)"),
    "AS": gettext_lazy("Holds that are ready (AS)"),
    "AT": gettext_lazy("Overdue items (AT)"),
    "AU": gettext_lazy("Items on loan (AU)"),
}
"""The fields of SIP2 about a person that a machine can be allowed to ask for."""
CHARSETS = (
    ("utf-8", "UTF-8"),
    ("cp850", "CP850"),
    ("cp1252", "Windows-1252"),
    ("iso8859-1", "ISO 8859-1"),
)
REFUSALS = {
    "username_taken": "username",
    "username_malformed": "username",
    "branch_unknown": "branch",
    "charset_unknown": "charset",
}
"""Beside which field each refusal stands."""


class MachineForm(Form):
    """A machine's account; its secret is drawn."""

    username = line(
        gettext_lazy("User name of the machine"),
        max_length=50,
        help_text=gettext_lazy("Small letters and digits, as hall-1. A retired name is not free."),
    )
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Branch"), coerce=int, choices=branch_choices
    )
    charset = forms.ChoiceField(label=gettext_lazy("Text encoding"), choices=CHARSETS)
    fields_seen = forms.MultipleChoiceField(
        label=gettext_lazy("What it may show of the patron who stands at it"),
        choices=list(FIELDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@for_staff(MACHINISTS)
def machines(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the machines, and add one: its secret stands on this one page and never again."""
    if request.method != "POST":
        return _page(request, worker, MachineForm())
    form = MachineForm(request.POST)
    if not form.is_valid():
        return _page(request, worker, form)
    secret = secrets.token_urlsafe(18)
    try:
        machine = add_machine(_new(form, secret))
    except Refused as refused:
        form.refuse(refused, REFUSALS)
        return _page(request, worker, form)
    said = good(
        _("The machine %(name)s can log in now.") % {"name": machine.username},
        _("Write its secret into the machine: it is shown this once."),
    )
    return _page(request, worker, MachineForm(), said=said, secret=secret)


@for_staff(MACHINISTS)
def retire(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take a machine out of use: it is cut off within seconds."""
    if request.method != "POST":
        return redirect("desk:machines")
    name = told(request.POST, "machine")
    retire_machine(name)
    said = good(_("The machine %(name)s is retired, and is cut off now.") % {"name": name})
    return _page(request, worker, MachineForm(), said=said)


def _new(form: MachineForm, secret: str) -> NewMachine:
    told = form.cleaned_data
    return NewMachine(
        username=told["username"],
        secret=secret,
        branch_id=told["branch"],
        charset=told["charset"],
        fields=tuple(told["fields_seen"]),
    )


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    form: MachineForm,
    *,
    said: Said | None = None,
    secret: str = "",
) -> HttpResponse:
    wrong = bool(form.errors)
    return desk_page(
        request,
        worker,
        "desk/machines.html",
        title=_("Not added: check what you wrote") if wrong else _("Machines"),
        said=[said] if said else [],
        form=form,
        secret=secret,
        machines=machines_at_work(),
        status=422 if wrong else 200,
    )
