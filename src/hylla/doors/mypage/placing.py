"""A patron waits for a title."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.queries import RecordFacts, record_now
from hylla.circulation import actions
from hylla.circulation.queries import ItemPlace, items_of, may_gather
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.mypage.home import shown
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.editions import (
    chosen_editions,
    edition_choices,
    has_other_forms,
    other_form_field,
)
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import good, today_of
from hylla.doors.parts.sets import copies_field, day_field, gathered_text, half_a_set
from hylla.doors.parts.who import now_of
from hylla.library.queries import branches, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import details

Choices = list[tuple[int, str]]
FEWEST, MOST = 2, 40
"""How many copies a title has for which somebody may choose one."""
SET_FIELDS = {
    "set_too_large": "copies",
    "set_day_past": "needed_on",
    "set_too_early": "needed_on",
}
"""Beside which field each refusal of a set stands."""
COMES_BACK = frozenset(ItemPlace) - {ItemPlace.LOST, ItemPlace.MISSING, ItemPlace.WITHDRAWN}


class Pickup(Form):
    """Where the copy is to be fetched."""

    branch = forms.TypedChoiceField(
        label=gettext_lazy("Pick-up branch"), coerce=int, choices=branch_choices
    )
    editions = forms.ChoiceField(label=gettext_lazy("Which edition"))
    any_form = other_form_field()
    only = forms.TypedChoiceField(
        label=gettext_lazy("Which copy"), coerce=int, required=False, empty_value=None
    )

    copies = copies_field()
    needed_on = day_field()

    def __init__(self, title: RecordFacts, *args: Any, gathers: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        copies = _copies(title.id)
        if not gathers:
            del self.fields["copies"], self.fields["needed_on"]
        if editions := edition_choices(title):
            self.fields["editions"].choices = editions  # type: ignore[attr-defined]  # it has choices
        else:
            del self.fields["editions"]
        if not has_other_forms(title):
            del self.fields["any_form"]
        if len(copies) < FEWEST:
            del self.fields["only"]
        else:
            any_copy = ("", _("Any copy, which is the fastest"))
            self.fields["only"].choices = [any_copy, *copies]  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """Ask for both of what makes a set, or neither, and for no copy alone."""
        told: dict[str, Any] = super().clean() or {}
        if missing := half_a_set(told):
            self.add_error("needed_on", missing)
        if told.get("copies") and told.get("only"):
            self.add_error("only", _("A set is of any copies."))
        return told


@for_patron
def place_hold(request: HttpRequest, person_id: uuid.UUID, record_id: int) -> HttpResponse:
    """Ask where to fetch the title, then place the hold."""
    title = record_now(record_id)
    if title is None:
        raise Http404
    gathers = may_gather(person_id, policy=policy_in_force())
    if request.method != "POST":
        home = details(person_id, on=today_of(request)).home_branch
        at_home = {"branch": home.id}
        return _asked(request, title, Pickup(title, initial=at_home, gathers=gathers))
    form = Pickup(title, request.POST, gathers=gathers)
    if not form.is_valid():
        return _asked(request, title, form)
    if form.cleaned_data.get("copies"):
        return _gathered(request, person_id, title, form)
    try:
        placed = actions.wait_for(
            _sought(title.id, form.cleaned_data),
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


def _sought(record_id: int, told: Mapping[str, Any]) -> actions.Sought:
    only = told.get("only")
    return actions.Sought(record_id, only, None if only else chosen_editions(told))


def _gathered(
    request: HttpRequest, person_id: uuid.UUID, title: RecordFacts, form: Pickup
) -> HttpResponse:
    """Wait for a set for a group; who is in it nobody asks."""
    told = form.cleaned_data
    wish = actions.SetWish(title.id, told["copies"], told["needed_on"])
    try:
        actions.gather_oneself(
            wish,
            person_id=person_id,
            pickup_branch_id=told["branch"],
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        form.refuse(refused, SET_FIELDS)
        return _asked(request, title, form)
    said = good(gathered_text(wish.copies, title.title))
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
