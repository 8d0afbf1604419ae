"""Where an administrator makes kiosks, and codes to start them with."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import page
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of, stay
from hylla.library.actions import add_kiosk, new_kiosk_code, retire_machine
from hylla.library.queries import kiosks, staff_at_work
from hylla.library.refusals import Refused
from hylla.patrons.sessions import STAFF
from hylla.privacy.vocabulary import Role

FIELDS = {"username_malformed": "name", "username_taken": "name", "branch_unknown": "branch"}


class NewKiosk(Form):
    """What the machine is called, and where it stands."""

    name = line(
        gettext_lazy("Name of the machine"),
        max_length=50,
        help_text=gettext_lazy("Small letters, digits and hyphens, such as kiosk-entrance."),
    )
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Where it stands"), coerce=int, choices=branch_choices
    )


def for_administrator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only an administrator who is logged in at the desk through."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        told_id = request.session.get(STAFF)
        worker = staff_at_work(told_id) if told_id is not None else None
        if worker is None or worker.must_choose_password:
            return redirect("desk:log_in")
        if Role.ADMINISTRATOR not in worker.roles:
            return _shown(request, status=403, is_open=False)
        stay(request)
        return view(request)

    return wrapped


@for_administrator
def machines(request: HttpRequest) -> HttpResponse:
    """List the kiosks, and make one."""
    if request.method != "POST":
        return _shown(request)
    form = NewKiosk(request.POST)
    if form.is_valid():
        try:
            sent = form.cleaned_data
            code = add_kiosk(sent["name"], branch_id=sent["branch"], now=now_of(request))
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _shown(request, form=form, status=422)
    return _shown(request, code=code, named=form.cleaned_data["name"])


@for_administrator
def fresh_code(request: HttpRequest) -> HttpResponse:
    """Make a new code for a kiosk whose browser has lost its cookie, or for another browser."""
    name = told(request.POST, "name")
    if request.method != "POST" or name not in {each.name for each in kiosks()}:
        return redirect("kiosk:machines")
    return _shown(request, code=new_kiosk_code(name, now=now_of(request)), named=name)


@for_administrator
def retire(request: HttpRequest) -> HttpResponse:
    """Take a kiosk out of use, from the next press on."""
    name = told(request.POST, "name")
    if request.method == "POST" and name in {each.name for each in kiosks()}:
        retire_machine(name)
    return redirect("kiosk:machines")


def _shown(
    request: HttpRequest,
    *,
    form: NewKiosk | None = None,
    code: str = "",
    named: str = "",
    is_open: bool = True,
    status: int = 200,
) -> HttpResponse:
    title = _("Self-service machines") if is_open else _("This is not open to your role")
    return page(
        request,
        "kiosk/machines.html",
        title=title,
        form=form or NewKiosk(),
        kiosks=kiosks() if is_open else (),
        code=code,
        named=named,
        is_open=is_open,
        status=status,
    )
