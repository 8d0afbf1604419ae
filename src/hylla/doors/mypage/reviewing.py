"""The patron asks that a person looks at what stops them from borrowing (GDPR article 22(3))."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import ask_review
from hylla.doors.mypage.door import for_patron
from hylla.doors.mypage.home import shown
from hylla.doors.mypage.needs import ReviewForm
from hylla.doors.parts.page import good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.rights.terms import Asked


@for_patron
def ask(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take the request, in a few words or none."""
    if request.method != "POST":
        return redirect("mypage:home")
    form = ReviewForm(request.POST)
    if not form.is_valid():
        title = _("Not asked: check what you wrote")
        return shown(request, person_id, title=title, review_form=form)
    asked = Asked(words=form.cleaned_data["words"])
    try:
        ask_review(person_id, asked=asked, policy=policy_in_force(), now=now_of(request))
    except Refused as refused:
        return shown(request, person_id, title=_("Not asked"), said=why(refused))
    said = good(_("Asked. Somebody who works here looks at it, and we write what they decide."))
    return shown(request, person_id, title=_("Asked"), said=said)
