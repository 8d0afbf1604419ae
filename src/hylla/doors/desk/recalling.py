"""A loan is called back for whoever waits, from its item's page; whose it is stands nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import recall
from hylla.circulation.queries import item_state
from hylla.doors.desk.lists import LookUp, item_page
from hylla.doors.desk.worker import CHASERS, for_staff
from hylla.doors.parts.page import good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused


@for_staff(CHASERS)
def recall_loan(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Call the loan of an item back, and tell whose it is."""
    if request.method != "POST":
        return redirect("desk:item")
    barcode, form = told(request.POST, "barcode"), LookUp(request.POST)
    try:
        called = recall(barcode, now=now_of(request), policy=policy_in_force())
        said = good(
            _("Called back, now due %(day)s. Whoever has it is told.")
            % {"day": day_text(called.due_on)}
        )
    except Refused as refused:
        said = why(refused)
    return item_page(request, worker, form, item_state(barcode), said=said)
