"""The program in the machine: its licence, and its source for a telephone to fetch (AGPL 13)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hylla.doors.kiosk.door import Stand, for_kiosk, kiosk_page
from hylla.formats.squares import picture


@for_kiosk
def program(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Say what runs here, and where its source is; nothing leads away from the machine."""
    public = request.build_absolute_uri(reverse("opac:program"))
    address = settings.HYLLA_SOURCE or public
    return kiosk_page(
        request,
        stand,
        "kiosk/program.html",
        title=_("The program in this machine"),
        address=address,
        picture=mark_safe(picture(address)),  # noqa: S308 - drawn here, of squares only
    )
