"""A patron waits for a title."""

import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import RecordFacts, record
from hylla.circulation import actions
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.home import shown
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import good, today_of
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import details


class Pickup(Form):
    """Where the copy is to be fetched."""

    branch = forms.TypedChoiceField(
        label=gettext_lazy("Pick-up branch"), coerce=int, choices=branch_choices
    )


@for_patron
def place_hold(request: HttpRequest, person_id: uuid.UUID, record_id: int) -> HttpResponse:
    """Ask where to fetch the title, then place the hold."""
    title = record(record_id)
    if title is None:
        raise Http404
    if request.method != "POST":
        home = details(person_id, on=today_of(request)).home_branch
        return _asked(request, title, Pickup(initial={"branch": home.id}))
    form = Pickup(request.POST)
    if not form.is_valid():
        return _asked(request, title, form)
    try:
        placed = actions.place_hold(
            person_id=person_id,
            record_id=record_id,
            pickup_branch_id=form.cleaned_data["branch"],
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        form.refuse(refused, {})
        return _asked(request, title, form)
    number = {"title": title.title, "position": placed.position}
    said = good(_("You wait for %(title)s, as number %(position)d in the queue.") % number)
    return shown(request, person_id, title=_("Hold placed"), said=said)


def _asked(request: HttpRequest, title: RecordFacts, form: Pickup) -> HttpResponse:
    wrong = bool(form.errors)
    return my_page(
        request,
        "mypage/place_hold.html",
        title=_("Hold not placed") if wrong else _("Place hold"),
        tab="home",
        record=title,
        form=form,
        status=422 if wrong else 200,
    )
