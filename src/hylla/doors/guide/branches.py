"""The third step: where people borrow, and when those places are open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.doors.guide.door import for_guide, guide_page
from hylla.doors.parts.branches import (
    BranchForm,
    branch_asked,
    branch_rows,
    hours_of,
    write_branch,
)
from hylla.doors.parts.told import told
from hylla.library.queries import BranchFacts, FirstRunFacts
from hylla.library.refusals import Refused
from hylla.library.rules.first_run import Step


@for_guide(Step.BRANCHES)
def places(request: HttpRequest, run: FirstRunFacts) -> HttpResponse:
    """List the branches; add one, or change one."""
    asked = told(request.POST if request.method == "POST" else request.GET, "branch")
    known = branch_asked(asked)
    if request.method != "POST":
        return _shown(request, run, BranchForm(initial=hours_of(known)), known)
    form = BranchForm(request.POST)
    if form.is_valid():
        try:
            write_branch(form, known)
        except Refused as refused:
            form.refuse(refused, {})
    if form.errors:
        return _shown(request, run, form, known)
    return redirect("guide:branches")


def _shown(
    request: HttpRequest, run: FirstRunFacts, form: BranchForm, known: BranchFacts | None
) -> HttpResponse:
    wrong = bool(form.errors)
    return guide_page(
        request,
        run,
        "guide/branches.html",
        title=_("Not saved: check what you wrote") if wrong else _("Where do people borrow?"),
        step=Step.BRANCHES,
        form=form,
        known=known,
        rows=branch_rows(),
        status=422 if wrong else 200,
    )
