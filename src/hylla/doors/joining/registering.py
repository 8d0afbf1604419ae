"""Asking for a card in a few short steps: what is typed stays in the browser until it is sent."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.queries import RecordFacts
from hylla.doors.joining.forms import FIELDS, NAMES, RegistrationForm, Step, steps_for
from hylla.doors.joining.pages import joining_page, language_here
from hylla.doors.joining.waiting import shown_waiting
from hylla.doors.joining.welcoming import to_welcome
from hylla.doors.parts.eid import providers
from hylla.doors.parts.page import today_of
from hylla.doors.parts.throttle import Throttle
from hylla.doors.parts.told import told
from hylla.doors.parts.wanted import title_numbered, way_on
from hylla.doors.parts.who import log_in, now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import apply_for_card, register, sign_in_identified
from hylla.patrons.models.applicants import Way
from hylla.patrons.rules import Code, masked_national_id
from hylla.patrons.rules.applicants import eid_is_enough, takes_numbers
from hylla.patrons.rules.registration import Registration
from hylla.patrons.sessions import PERSON

throttle = Throttle(at_once=5, an_hour=10, together_at_once=60, together_an_hour=600)
log = logging.getLogger("hylla.joining")


@dataclass(frozen=True)
class Answer:
    """One line of what was written, to be checked before it is sent."""

    name: str
    value: str


def start(request: HttpRequest) -> HttpResponse:
    """Show the ways to a card."""
    policy = policy_in_force()
    wanted = title_numbered(told(request.GET, "title"))
    return joining_page(
        request,
        "joining/start.html",
        title=_("Get a library card"),
        is_open=policy.registration.online,
        takes_numbers=takes_numbers(policy),
        providers=providers() if policy.registration.online else (),
        wants="register",
        wanted=wanted,
        after=way_on(wanted),
        at_once=policy.registration.eid_confirms,
        days=policy.period("unconfirmed_registration").in_words(language_here()),
    )


def new(request: HttpRequest) -> HttpResponse:
    """Go from step to step, and send at the last."""
    if not policy_in_force().registration.online:
        raise Http404
    now = now_of(request)
    if request.method != "POST":
        way = request.GET.get("way", "")
        if way not in _ways():
            return redirect("joining:start")
        known = {"way": way, "title": told(request.GET, "title")}
        return step_page(request, RegistrationForm(initial=known, now=now), Step.WHO)
    if told(request.POST, "way") not in {*_ways(), Way.EID}:
        return redirect("joining:start")
    form = RegistrationForm(request.POST, now=now)
    if form.way_taken is Way.EID and form.known is None:
        return _too_late(request)
    return _went_on(request, form)


def _ways() -> tuple[str, ...]:
    return (Way.NUMBER, Way.DESK) if takes_numbers(policy_in_force()) else (Way.DESK,)


def _went_on(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    policy = policy_in_force()
    seen = form.examine(policy=policy, on=today_of(request))
    steps = steps_for(seen.age, policy=policy)
    here = next((each for each in steps if each == told(request.POST, "step")), Step.WHO)
    if told(request.POST, "go") == "back":
        form.keep_errors_of([])
        return step_page(request, form, steps[max(0, steps.index(here) - 1)], seen=seen)
    so_far = steps[: steps.index(here) + 1]
    form.keep_errors_of(so_far)
    if here is Step.CHECK and not form.errors and not form.cleaned_data.get("accept"):
        form.add_error("accept", _("Tick this to send it."))
    if form.errors:
        wrong = next((s for s in so_far if set(FIELDS[s]) & set(form.errors)), here)
        return step_page(request, form, wrong, seen=seen, status=422)
    if here is Step.CHECK:
        return _sent(request, form, seen)
    return step_page(request, form, steps[len(so_far)], seen=seen)


def _sent(request: HttpRequest, form: RegistrationForm, seen: Registration) -> HttpResponse:
    """Send it: an adult's e-ID may be enough, everyone else waits."""
    if not throttle.allows(request):
        form.add_error(None, _("Too many have asked just now. Wait a few minutes, and try again."))
        log.info("throttled", extra={"code": "registration"})
        return step_page(request, form, Step.CHECK, seen=seen, status=429)
    policy, now = policy_in_force(), now_of(request)
    wanted = title_numbered(form.cleaned_data["title"])
    try:
        if form.known is not None and eid_is_enough(seen.age, policy=policy):
            return _confirmed_at_once(request, seen, wanted=wanted)
        applied = apply_for_card(seen.new, way=form.way_taken, policy=policy, now=now)
    except Refused as refused:
        form.refuse(refused, {})
        return step_page(request, form, Step.CHECK, seen=seen, status=422)
    may_use_eid = form.way_taken is Way.NUMBER and eid_is_enough(seen.age, policy=policy)
    return shown_waiting(
        request,
        applied,
        has_email=bool(seen.reach.emails),
        is_child=seen.new.guardian is not None,
        providers=providers() if may_use_eid else (),
        wanted=wanted,
    )


