"""A patron renews one loan or all, or says that one is returned."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.doors.mypage.door import for_patron
from hylla.doors.mypage.home import shown
from hylla.doors.parts.page import good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import renewal_outcomes, renewal_summary, renewed_text
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused


@for_patron
def renew(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Renew one loan, or say why not."""
    if request.method != "POST":
        return redirect("mypage:home")
    barcode, now, policy = told(request.POST, "item"), now_of(request), policy_in_force()
    try:
        renewed = actions.renew(barcode=barcode, person_id=person_id, now=now, policy=policy)
    except Refused as refused:
        return shown(request, person_id, title=_("Not renewed"), said=why(refused))
    said = good(f"{renewed.title}: {renewed_text(renewed)}")
    outcomes = {renewed.loan_id: renewed_text(renewed)}
    return shown(request, person_id, title=_("Renewed"), said=said, outcomes=outcomes)


@for_patron
def renew_all(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Renew what can be renewed, and say of each loan what became of it."""
    if request.method != "POST":
        return redirect("mypage:home")
    answers = actions.renew_all(person_id, now=now_of(request), policy=policy_in_force())
    said, outcomes = renewal_summary(answers), renewal_outcomes(answers)
    return shown(request, person_id, title=_("Renewal"), said=said, outcomes=outcomes)


@for_patron
def say_returned(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Note that a loan is said to be returned; staff search for it."""
    if request.method != "POST":
        return redirect("mypage:home")
    barcode, now, policy = told(request.POST, "item"), now_of(request), policy_in_force()
    try:
        title = actions.say_returned(barcode, person_id=person_id, now=now, policy=policy)
    except Refused as refused:
        return shown(request, person_id, title=_("Not noted"), said=why(refused))
    said = good(
        _("You say that you have returned %(title)s. We search for it.") % {"title": title},
        _("Until we answer, no fee grows and we do not remind you of it."),
    )
    return shown(request, person_id, title=_("Noted"), said=said)


@for_patron
def unsay_returned(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget it: the patron has it after all."""
    if request.method != "POST":
        return redirect("mypage:home")
    try:
        title = actions.unsay_returned(told(request.POST, "item"), person_id=person_id)
    except Refused as refused:
        return shown(request, person_id, title=_("Not changed"), said=why(refused))
    said = good(_("On loan as before: %(title)s.") % {"title": title})
    return shown(request, person_id, title=_("On loan as before"), said=said)
