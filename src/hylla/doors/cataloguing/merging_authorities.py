"""Two authorities that are one: the other is looked up, and what changes is shown first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.actions.batches.merging_authorities import prepare_merge
from hylla.catalogue.queries.authorities import authorities_found, authority, variants_of
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.page import Said
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import number_told, page_told, told
from hylla.doors.parts.who import now_of
from hylla.formats.marc.headings import HEADINGS
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused


@for_cataloguers
def merge(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Look for the authority that one is to become part of, and let the change be shown."""
    if request.method != "POST":
        return _page(request, worker, number)
    stays = number_told(told(request.POST, "stays")) or 0
    try:
        batch = prepare_merge(number, stays=stays, now=now_of(request))
    except Refused as refused:
        return _page(request, worker, number, said=why(refused))
    return redirect("cataloguing:heading_change", number=batch)


def _page(
    request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
) -> HttpResponse:
    known = authority(number)
    if known is None:
        raise Http404
    family = next(HEADINGS[each.tag] for each in known.record.fields if each.tag in HEADINGS)
    words = told(request.GET, "q") if "q" in request.GET else known.name or known.heading
    page = authorities_found(words, family=family, page=page_told(request.GET))
    once = {each.id: each for each in page.rows if each.id != number}
    variants = variants_of(once)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/authority_merge.html",
        title=_("Make it part of another: %(heading)s") % {"heading": known.heading},
        said=said,
        known=known,
        words=words,
        page=page,
        rows=[(each, variants.get(each.id, ())) for each in once.values()],
    )
