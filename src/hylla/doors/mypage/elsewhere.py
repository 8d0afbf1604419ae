"""A patron asks for what the library has not, and sees what became of it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.rules.isbn import isbn_asked
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.elsewhere import FIELDS, WishForm, line_of
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import money
from hylla.interlibrary.actions import take_back_wish, wish
from hylla.interlibrary.queries import requests_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import details


@for_patron
def elsewhere(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what is asked for, and take another wish."""
    if request.method != "POST":
        return _page(request, person_id)
    form = WishForm(request.POST)
    if form.is_valid():
        try:
            wish(
                form.wanted(),
                person_id=person_id,
                pickup_branch_id=form.cleaned_data["branch"],
                now=now_of(request),
                policy=policy_in_force(),
            )
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _page(request, person_id, form=form)
    said = good(_("Asked for. We see whether it can be had; here you see how it goes."))
    return _page(request, person_id, said=said)


@for_patron
def take_back(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget a wish that is sent nowhere yet."""
    if request.method != "POST":
        return redirect("mypage:elsewhere")
    wish_id = known_id(told(request.POST, "wish"))
    try:
        take_back_wish(wish_id or uuid.UUID(int=0), person_id=person_id)
    except Refused as refused:
        return _page(request, person_id, said=why(refused))
    return _page(request, person_id, said=good(_("Taken back, and we have forgotten it.")))


def _page(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    form: WishForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    policy, now = policy_in_force(), now_of(request)
    found = requests_of(person_id, now=now, policy=policy)
    terms = policy.interlibrary
    if not terms.takes_wishes and not found:
        raise Http404
    wrong = bool(form is not None and form.errors)
    if form is None:
        home = details(person_id, on=today_of(request)).home_branch
        asked = told(request.GET, "title")
        isbn = isbn_asked(asked)
        begun = {"isbn": isbn} if isbn else {"title": asked}
        form = WishForm(initial={"branch": home.id, **begun})
    return my_page(
        request,
        "mypage/elsewhere.html",
        title=_("Not asked for: check what you wrote") if wrong else _("What we do not have"),
        tab="home",
        said=[said] if said else [],
        lines=[line_of(each) for each in found],
        form=form if terms.takes_wishes else None,
        terms=terms,
        fee=money(terms.fee_ore) if terms.fee_ore else "",
        status=422 if wrong or (said and said.tone == "bad") else 200,
    )
