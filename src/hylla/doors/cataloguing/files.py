"""Files of records: sent in, looked at, run and undone."""

from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions.batches import receive_file
from hylla.catalogue.queries.batches import batch, profiles, refused_bytes
from hylla.catalogue.rules.batches import BatchKind
from hylla.doors.cataloguing.batch_pages import BatchPages, in_list
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.forms import Form
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

REFUSALS = {"file_empty": "file", "file_too_large": "file", "profile_unknown": "profile"}


def profile_choices() -> list[tuple[int, str]]:
    """Return the profiles, for a form to choose from."""
    return [(each.id, each.name) for each in profiles()]


class FileForm(Form):
    """A file of records, and by which rules it is taken in."""

    file = forms.FileField(
        label=gettext_lazy("File of MARC records"),
        help_text=gettext_lazy(
            "ISO 2709 (.mrc) or MARCXML, packed with gzip or not; MARC 21, NORMARC or danMARC2."
        ),
        allow_empty_file=True,
    )
    profile = forms.TypedChoiceField(
        label=gettext_lazy("Import profile"), coerce=int, choices=profile_choices
    )


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the files there are, and take another."""
    if request.method != "POST":
        return _list(request, worker, FileForm())
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            number = receive_file(
                upload.chunks(),
                name=upload.name or "",
                profile_id=form.cleaned_data["profile"],
                now=now_of(request),
            )
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            return redirect("cataloguing:import", number=number)
    return _list(request, worker, form)


PAGES = BatchPages((BatchKind.IMPORT,), name="import", home="imports")


@for_cataloguers
def refused_file(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponseBase:
    """Give what was refused, as it stood in the file."""
    facts = batch(number)
    if facts is None:
        raise Http404
    name, _dot, ending = facts.name.rpartition(".")
    kept = f"{name or ending}-refused.{ending if name else 'mrc'}"
    answer = StreamingHttpResponse(refused_bytes(number), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(kept)}"
    return answer


def _list(request: HttpRequest, worker: StaffFacts, form: FileForm) -> HttpResponse:
    wrong = bool(form.errors)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/imports.html",
        title=_("Not read: check the file") if wrong else _("Import records"),
        form=form,
        has_profiles=bool(profiles()),
        rows=in_list(BatchKind.IMPORT),
        status=422 if wrong else 200,
    )
