"""The editions of a work, why they stand together, and others that may belong there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.actions.works import let_record_say, tie_editions, untie_edition
from hylla.catalogue.queries.works import work_of
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.page import Said, bad
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import number_told, one_line, told
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

_MOST_AT_ONCE = 100


@for_cataloguers
def work(request: HttpRequest, worker: StaffFacts, *, record_id: int) -> HttpResponse:
    """Show the editions of a title's work, and let them be tied together and apart by hand."""
    if request.method != "POST":
        return _page(request, worker, record_id)
    if (chosen := _chosen(request)) is None:
        return _page(request, worker, record_id, said=bad(_("A title's number has only digits.")))
    try:
        if number := number_told(told(request.POST, "apart")):
            untie_edition(number)
        elif number := number_told(told(request.POST, "record")):
            let_record_say(number)
        else:
            tie_editions(record_id, chosen)
    except Refused as refused:
        return _page(request, worker, record_id, said=why(refused))
    return redirect("cataloguing:work", record_id=record_id)


def _chosen(request: HttpRequest) -> frozenset[int] | None:
    """Return which titles are said to be editions; None where something is no number."""
    sent = map(one_line, request.POST.getlist("edition")[:_MOST_AT_ONCE])
    numbers = [number_told(each) for each in sent if each]
    return None if None in numbers else frozenset(each for each in numbers if each)


def _page(
    request: HttpRequest, worker: StaffFacts, record_id: int, *, said: Said | None = None
) -> HttpResponse:
    facts = work_of(record_id)
    if facts is None:
        raise Http404
    return cataloguing_page(
        request,
        worker,
        "cataloguing/work.html",
        title=_("Editions of the work: %(title)s") % {"title": facts.title.title},
        said=said,
        facts=facts,
        editions=[(each, kind_text(each.title.kind)) for each in facts.editions],
        likely=[(each, kind_text(each.kind)) for each in facts.likely],
        typed=next((each for each in request.POST.getlist("edition")[-1:]), "") if said else "",
    )
