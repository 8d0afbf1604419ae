"""The PIN: asked for before anything is told, and, where the policy says so, before lending."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.kiosk.door import Stand, kiosk_page
from hylla.doors.kiosk.telling import Told, wrong_pin
from hylla.doors.parts.told import told
from hylla.library.refusals import Refused
from hylla.patrons.actions import Visit, show_pin

PIN_FIELD = "pin"


def asked_for_pin(
    request: HttpRequest, stand: Stand, said: Told | None, *, action: str
) -> HttpResponse:
    """Ask for the PIN, by keys on the screen."""
    return kiosk_page(
        request,
        stand,
        "kiosk/pin.html",
        title=said.words if said else _("Your PIN"),
        told=said,
        action=action,
        here=action,
    )


def with_pin(request: HttpRequest, stand: Stand, visit: Visit) -> tuple[Stand, Visit, Told | None]:
    """Look at the PIN that was typed; return what to say where it is not right."""
    typed = told(request.POST, PIN_FIELD)
    try:
        visit = show_pin(stand.kiosk.id, visit, pin=typed, now=stand.now)
    except Refused as refused:
        return stand, visit, wrong_pin(refused)
    return replace(stand, visit=visit), visit, None
