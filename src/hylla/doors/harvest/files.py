"""A title as a file, in every form there is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from hylla.catalogue.queries.harvest import is_gone, titles_told
from hylla.catalogue.queries.merged import where_merged
from hylla.doors.parts.crawling import paced
from hylla.doors.parts.lasting import lasting
from hylla.formats.titles.forms import WRITINGS, Form
from hylla.formats.titles.marc import marc21_for_others


@paced
def one(request: HttpRequest, record_id: int, written: str) -> HttpResponse:
    """Give a title in a form; MARC is MARC 21, without what is the library's own."""
    if written not in set(Form):
        raise Http404
    told = titles_told([record_id], address=lasting(request)).get(record_id)
    if told is None and (into := where_merged(record_id)):
        return redirect("harvest:file", record_id=into, written=written, permanent=True)
    if told is None and is_gone(record_id):
        return HttpResponse("This title is gone.\n", status=410, content_type="text/plain")
    if told is None:
        raise Http404
    writing = WRITINGS[Form(written)]
    body = writing.file(told.title, marc21_for_others(told.title, told.marc))
    answer = HttpResponse(body, content_type=writing.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="title-{record_id}.{written}"'
    return answer
