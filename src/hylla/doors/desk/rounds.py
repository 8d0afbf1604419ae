"""The outreach service: rounds, and the patrons of one's own, each look at whom is logged (R46)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hylla.circulation.queries import OpenLoan, loans_of
from hylla.doors.desk.worker import desk_page, for_staff
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.outreach import actions
from hylla.outreach.actions import Terms
from hylla.outreach.queries import (
    RoundFacts,
    Stop,
    round_of,
    rounds,
    stops_of,
)
from hylla.outreach.rules import MOST_WEEKS
from hylla.patrons.actions import Shown
from hylla.privacy.access import record
from hylla.privacy.rights.restriction import Restricted
from hylla.privacy.vocabulary import Kind, Language, Role

ON_THE_LIST = frozenset({Kind.NAME, Kind.MEMBERSHIP})
PRINTED = frozenset({Kind.NAME, Kind.ADDRESS})
WITH_TITLES = PRINTED | {Kind.BORROWED}
STOP_FIELDS = {
    "card_unknown": "card",
    "own_record": "card",
    "colleagues_record": "card",
    "familys_record": "card",
    "outreach_end_past": "until_on",
    "outreach_runs": "card",
    "history_too_young": "card",
    "history_age_unknown": "card",
    "erasure_asked": "card",
}
"""Beside which field each refusal stands."""

View = Callable[..., HttpResponse]


class RoundForm(Form):
    """A round to begin with."""

    name = line(gettext_lazy("Name of the round"), max_length=60)
    branch = forms.TypedChoiceField(
        label=gettext_lazy("Branch"), coerce=int, choices=branch_choices
    )
    first_on = day(
        gettext_lazy("First visit"),
        help_text=gettext_lazy("It comes on this day of the week from then on."),
    )
    every_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks between visits"), min_value=1, max_value=MOST_WEEKS
    )


class StopForm(Form):
    """Who joins a round, by the card that they have shown or read out."""

    card = line(gettext_lazy("Number of the patron's card"), max_length=30)
    until_on = day(gettext_lazy("Last day (empty: until somebody ends it)"), required=False)


def for_outreach(view: View) -> View:
    """Let the outreach service through, where the library has one."""

    @wraps(view)
    def wrapped(request: HttpRequest, worker: StaffFacts, **named: Any) -> HttpResponse:
        if not policy_in_force().features.outreach:
            raise Http404
        return view(request, worker, **named)

    return for_staff((Role.OUTREACH,))(wrapped)


@for_outreach
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the rounds, nobody's name among them, and begin one."""
    if request.method != "POST":
        return round_list(request, worker)
    form = RoundForm(request.POST)
    if form.is_valid():
        filled = form.cleaned_data
        try:
            number = actions.add_round(
                filled["name"],
                branch_id=filled["branch"],
                first_on=filled["first_on"],
                every_weeks=filled["every_weeks"],
                staff_id=worker.id,
            )
        except Refused as refused:
            form.refuse(refused, {"outreach_name_taken": "name"})
        else:
            return redirect("desk:round", number=number)
    return round_list(request, worker, form)


@for_outreach
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show a round of one's own with its stops, and let a patron join it."""
    if request.method != "POST":
        return round_page(request, worker, number)
    form = StopForm(request.POST)
    if form.is_valid() and round_of(number, worker.id, on=today_of(request)):
        filled = form.cleaned_data
        shown = Shown(policy_in_force(), Language(get_language() or Language.EN))
        terms = Terms(number, filled["until_on"])
        try:
            actions.begin_by_card(
                filled["card"], terms, staff_id=worker.id, shown=shown, now=now_of(request)
            )
        except Refused as refused:
            form.refuse(refused, STOP_FIELDS)
        else:
            said = good(_("Agreed. They are on the round from now on."))
            return round_page(request, worker, number, said=said)
    return round_page(request, worker, number, form=form)


