"""A patron's own invoice, as a paper."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from hylla.doors.mypage.door import for_patron
from hylla.doors.parts.invoices import paper, printing_for, recipient_of
from hylla.doors.parts.papers import sent
from hylla.doors.parts.who import now_of
from hylla.fees.queries import invoice_case
from hylla.library.queries import policy_in_force


@for_patron
def invoice(request: HttpRequest, person_id: uuid.UUID, *, invoice_id: uuid.UUID) -> HttpResponse:
    """Hand out an invoice that is not settled yet; a guardian's address does not stand on it.

    Whoever pays for a child has it on their own page too.
    """
    now, policy = now_of(request), policy_in_force()
    case = invoice_case(invoice_id, policy=policy, now=now)
    if case is None or person_id not in {case.patron_id, case.addressee_id}:
        raise Http404
    to = recipient_of(case, policy=policy, now=now)
    lines = to.postal_lines if case.addressee_id is None else ()
    made = paper(case, to=to, lines=lines, printing=printing_for(to, policy=policy, now=now))
    return sent(made, name="hylla-invoice", as_file=True)
