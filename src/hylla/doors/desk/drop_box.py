"""Emptying the drop box: what is scanned counts as returned on an earlier day, until turned off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.queries import DropBoxDays, drop_box_days
from hylla.doors.desk.back_dating import count_for, count_for_today, counted_on
from hylla.doors.desk.home import desk
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import desk_page, for_staff
from hylla.doors.parts.forms import Form, day
from hylla.doors.parts.page import good
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

REFUSALS = {"return_day_ahead": "returned_on", "return_day_too_far": "returned_on"}


class DropBox(Form):
    """For which day the returns count."""

    returned_on = day(gettext_lazy("What lies in it counts as returned on"))


@for_staff(OPENERS)
def drop_box(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Ask for the day, and let this desk's returns count for it from then on."""
    days = drop_box_days(worker.branch.id, now=now_of(request), policy=policy_in_force())
    if request.method != "POST":
        usual = counted_on(request) or days.usual_on
        return _page(request, worker, DropBox(initial={"returned_on": usual}), days)
    form = DropBox(request.POST)
    if form.is_valid() and (reasons := days.refusals(form.cleaned_data["returned_on"])):
        form.refuse(Refused(*reasons), REFUSALS)
    if not form.is_valid():
        return _page(request, worker, form, days)
    returned_on = form.cleaned_data["returned_on"]
    count_for(request, returned_on)
    said = good(
        _("Scan what lies in the drop box: it counts as returned on %(day)s.")
        % {"day": day_text(returned_on)}
    )
    return desk(request, worker, title=_("Emptying the drop box"), said=said)


@for_staff(OPENERS)
def done(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Let returns count for today again."""
    if request.method != "POST" or not count_for_today(request):
        return redirect("desk:home")
    said = good(_("The drop box is done. Returns count for today again."))
    return desk(request, worker, title=_("The drop box is done"), said=said)


def _page(
    request: HttpRequest, worker: StaffFacts, form: DropBox, days: DropBoxDays
) -> HttpResponse:
    return desk_page(
        request,
        worker,
        "desk/drop_box.html",
        title=_("Not turned on: check the day") if form.errors else _("Empty the drop box"),
        form=form,
        days=days,
        status=422 if form.errors else 200,
    )
