"""A patron waits for a title."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import RecordFacts, record
from hylla.circulation import actions
from hylla.circulation.queries import ItemPlace, items_of
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.home import shown
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import good, today_of
from hylla.doors.parts.who import now_of
from hylla.library.queries import branches, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import details

Choices = list[tuple[int, str]]
FEWEST, MOST = 2, 40
"""How many copies a title has for which somebody may choose one."""
COMES_BACK = frozenset(ItemPlace) - {ItemPlace.LOST, ItemPlace.MISSING, ItemPlace.WITHDRAWN}


class Pickup(Form):
    """Where the copy is to be fetched."""

    branch = forms.TypedChoiceField(
        label=gettext_lazy("Pick-up branch"), coerce=int, choices=branch_choices
    )
    only = forms.TypedChoiceField(
        label=gettext_lazy("Which copy"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, copies: Choices, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if len(copies) < FEWEST:
            del self.fields["only"]
        else:
            any_copy = ("", _("Any copy, which is the fastest"))
            self.fields["only"].choices = [any_copy, *copies]  # type: ignore[attr-defined]  # as above


@for_patron
def place_hold(request: HttpRequest, person_id: uuid.UUID, record_id: int) -> HttpResponse:
    """Ask where to fetch the title, then place the hold."""
    title = record(record_id)
    if title is None:
        raise Http404
    if request.method != "POST":
        home = details(person_id, on=today_of(request)).home_branch
        return _asked(request, title, Pickup(_copies(record_id), initial={"branch": home.id}))
    form = Pickup(_copies(record_id), request.POST)
    if not form.is_valid():
        return _asked(request, title, form)
    try:
        placed = actions.wait_for(
            actions.Sought(record_id, form.cleaned_data.get("only")),
            person_id=person_id,
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


def _copies(record_id: int) -> Choices:
    """Return the copies of a title to choose among; of very many nobody wants just one."""
    names = {each.id: each.name for each in branches()}
    copies = [each for each in items_of(record_id) if each.place in COMES_BACK]
    if len(copies) > MOST:
        return []
    return [
        (each.item_id, f"{names[each.home_branch_id]}: {each.shelf_mark} {each.barcode}")
        for each in copies
    ]


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
