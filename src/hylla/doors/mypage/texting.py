"""What the gateway for text messages says of itself; it is signed, and nobody else can."""

import logging

from django.http import Http404, HttpRequest, HttpResponse

from hylla.clients.signing import HEADER
from hylla.clients.sms import Forged
from hylla.clients.sms.gateway import LONGEST_RECEIPT
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.messages.actions import take_receipt

log = logging.getLogger("hylla.messages")


def receipt(request: HttpRequest) -> HttpResponse:
    """Take word of what became of a text message."""
    if request.method != "POST":
        raise Http404
    body, signed = request.read(LONGEST_RECEIPT), request.headers.get(HEADER, "")
    try:
        is_known = take_receipt(body, signed, policy=policy_in_force(), now=now_of(request))
    except Forged:
        log.warning("sms_receipt", extra={"code": "forged"})
        return HttpResponse(status=400)
    return HttpResponse(status=204 if is_known else 404)
