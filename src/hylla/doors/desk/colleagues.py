"""An administrator takes on colleagues, changes what they do, and helps who cannot log in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.desk.entering import asked_again
from hylla.doors.desk.jobs import (
    REFUSALS,
    EmploymentForm,
    NewColleague,
    Undertaking,
    jobs_text,
)
from hylla.doors.desk.worker import MACHINISTS, desk_page, for_staff
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.library.actions import (
    add_staff,
    change_staff,
    give_staff_password,
    reset_second_factor,
    sign_undertaking,
)
from hylla.library.actions.tokens import new_code
from hylla.library.queries import Colleague, StaffFacts, colleagues, policy_in_force
from hylla.library.refusals import Refused
from hylla.library.rules import NewStaff
from hylla.patrons.actions import end_staff_log_ins, end_work

Act = Callable[[HttpRequest, StaffFacts, Colleague], HttpResponse]


@dataclass(frozen=True)
class Row:
    """A colleague in the list."""

    facts: Colleague
    jobs: str


@dataclass(frozen=True, repr=False)
class Handed:
    """A first password, shown once to whoever hands it over."""

    username: str
    password: str


def for_administrator(
    view: Callable[[HttpRequest, StaffFacts], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let administrators through who logged in fully a short while ago."""

    @for_staff(MACHINISTS)
    @wraps(view)
    def wrapped(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
        after = reverse("desk:colleagues")
        return asked_again(request, after=after) or view(request, worker)

    return wrapped


def about_colleague(act: Act) -> Callable[..., HttpResponse]:
    """Let an act through that names somebody who works here; it is sent by a form only."""

    @for_administrator
    @wraps(act)
    def wrapped(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
        if request.method != "POST":
            return redirect("desk:colleagues")
        number = number_of(told(request.POST, "colleague"))
        found = next((each for each in colleagues() if each.id == number), None)
        if found is None:
            return _listed(request, worker, said=bad(_("Nobody of that name works here.")))
        return act(request, worker, found)

    return wrapped


def about_another(act: Act) -> Callable[..., HttpResponse]:
    """The same for what nobody does to themselves."""

    @about_colleague
    @wraps(act)
    def wrapped(request: HttpRequest, worker: StaffFacts, found: Colleague) -> HttpResponse:
        if found.id != worker.id:
            return act(request, worker, found)
        said = bad(_("This is you. Ask a colleague, or change it under How you log in."))
        return _listed(request, worker, said=said)

    return wrapped


@for_staff(MACHINISTS)
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show who works here, what they do, and whether they can log in."""
    return _listed(request, worker)


@for_administrator
def take_on(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take somebody on; their first password stands on this one page and never again."""
    if request.method != "POST":
        first = {"branch": worker.branch.id, "language": policy_in_force().default_language.value}
        return _new(request, worker, NewColleague(initial=first))
    form = NewColleague(request.POST)
    if not form.is_valid():
        return _new(request, worker, form)
    new = _of(form)
    try:
        add_staff(new)
    except Refused as refused:
        form.refuse(refused, REFUSALS)
        return _new(request, worker, form)
    lines = [_("%(name)s works here now.") % {"name": new.name}]
    if new.undertaking_on is None:
        lines.append(_("They log in once the duty of secrecy is signed and entered here."))
    handed = Handed(new.username, new.password)
    return _listed(request, worker, said=good(*lines), handed=handed)


@about_colleague
def change(request: HttpRequest, worker: StaffFacts, found: Colleague) -> HttpResponse:
    """Show one colleague, or save what was changed."""
    if "roles" not in request.POST and "name" not in request.POST:
        return _one(request, worker, found)
    form = EmploymentForm(request.POST)
    if form.is_valid():
        try:
            change_staff(found.id, form.employment())
        except Refused as refused:
            form.refuse(refused, REFUSALS)
    if form.errors:
        return _one(request, worker, found, form=form)
    return _listed(request, worker, said=good(_("Saved. It holds from the next page they open.")))


@about_colleague
def undertaking(request: HttpRequest, worker: StaffFacts, found: Colleague) -> HttpResponse:
    """Note when a colleague signed the undertaking of secrecy."""
    form = Undertaking(request.POST)
    if not form.is_valid():
        return _one(request, worker, found, undertaking_form=form)
    try:
        sign_undertaking(found.id, on=form.cleaned_data["on"])
    except Refused as refused:
        return _listed(request, worker, said=why(refused))
    said = good(_("%(name)s has signed the duty of secrecy.") % {"name": found.name})
    return _listed(request, worker, said=said)


@about_another
def password(request: HttpRequest, worker: StaffFacts, found: Colleague) -> HttpResponse:
    """Hand a colleague a new first password; it opens nothing until they choose their own."""
    try:
        handed = Handed(found.username, give_staff_password(found.id))
    except Refused as refused:
        return _listed(request, worker, said=why(refused))
    end_staff_log_ins(found.id)
    said = good(
        _("%(name)s has a new first password, and is logged out everywhere.") % {"name": found.name}
    )
    return _listed(request, worker, said=said, handed=handed)


@about_another
def reset(request: HttpRequest, worker: StaffFacts, found: Colleague) -> HttpResponse:
    """Take away a colleague's second factor, and log them out; they make a new one."""
    reset_second_factor(found.id)
    end_staff_log_ins(found.id)
    said = good(
        _("%(name)s makes a new second factor at the next log-in.") % {"name": found.name},
        _("Until then the password alone is what protects the account: do it together, now."),
    )
    return _listed(request, worker, said=said)


@about_another
def end(request: HttpRequest, worker: StaffFacts, found: Colleague) -> HttpResponse:
    """End a colleague's work: they are logged out, and nothing lets them in again."""
    try:
        end_work(found.id, on=today_of(request))
    except Refused as refused:
        return _listed(request, worker, said=why(refused))
    said = good(_("%(name)s does not work here any more.") % {"name": found.name})
    return _listed(request, worker, said=said)


def _of(form: NewColleague) -> NewStaff:
    told = form.employment()
    return NewStaff(
        username=form.cleaned_data["username"],
        name=told.name,
        password=new_code(),
        branch_id=told.branch_id,
        roles=told.roles,
        language=told.language,
        undertaking_on=form.cleaned_data["undertaking_on"],
        password_is_given=True,
    )


def _new(request: HttpRequest, worker: StaffFacts, form: NewColleague) -> HttpResponse:
    wrong = bool(form.errors)
    return desk_page(
        request,
        worker,
        "desk/new_colleague.html",
        title=_("Not taken on: check what you wrote") if wrong else _("Take on a colleague"),
        form=form,
        status=422 if wrong else 200,
    )


def _one(
    request: HttpRequest,
    worker: StaffFacts,
    found: Colleague,
    *,
    form: EmploymentForm | None = None,
    undertaking_form: Undertaking | None = None,
) -> HttpResponse:
    usual = {
        "name": found.name,
        "branch": found.branch.id,
        "roles": [role.value for role in found.roles],
        "language": found.language.value,
    }
    wrong = form is not None or undertaking_form is not None
    signed = {"on": found.undertaking_on or today_of(request)}
    return desk_page(
        request,
        worker,
        "desk/colleague.html",
        title=_("Not saved: check what you wrote") if wrong else found.name,
        colleague=found,
        form=form or EmploymentForm(initial=usual),
        undertaking_form=undertaking_form or Undertaking(initial=signed),
        status=422 if wrong else 200,
    )


def _listed(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    said: Said | None = None,
    handed: Handed | None = None,
) -> HttpResponse:
    return desk_page(
        request,
        worker,
        "desk/colleagues.html",
        title=_("Colleagues"),
        said=[said] if said else [],
        handed=handed,
        rows=[Row(each, jobs_text(each.roles)) for each in colleagues()],
        status=422 if said is not None and said.tone == "bad" else 200,
    )
