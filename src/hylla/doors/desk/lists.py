"""Lists and look-ups of things, on which nobody's name stands."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions import note_flaws
from hylla.catalogue.rules.conditions import Flaw
from hylla.circulation.queries import ItemState, hold_shelf, item_state, overdue_at, recallable
from hylla.doors.desk.flaws import FlawsForm, flaws_text
from hylla.doors.desk.outcomes import branch_name
from hylla.doors.desk.worker import (
    CASHIERS,
    CHASERS,
    CLOSERS,
    EVERYONE,
    SHELVERS,
    desk_page,
    for_staff,
)
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.places import place_text
from hylla.doors.parts.staff import CATALOGUERS
from hylla.doors.parts.told import told, told_day
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.actions import add_closed_day, remove_closed_day
from hylla.library.queries import StaffFacts, closed_days, policy_in_force
from hylla.library.refusals import Refused


@dataclass(frozen=True)
class Fact:
    """One thing about an item, by name."""

    name: str
    value: str


class LookUp(Form):
    """A barcode."""

    barcode = line(
        gettext_lazy("Barcode of the item"),
        max_length=30,
        attrs={"autofocus": True, "data-stray": ""},
    )


class Closing(Form):
    """A day on which the branch is closed."""

    on = day(gettext_lazy("Day"))
    reason = line(gettext_lazy("Why"), required=False, max_length=100)


@for_staff(SHELVERS)
def shelf(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what waits on the branch's hold shelf, by code."""
    waiting = hold_shelf(worker.branch.id)
    return desk_page(request, worker, "desk/shelf.html", title=_("Hold shelf"), shelf=waiting)


@for_staff(CHASERS)
def overdue(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what is overdue at the branch: things, not people."""
    late = overdue_at(worker.branch.id, now=now_of(request), policy=policy_in_force())
    return desk_page(request, worker, "desk/overdue.html", title=_("Overdue"), overdue=late)


@for_staff(EVERYONE)
def item(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show where an item is; whose loan it is, this page does not say."""
    form = LookUp(request.POST or None)
    found = item_state(form.cleaned_data["barcode"].strip()) if form.is_valid() else None
    if form.is_valid() and found is None:
        form.add_error("barcode", _("No item has this barcode."))
    return item_page(request, worker, form, found)


@for_staff(EVERYONE)
def flaws(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note what is wrong with an item, by ticks alone, or that it is mended."""
    if request.method != "POST":
        return redirect("desk:item")
    form, look_up = FlawsForm(request.POST), LookUp(request.POST)
    barcode = told(request.POST, "barcode")
    if not form.is_valid():
        return item_page(request, worker, look_up, item_state(barcode), flaws_form=form)
    try:
        note_flaws(
            barcode, [Flaw(each) for each in form.cleaned_data["flaws"]], on=today_of(request)
        )
    except Refused as refused:
        look_up.refuse(refused, {"barcode_unknown": "barcode"})
        return item_page(request, worker, look_up, None)
    said = good(_("The condition of the item is noted."))
    return item_page(request, worker, look_up, item_state(barcode), said=said)


def item_page(
    request: HttpRequest,
    worker: StaffFacts,
    form: LookUp,
    found: ItemState | None,
    *,
    flaws_form: FlawsForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    """Make the page of an item, with what was just done to it."""
    known = [each.flaw for each in found.flaws] if found else []
    wrong = bool(form.errors or (flaws_form and flaws_form.errors) or _is_bad(said))
    return desk_page(
        request,
        worker,
        "desk/item.html",
        title=_("Item not found") if form.errors else _("Item"),
        said=[said] if said else [],
        form=form,
        item=found,
        recall_on=_recall_on(request, worker, found) if found else None,
        may_claim=bool(worker.roles & set(CASHIERS)) and found is not None and not found.due_on,
        may_catalogue=bool(worker.roles & set(CATALOGUERS)),
        flaws_form=flaws_form or FlawsForm(initial={"flaws": known}),
        facts=_facts(found, shelf_code=bool(worker.roles & set(SHELVERS))) if found else [],
        status=422 if wrong else 200,
    )


def _is_bad(said: Said | None) -> bool:
    return said is not None and said.tone == "bad"


def _recall_on(request: HttpRequest, worker: StaffFacts, found: ItemState) -> date | None:
    """Return when the loan would be due if it was called back, where this role sees loans."""
    if found.due_on is None or not worker.roles & set(CHASERS):
        return None
    return recallable(found.barcode, now=now_of(request), policy=policy_in_force())


def _facts(found: ItemState, *, shelf_code: bool) -> list[Fact]:
    facts = [
        Fact(_("Barcode"), found.barcode),
        Fact(_("State"), place_text(found)),
        Fact(_("Branch"), branch_name(found.home_branch_id)),
        Fact(_("Shelf"), found.shelf_mark or "–"),
        Fact(_("Kind"), kind_text(found.item_type)),
    ]
    if found.transit_to_id:
        facts.append(Fact(_("On its way to"), branch_name(found.transit_to_id)))
    if shelf_code and found.shelf_code:
        facts.append(Fact(_("Code on the hold shelf"), found.shelf_code))
    if found.flaws:
        facts.append(Fact(_("Condition"), flaws_text(found)))
    return facts


@for_staff(CLOSERS)
def closings(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the branch's closed days, and add one."""
    if request.method != "POST":
        return _closings(request, worker, Closing())
    form = Closing(request.POST)
    if form.is_valid() and form.cleaned_data["on"] < today_of(request):
        form.add_error("on", _("This day is past."))
    if not form.is_valid():
        return _closings(request, worker, form)
    told = form.cleaned_data
    add_closed_day(told["on"], branch_id=worker.branch.id, reason=told["reason"])
    said = good(_("Closed on %(day)s.") % {"day": day_text(told["on"])})
    return _closings(request, worker, Closing(), said=said)


@for_staff(CLOSERS)
def open_day(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take a closed day back."""
    on = told_day(request.POST, "day")
    if request.method != "POST" or on is None:
        return redirect("desk:closed_days")
    remove_closed_day(on, branch_id=worker.branch.id)
    said = good(_("Open on %(day)s after all.") % {"day": day_text(on)})
    return _closings(request, worker, Closing(), said=said)


def _closings(
    request: HttpRequest, worker: StaffFacts, form: Closing, said: Said | None = None
) -> HttpResponse:
    wrong = bool(form.errors)
    return desk_page(
        request,
        worker,
        "desk/closed_days.html",
        title=_("Not closed: check what you wrote") if wrong else _("Closed days"),
        said=[said] if said else [],
        form=form,
        days=closed_days(worker.branch.id, after=today_of(request)),
        status=422 if wrong else 200,
    )
