"""Rules for many records: kept under names, written one at a time, put in order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions.batches import (
    add_rule,
    add_rule_set,
    drop_rule,
    drop_rule_set,
    raise_rule,
)
from hylla.catalogue.queries.batches import rule_set, rule_sets
from hylla.catalogue.rules.change_rules import Do
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.rule_form import REFUSALS, RuleForm
from hylla.doors.cataloguing.rule_words import DOES, rule_text
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused


class NameForm(Form):
    """What rules are called."""

    name = line(
        gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("What the change is for, such as: Subjects to the new list."),
    )


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the rules there are, and begin others."""
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            number = add_rule_set(" ".join(form.cleaned_data["name"].split()))
        except Refused as refused:
            form.refuse(refused, {"rules_name_taken": "name"})
        else:
            return redirect("cataloguing:rule_set", number=number)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/rule_sets.html",
        title=_("Rules for many titles"),
        form=form,
        rows=[(each, len(each.rules)) for each in rule_sets()],
        status=422 if form.errors else 200,
    )


@for_cataloguers
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show the rules under a name."""
    return _one(request, worker, number)


@for_cataloguers
def add(request: HttpRequest, worker: StaffFacts, *, number: int, do: str) -> HttpResponse:
    """Write one more rule."""
    known, what = rule_set(number), next((each for each in Do if each == do), None)
    if known is None or what is None:
        raise Http404
    form = RuleForm(what, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_rule(number, form.rule())
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            return redirect("cataloguing:rule_set", number=number)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/rule.html",
        title=DOES[what],
        form=form,
        known=known,
        groups=form.groups(),
        status=422 if form.errors else 200,
    )


@for_cataloguers
def drop_one(request: HttpRequest, worker: StaffFacts, *, number: int, place: int) -> HttpResponse:
    """Take a rule away."""
    if request.method == "POST":
        try:
            drop_rule(number, place, seen=told(request.POST, "seen"))
        except Refused as refused:
            return _one(request, worker, number, said=why(refused))
    return redirect("cataloguing:rule_set", number=number)


@for_cataloguers
def put_up(request: HttpRequest, worker: StaffFacts, *, number: int, place: int) -> HttpResponse:
    """Put a rule before the one above it."""
    if request.method == "POST":
        try:
            raise_rule(number, place, seen=told(request.POST, "seen"))
        except Refused as refused:
            return _one(request, worker, number, said=why(refused))
    return redirect("cataloguing:rule_set", number=number)


@for_cataloguers
def drop(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Delete the rules under a name."""
    if request.method == "POST" and rule_set(number) is not None:
        drop_rule_set(number)
    return redirect("cataloguing:rule_sets")


def _one(
    request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
) -> HttpResponse:
    known = rule_set(number)
    if known is None:
        return redirect("cataloguing:rule_sets")
    return cataloguing_page(
        request,
        worker,
        "cataloguing/rule_set.html",
        title=known.name,
        said=said,
        known=known,
        rows=[(place, rule_text(each)) for place, each in enumerate(known.rules)],
        does=DOES.items(),
        status=422 if said else 200,
    )
