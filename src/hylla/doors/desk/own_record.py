"""Which patron a member of staff is: neither their own record nor their family's opens to them."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.worker import ANYONE, desk_page, for_staff
from hylla.doors.parts.forms import Form, line, secret
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused
from hylla.patrons.actions import link_own_record, unlink_own_record
from hylla.patrons.queries import has_own_record


class OwnRecordForm(Form):
    """The card of the one who works here, and what only they know."""

    card = line(gettext_lazy("Your own card, or user name as a patron"))
    pin = secret(gettext_lazy("Your PIN or password as a patron"), purpose="off")


@for_staff(ANYONE)
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Say which patron one is, or take it back."""
    if request.method != "POST":
        return _page(request, worker, OwnRecordForm())
    if "unlink" in request.POST:
        unlink_own_record(worker.id)
        return _page(request, worker, OwnRecordForm(), good(_("Your record is yours no longer.")))
    form = OwnRecordForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            link_own_record(worker.id, card=told["card"], pin=told["pin"], now=now_of(request))
        except Refused as refused:
            form.refuse(refused, {"sign_in_wrong": "pin", "pin_locked": "pin"})
    if form.errors:
        return _page(request, worker, form)
    said = good(_("Noted. Your own record opens on My page, and not at a desk."))
    return _page(request, worker, OwnRecordForm(), said)


def _page(
    request: HttpRequest, worker: StaffFacts, form: OwnRecordForm, said: Said | None = None
) -> HttpResponse:
    return desk_page(
        request,
        worker,
        "desk/own_record.html",
        title=_("Not noted: check what you wrote") if form.errors else _("Your own record"),
        said=[said] if said else [],
        form=form,
        is_linked=has_own_record(worker.id),
        status=422 if form.errors else 200,
    )
