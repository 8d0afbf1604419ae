"""What a guardian asks for a child, and what a child says to it: the older, the more its own."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import TakenUp, agree_as_child, decline_as_child, take_up
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.rights_page import AskedFor, WardForm, rights_page
from hylla.doors.parts.page import Said, good, notice, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.who import log_out, now_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import verify_secret
from hylla.patrons.queries import family_of
from hylla.privacy.rights.terms import Asked, RequestKind

FIELDS = {"not_a_field": "what", "sign_in_wrong": "pin", "pin_locked": "pin"}
"""Beside which field each refusal stands."""


@for_patron
def ask_for(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Ask for something for a child whose guardian the patron is; an older child must agree."""
    number = told(request.POST, "child")
    wards = family_of(person_id, on=today_of(request)).wards
    child = next((each for each in wards if str(each.id) == number), None)
    if request.method != "POST" or child is None:
        return redirect("mypage:rights")
    form, taken = WardForm(request.POST), None
    if form.is_valid():
        try:
            verify_secret(
                person_id, form.cleaned_data["pin"], typed=str(person_id), now=now_of(request)
            )
            taken = _taken(request, person_id, child.person_id, form)
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if taken is None:
        return rights_page(request, person_id, asked_for=AskedFor(child.id, form))
    return rights_page(request, person_id, said=_said(taken), code=taken.code)


@for_patron
def agree(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say yes to what a guardian has asked for."""

    def yes(request_id: uuid.UUID) -> HttpResponse:
        policy, now = policy_in_force(), now_of(request)
        taken = agree_as_child(request_id, person_id=person_id, policy=policy, now=now)
        if not taken.code:
            said = good(_("You said yes. It is asked for now."))
            return rights_page(request, person_id, said=said)
        log_out(request)
        title = _("You have left")
        return my_page(request, "mypage/ended.html", title=title, tab="", code=taken.code)

    return _decided(request, person_id, yes)


@for_patron
def decline(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say no to what a guardian has asked for."""

    def no(request_id: uuid.UUID) -> HttpResponse:
        decline_as_child(request_id, person_id=person_id, now=now_of(request))
        said = good(_("You said no. Nothing is done, and your guardian reads that you decide."))
        return rights_page(request, person_id, said=said)

    return _decided(request, person_id, no)


def _decided(
    request: HttpRequest, person_id: uuid.UUID, decide: Callable[[uuid.UUID], HttpResponse]
) -> HttpResponse:
    """Let a child decide about the request that its form names."""
    request_id = known_id(told(request.POST, "request"))
    if request.method != "POST" or request_id is None:
        return redirect("mypage:rights")
    try:
        return decide(request_id)
    except Refused as refused:
        return rights_page(request, person_id, said=why(refused))


def _taken(
    request: HttpRequest, guardian_id: uuid.UUID, child_id: uuid.UUID, form: WardForm
) -> TakenUp:
    kind = RequestKind(form.cleaned_data["kind"])
    is_correction = kind is RequestKind.RECTIFICATION
    asked = Asked(
        guardian=guardian_id,
        what=form.cleaned_data["what"] if is_correction else "",
        words=form.cleaned_data["words"] if is_correction else "",
    )
    return take_up(
        kind,
        person_id=child_id,
        asked=asked,
        policy=policy_in_force(),
        now=now_of(request),
    )


def _said(taken: TakenUp) -> Said:
    if taken.waits_for_child:
        return notice(
            _("Your request is taken. The child is old enough to decide, and is asked now."),
            _("Nothing is done before the child says yes."),
        )
    if taken.code:
        return good(_("Your request is taken. What can go has gone; the receipt says the rest."))
    return good(_("Your request is taken. You see below by when it is answered."))
