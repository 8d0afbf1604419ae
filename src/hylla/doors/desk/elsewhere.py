"""What patrons ask for that is not here, at the desk: things and numbers, nobody's name."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.elsewhere_steps import (
    FORMS,
    PROBLEMS,
    STEPS,
    Button,
    buttons_of,
    fillings_of,
)
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.desk.worker import BORROWERS, desk_page, for_staff
from hylla.doors.parts.elsewhere import FIELDS, UNHEARD, Line, WishForm, line_of
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.interlibrary import actions
from hylla.interlibrary.queries import (
    closed_unheard,
    every_request,
    name_tasks,
    partners,
    request,
)
from hylla.interlibrary.rules import Stage
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

ORDER = (
    Stage.ASKED,
    Stage.APPROVED,
    Stage.BOUGHT,
    Stage.BACK,
    Stage.SENT,
    Stage.SHIPPED,
    Stage.WAITING,
    Stage.LENT,
    Stage.SENT_BACK,
    Stage.DECLINED,
)
"""What somebody here has to do something about comes first."""


@dataclass(frozen=True)
class Group:
    """The requests that stand at the same stage."""

    stage: str
    heading: str
    lines: list[Line]
    button: Button | None


@for_staff(BORROWERS)
def listed(http: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show every request by what comes next."""
    return _listed(http, worker)


@for_staff(BORROWERS)
def named(http: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that another library says it has deleted a name."""
    task = told(http.POST, "task")
    if http.method != "POST" or not (task.isascii() and task.isdigit() and len(task) < 18):  # noqa: PLR2004 - fits both databases
        return redirect("desk:elsewhere")
    on = now_of(http).astimezone(policy_in_force().zone).date()
    try:
        actions.note_done(int(task), on=on)
    except Refused as refused:
        return _listed(http, worker, why(refused))
    return _listed(http, worker, good(_("Noted: the name is deleted there.")))


@for_staff(BORROWERS)
def settled(http: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note that nothing is open any more about an order that ended without its lender's word."""
    closed = told(http.POST, "closed")
    if http.method != "POST" or not (closed.isascii() and closed.isdigit() and len(closed) < 18):  # noqa: PLR2004 - fits both databases
        return redirect("desk:elsewhere")
    try:
        actions.settle_closed(int(closed))
    except Refused as refused:
        return _listed(http, worker, why(refused))
    return _listed(http, worker, good(_("Noted: the number is gone.")))


@for_staff(BORROWERS)
def one(http: HttpRequest, worker: StaffFacts, *, request_id: uuid.UUID) -> HttpResponse:
    """Show one request, and take the next step."""
    if http.method != "POST":
        return _one(http, worker, request_id)
    step = told(http.POST, "step")
    if step in FORMS:
        return _with_form(http, worker, request_id, step)
    if step not in STEPS:
        return _one(http, worker, request_id)
    try:
        STEPS[step](http, request_id)
    except Refused as refused:
        return _one(http, worker, request_id, said=why(refused))
    return _listed(http, worker, good(_("Noted.")))


@for_open_patron(needs="holds", is_page=True)
def wish(http: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Ask for something that is not here on behalf of the open patron."""
    if not policy_in_force().interlibrary.takes_wishes:
        raise Http404
    if "title" not in http.POST:
        return _wish(http, worker, open_here, WishForm(initial={"branch": worker.branch.id}))
    form = WishForm(http.POST)
    if form.is_valid():
        try:
            actions.wish(
                form.wanted(),
                person_id=open_here.person_id,
                pickup_branch_id=form.cleaned_data["branch"],
                now=now_of(http),
                policy=policy_in_force(),
            )
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _wish(http, worker, open_here, form)
    said = good(_("Asked for. It stands on the list of what patrons ask for."))
    return desk(http, worker, title=_("Asked for"), said=said)


def _wish(http: HttpRequest, worker: StaffFacts, open_here: Opened, form: WishForm) -> HttpResponse:
    wrong = bool(form.errors)
    return desk_page(
        http,
        worker,
        "desk/wish.html",
        title=_("Not asked for: check what you wrote") if wrong else _("Something we do not have"),
        form=form,
        opening=open_here.id,
        status=422 if wrong else 200,
    )


def _with_form(
    http: HttpRequest, worker: StaffFacts, request_id: uuid.UUID, step: str
) -> HttpResponse:
    kind, act = FORMS[step]
    form = kind(http.POST)
    if form.is_valid():
        try:
            return _listed(http, worker, act(http, request_id, form, worker))
        except Refused as refused:
            if any(each.code not in PROBLEMS for each in refused.reasons):
                # The step itself does not come next: its form may not be on the page any more.
                return _one(http, worker, request_id, said=why(refused))
            form.refuse(refused, PROBLEMS)
    return _one(http, worker, request_id, form=(step, form))


def _one(
    http: HttpRequest,
    worker: StaffFacts,
    request_id: uuid.UUID,
    *,
    said: Said | None = None,
    form: tuple[str, Form] | None = None,
) -> HttpResponse:
    found = request(request_id, now=now_of(http), policy=policy_in_force())
    if found is None:
        return _listed(http, worker, said or _gone())
    wrong = bool(form or (said and said.tone == "bad"))
    return desk_page(
        http,
        worker,
        "desk/elsewhere_one.html",
        title=_("Not done") if wrong else _("Something we do not have"),
        said=[said] if said else [],
        each=line_of(found),
        buttons=buttons_of(found),
        fillings=fillings_of(found, form),
        has_partners=bool(partners()),
        status=422 if wrong else 200,
    )


def _gone() -> Said:
    return Said("bad", (_("This request is over. Look at the list."),))


def _listed(http: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    policy = policy_in_force()
    words = told(http.POST, "q")[:100]
    found = [line_of(each) for each in every_request(now=now_of(http), policy=policy, words=words)]
    groups = [
        _group(stage, [each for each in found if each.request.stage is stage]) for stage in ORDER
    ]
    return desk_page(
        http,
        worker,
        "desk/elsewhere.html",
        title=_("What patrons ask for"),
        said=[said] if said else [],
        words=words,
        groups=[each for each in groups if each.lines],
        tasks=name_tasks(),
        quiet=[each for each in found if each.request.is_quiet],
        closed=[(each, UNHEARD[each.reason]) for each in closed_unheard()],
        status=422 if said and said.tone == "bad" else 200,
    )


def _group(stage: Stage, lines: list[Line]) -> Group:
    simple = {
        Stage.BACK: Button("send_back", _("Sent back")),
        Stage.SENT_BACK: Button("confirm", _("They have it back")),
    }
    heading = lines[0].state if lines else ""
    return Group(stage, heading, lines, simple.get(stage))
