"""Where a cataloguer's day begins."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.library.queries import StaffFacts


@for_cataloguers
def home(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what there is to do."""
    return cataloguing_page(request, worker, "cataloguing/home.html", title=_("Cataloguing"))