def _confirmed_at_once(
    request: HttpRequest, seen: Registration, *, wanted: RecordFacts | None
) -> HttpResponse:
    policy, now = policy_in_force(), now_of(request)
    try:
        person_id = register(seen.new, policy=policy, now=now).person_id
    except Refused as refused:
        codes = {reason.code for reason in refused.reasons}
        # Sent twice, or registered at the desk a moment ago: whoever shows this e-ID is that one.
        known = sign_in_identified(seen.new.national_id, policy=policy, now=now)
        if codes != {Code.NATIONAL_ID_TAKEN} or known is None:
            raise
        person_id = known
    log_in(request, PERSON, str(person_id))
    return to_welcome(wanted)


def step_page(
    request: HttpRequest,
    form: RegistrationForm,
    step: Step,
    *,
    seen: Registration | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one step; everything that was typed goes along."""
    policy = policy_in_force()
    steps = steps_for(seen.age if seen else None, policy=policy)
    shown = [form[name] for name in FIELDS[step] if name in form.fields]
    told_above = {"form": form, "fields": shown}
    return joining_page(
        request,
        "joining/step.html",
        title=_("Not sent: check what you wrote") if status != 200 else str(NAMES[step]),
        step=step.value,
        names=[str(NAMES[each]) for each in steps],
        at=steps.index(step) + 1,
        is_first=step is steps[0],
        is_last=step is Step.CHECK,
        is_guardian=step is Step.GUARDIAN,
        known=form.known,
        number=masked_national_id(form.known.national_id) if form.known else "",
        hidden=_along(form, shown),
        answers=_answers(form) if step is Step.CHECK else [],
        status=status,
        **told_above,
    )


def _along(form: RegistrationForm, shown: list[BoundField]) -> list[BoundField]:
    """Return the fields of the other steps; consent is given where it is asked for."""
    names = {field.name for field in shown}
    return [form[each] for each in form.fields if each not in names and each != "accept"]


def _answers(form: RegistrationForm) -> list[Answer]:
    """Return what will be sent, by name, with what an e-ID says."""
    known = form.known
    lines = []
    if known is not None:
        lines.append(Answer(_("National identity number"), masked_national_id(known.national_id)))
        if known.family_name:
            lines.append(Answer(_("Name"), f"{known.given_name} {known.family_name}".strip()))
    branches = dict(form.fields["home_branch"].choices)  # type: ignore[attr-defined] # a choice
    for step in (Step.WHO, Step.GUARDIAN, Step.CONTACT):
        for name in FIELDS[step]:
            value: Any = form.cleaned_data.get(name) if name in form.fields else None
            if value:
                text = day_text(value) if isinstance(value, date) else branches.get(value, value)
                lines.append(Answer(str(form.fields[name].label), str(text)))
    return lines


def _too_late(request: HttpRequest) -> HttpResponse:
    return joining_page(
        request,
        "joining/too_late.html",
        title=_("Show who you are again"),
        wanted=title_numbered(told(request.POST, "title")),
    )