@for_outreach
def hand_over(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Let a round go, take one, or take one away that nobody is on."""
    do = told(request.POST, "do")
    acts: dict[str, tuple[Callable[..., None], str]] = {
        "let_go": (actions.let_go, _("The round is free. A colleague can take it.")),
        "take": (actions.take, _("You answer for the round now.")),
        "drop": (actions.drop_round, _("The round is taken away.")),
    }
    if request.method != "POST" or do not in acts:
        return redirect("desk:rounds")
    act, done = acts[do]
    try:
        act(number, staff_id=worker.id)
    except Refused as refused:
        return round_list(request, worker, said=why(refused))
    return round_list(request, worker, said=good(done))


@for_outreach
def on_paper(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Print the stops of a round of one's own with their addresses; titles only if asked for."""
    mine = round_of(number, worker.id, on=today_of(request))
    if request.method != "POST" or mine is None:
        return redirect("desk:rounds")
    titles = told(request.POST, "titles") == "yes"
    kinds = WITH_TITLES if titles else PRINTED
    with transaction.atomic():
        stops = [
            (each, loans_at(request, each) if titles else ())
            for each in stops_of(number, worker.id, on=today_of(request))
            if noted(request, worker, each, Task.OUTREACH_LIST, kinds)
        ]
    return desk_page(
        request,
        worker,
        "desk/round_sheet.html",
        title=mine.name,
        round=mine,
        stops=stops,
        at=now_of(request),
    )


def gone() -> Said:
    """Say that a round is not theirs."""
    return bad(_("This round is somebody else's, or the agreement has ended."))


def loans_at(request: HttpRequest, each: Stop) -> tuple[OpenLoan, ...]:
    """Return what is on loan at a stop."""
    return loans_of(each.person_id, now=now_of(request), policy=policy_in_force())


def noted(
    request: HttpRequest, worker: StaffFacts, each: Stop, task: Task, kinds: frozenset[Kind]
) -> bool:
    """Write that someone is looked at; where nobody may, say so by leaving them out."""
    try:
        record(
            each.person_id,
            at=now_of(request),
            role=Role.OUTREACH,
            unit=worker.branch.code,
            task=task,
            kinds=kinds,
            staff_id=worker.id,
        )
    except Restricted:
        return False
    return True


def round_list(
    request: HttpRequest,
    worker: StaffFacts,
    form: RoundForm | None = None,
    *,
    said: Said | None = None,
) -> HttpResponse:
    """Make the page of all rounds."""
    wrong = bool(form is not None and form.errors)
    found = rounds(worker.id, on=today_of(request))
    return desk_page(
        request,
        worker,
        "desk/rounds.html",
        title=_("Not added: check what you wrote") if wrong else _("Rounds"),
        said=[said] if said else [],
        form=form or RoundForm(initial={"branch": worker.branch.id, "every_weeks": 3}),
        rounds=[(each, _frequency(each)) for each in found],
        status=422 if wrong or (said and said.tone == "bad") else 200,
    )


def _frequency(each: RoundFacts) -> str:
    weeks = each.every_weeks
    return ngettext("every week", "every %(number)d weeks", weeks) % {"number": weeks}


def round_page(
    request: HttpRequest,
    worker: StaffFacts,
    number: int,
    *,
    form: StopForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    """Make the page of one's own round; whoever is on it, is noted to be looked at."""
    on = today_of(request)
    mine = round_of(number, worker.id, on=on)
    if mine is None:
        return round_list(request, worker, said=gone())
    with transaction.atomic():
        stops = [
            each
            for each in stops_of(number, worker.id, on=on)
            if noted(request, worker, each, Task.OUTREACH, ON_THE_LIST)
        ]
    wrong = bool(form is not None and form.errors)
    return desk_page(
        request,
        worker,
        "desk/round.html",
        title=_("Nobody joined: check what you wrote") if wrong else mine.name,
        said=[said] if said else [],
        round=mine,
        frequency=_frequency(mine),
        stops=stops,
        left_out=mine.stops - len(stops),
        form=form or StopForm(),
        status=422 if wrong else 200,
    )
