"""A phone turns messages on and off, and says that it has shown one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from hylla.clients.push import Malformed, Subscription
from hylla.doors.mypage.phone.keeping import NOT_HERE, refusal
from hylla.doors.parts.phones import PUSH
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of, patron_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.actions import heard_of, shown_on_phone, turn_off_at, turn_on

LONGEST = 4000


@require_POST
def on(request: HttpRequest) -> HttpResponse:
    """Send this patron's messages to this phone from now on."""
    person_id = patron_of(request)
    if person_id is None:
        return HttpResponse(status=NOT_HERE)
    sent = request.body[:LONGEST]
    try:
        handle = turn_on(person_id, told=sent, policy=policy_in_force(), now=now_of(request))
    except Refused as refused:
        return refusal(refused)
    request.session[PUSH] = handle
    return HttpResponse(status=204)


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Note that this phone, which gets this patron's messages, is in use; if it does not: 404."""
    person_id, endpoint = patron_of(request), _endpoint(request)
    if person_id is None:
        return HttpResponse(status=NOT_HERE)
    handle = heard_of(endpoint, person_id=person_id, now=now_of(request))
    if handle is None:
        return HttpResponse(status=404)
    request.session[PUSH] = handle
    return HttpResponse(status=204)


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Send nothing to this phone any more. Who knows its address may say so, logged in or not."""
    turn_off_at(_endpoint(request))
    request.session.pop(PUSH, None)
    return HttpResponse(status=204)


@require_POST
def shown(request: HttpRequest) -> HttpResponse:
    """Note that a phone has shown a message, so that it is not sent another way."""
    if message_id := known_id(told(request.POST, "message")):
        shown_on_phone(message_id, now=now_of(request))
    return HttpResponse(status=204)


def _endpoint(request: HttpRequest) -> str:
    try:
        return Subscription.parse(request.body[:LONGEST]).endpoint
    except Malformed:
        return ""
