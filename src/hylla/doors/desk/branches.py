"""The branches: what they are called, when they are open, and how far it is from one to another."""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.doors.desk.worker import MACHINISTS, desk_page, for_staff
from hylla.doors.parts.branches import (
    BranchForm,
    branch_asked,
    branch_rows,
    hours_of,
    write_branch,
)
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.told import told
from hylla.library.actions import set_distances
from hylla.library.actions.branches import FARTHEST
from hylla.library.queries import BranchFacts, StaffFacts, branches, minutes_from
from hylla.library.refusals import Refused


class DistanceForm(Form):
    """How many minutes it is from one branch to each other; empty where nobody says."""

    def __init__(self, origin: BranchFacts, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type] # as Django's own form
        for each in branches():
            if each.id != origin.id:
                self.fields[f"to_{each.id}"] = forms.IntegerField(
                    label=each.name, required=False, min_value=1, max_value=FARTHEST
                )

    def minutes(self) -> Mapping[int, int]:
        """Return what was given, by the number of the other branch."""
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return {int(name.removeprefix("to_")): value for name, value in given.items()}


@for_staff(MACHINISTS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List the branches; add one, or change one."""
    known = _asked(request)
    if request.method != "POST":
        return _shown(request, worker, known)
    form = BranchForm(request.POST)
    if form.is_valid():
        try:
            changed = write_branch(form, known)
        except Refused as refused:
            form.refuse(refused, {})
        else:
            name = form.cleaned_data["name"]
            said = good(_("Saved: %(branch)s.") % {"branch": name})
            return _shown(request, worker, branch_asked(str(changed)), said=said)
    return _shown(request, worker, known, form=form)


@for_staff(MACHINISTS)
def distances(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Note how far it is from one branch to the others."""
    known = _asked(request)
    if request.method != "POST" or known is None:
        return redirect("desk:branches")
    ways = DistanceForm(known, request.POST)
    if not ways.is_valid():
        return _shown(request, worker, known, ways=ways)
    set_distances(known.id, minutes=ways.minutes())
    said = good(_("Saved. What is waited for is fetched from the nearest branch first."))
    return _shown(request, worker, known, said=said)


def _asked(request: HttpRequest) -> BranchFacts | None:
    return branch_asked(told(request.POST if request.method == "POST" else request.GET, "branch"))


def _shown(
    request: HttpRequest,
    worker: StaffFacts,
    known: BranchFacts | None,
    *,
    form: BranchForm | None = None,
    ways: DistanceForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    wrong = bool((form and form.errors) or (ways and ways.errors))
    rows = branch_rows()
    if ways is None and known is not None and len(rows) > 1:
        far = {f"to_{other}": minutes for other, minutes in minutes_from(known.id).items()}
        ways = DistanceForm(known, initial=far)
    return desk_page(
        request,
        worker,
        "desk/branches.html",
        title=_("Not saved: check what you wrote") if wrong else _("Branches"),
        said=[said] if said else [],
        form=form or BranchForm(initial=hours_of(known)),
        ways=ways,
        known=known,
        rows=rows,
        status=422 if wrong else 200,
    )
