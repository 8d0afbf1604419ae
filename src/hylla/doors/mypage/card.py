"""The library card: its barcode as large as the screen, to be held in front of a scanner."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.page import today_of
from hylla.patrons.queries import details


@for_patron
def card(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show the card that is valid, or what to do without one."""
    known = details(person_id, on=today_of(request))
    return my_page(
        request,
        "mypage/card.html",
        title=_("Library card"),
        tab="card",
        name=known.name,
        card=known.card,
    )
