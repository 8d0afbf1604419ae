"""An invoice as a file for an organisation that pays it, which a school may for a pupil."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.doors.office.door import for_office
from hylla.doors.office.invoices import CLERKS, PayerForm, opened, shown
from hylla.doors.parts.invoices import for_organisation
from hylla.doors.parts.page import bad
from hylla.doors.parts.tasks import Task
from hylla.formats.e_invoice import Organisation
from hylla.formats.org_numbers import org_number
from hylla.library.queries import StaffFacts, own_org_number, policy_in_force

TYPE = "application/xml"


@for_office(CLERKS)
def e_invoice(request: HttpRequest, worker: StaffFacts, invoice_id: UUID) -> HttpResponse:
    """Hand out the file; who pays is asked for here and stands nowhere else."""
    if request.method != "POST":
        return redirect("office:invoice", invoice_id)
    policy = policy_in_force()
    country = policy.country.value
    form = PayerForm(request.POST, country=country)
    seller_number = org_number(own_org_number(), country=country)
    if seller_number is None:
        said = bad(_("The library has no organisation number yet: it stands on every e-invoice."))
        return shown(request, worker, invoice_id, said, payer=form)
    if not form.is_valid():
        return shown(request, worker, invoice_id, payer=form)
    case = opened(request, worker, invoice_id, Task.LETTER)
    if case is None:
        return redirect("office:invoices")
    told = form.cleaned_data
    made = for_organisation(
        case,
        seller_number=seller_number,
        payer=Organisation(told["name"], told["number"], country),
        reference=told["reference"],
        policy=policy,
    )
    answer = HttpResponse(made, content_type=TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.facts.number}.xml"'
    return answer
