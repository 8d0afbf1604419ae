"""Logging in by e-ID: to the provider, and back with a code that is used once."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.clients.eid import EidError, Identity, Problem
from hylla.doors.joining.forms import RegistrationForm, Step
from hylla.doors.joining.pages import joining_page
from hylla.doors.joining.registering import step_page
from hylla.doors.joining.welcoming import to_welcome
from hylla.doors.parts.eid import (
    Flow,
    begin_flow,
    forget_flow,
    identified,
    provider_named,
    providers,
    sealed_identity,
    taken_flow,
)
from hylla.doors.parts.page import Said, bad, notice
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.wanted import title_at, way_on
from hylla.doors.parts.who import log_in, now_of, own_address
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import confirm_applicant_by_eid, sign_in_identified
from hylla.patrons.models.applicants import Way
from hylla.patrons.rules import Seen
from hylla.patrons.sessions import PERSON

REGISTER = "register"
CANCELLED = "cancelled"
NOT_BEGUN = "not_begun"
WORDS = {
    CANCELLED: gettext_lazy("You broke off before you had shown who you are."),
    NOT_BEGUN: gettext_lazy(
        "This log-in was not begun in this browser, or it took more than ten minutes."
    ),
    Problem.UNREACHABLE: gettext_lazy("The e-ID cannot be reached just now."),
    Problem.LEVEL: gettext_lazy("The library asks for a surer e-ID than this one."),
}
OTHERWISE = gettext_lazy("The e-ID could not say who you are. Try again, or use card and PIN.")
log = logging.getLogger("hylla.eid")


def begin(request: HttpRequest) -> HttpResponse:
    """Send someone to the provider they chose. A form may not lead away, so a page does."""
    provider = provider_named(told(request.POST, "provider"))
    if request.method != "POST":
        return redirect("mypage:log_in")
    if provider is None:
        raise Http404
    after = own_address(told(request.POST, "after"), reverse("mypage:home"))
    try:
        address = begin_flow(request, provider, wants=told(request.POST, "wants"), after=after)
    except EidError as error:
        return _failed(request, error.problem, status=503)
    answer = joining_page(
        request,
        "joining/going.html",
        title=_("To %(name)s") % {"name": provider.profile.name},
        address=address,
        name=provider.profile.name,
        switch=(),
    )
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


def back(request: HttpRequest) -> HttpResponse:
    """Take someone back from the provider, in the language in which they left."""
    flow = taken_flow(request)
    if flow is None:
        return _failed(request, NOT_BEGUN, status=400)
    with translation.override(flow.language):
        if request.GET.get("error"):
            return _failed(request, CANCELLED, status=200, flow=flow)
        provider = provider_named(flow.provider)
        if provider is None:
            return _failed(request, NOT_BEGUN, status=400, flow=flow)
        try:
            identity = identified(request, flow, provider)
        except EidError as error:
            return _failed(request, error.problem, status=502, flow=flow)
        return _known_or_new(request, flow, identity)


def not_me(request: HttpRequest) -> HttpResponse:
    """Forget who an e-ID said someone is, half-way: nothing of it is left, and they begin anew."""
    if request.method != "POST":
        return redirect("mypage:log_in")
    forget_flow(request)
    return joining_page(
        request,
        "joining/not_me.html",
        title=_("We have forgotten it"),
        providers=providers(),
        switch=(),
    )


def _known_or_new(request: HttpRequest, flow: Flow, identity: Identity) -> HttpResponse:
    """Log a patron in; of someone unknown nothing is kept, their own browser carries it."""
    policy, now = policy_in_force(), now_of(request)
    person_id = sign_in_identified(identity.national_id, policy=policy, now=now)
    if person_id is not None:
        log_in(request, PERSON, str(person_id))
        return redirect(own_address(flow.after, reverse("mypage:home")))
    applicant_id = known_id(flow.wants)
    if applicant_id is not None:
        return _confirmed(request, flow, identity)
    sealed, wanted = sealed_identity(identity, now=now), title_at(flow.after)
    if flow.wants == REGISTER and policy.registration.online:
        carried = {"way": Way.EID, "identity": sealed, "title": wanted.id if wanted else ""}
        form = RegistrationForm(initial=carried, now=now)
        return step_page(request, form, Step.WHO)
    return joining_page(
        request,
        "joining/unknown.html",
        title=_("You have no card here yet"),
        is_open=policy.registration.online,
        sealed=sealed,
        wanted=wanted,
        switch=(),
    )


def _confirmed(request: HttpRequest, flow: Flow, identity: Identity) -> HttpResponse:
    """Confirm a registration that waits, of the same number and from the same browser."""
    applicant_id = known_id(flow.wants)
    seen = Seen(
        given_name=identity.given_name,
        family_name=identity.family_name,
        national_id=identity.national_id,
    )
    try:
        done = applicant_id and confirm_applicant_by_eid(
            applicant_id, seen=seen, policy=policy_in_force(), now=now_of(request)
        )
    except Refused as refused:
        return _page(request, why(refused), status=422, flow=flow)
    if not done:
        said = notice(
            _("Your e-ID has another number than you wrote, or the registration is gone."),
            _("Nothing was changed."),
        )
        return _page(request, said, status=422, flow=flow)
    log_in(request, PERSON, str(done.person_id))
    return to_welcome(title_at(flow.after))


def _failed(
    request: HttpRequest, code: str, *, status: int, flow: Flow | None = None
) -> HttpResponse:
    log.info("not_identified", extra={"code": code})
    return _page(request, bad(str(WORDS.get(code, OTHERWISE))), status=status, flow=flow)


def _page(
    request: HttpRequest, said: Said, *, status: int, flow: Flow | None = None
) -> HttpResponse:
    wanted = title_at(flow.after) if flow else None
    return joining_page(
        request,
        "joining/not_identified.html",
        title=_("Nobody was logged in"),
        said=[said],
        providers=providers(),
        wanted=wanted,
        after=way_on(wanted),
        switch=(),
        status=status,
    )
