"""The picture of one title: sent in, looked at, taken away."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions import remove_cover, set_cover
from hylla.catalogue.queries import hits_of
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.covers import covers_of
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.told import told
from hylla.formats.pictures import MOST_BYTES
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

PROBLEMS = dict.fromkeys(("cover_too_large", "cover_too_small", "cover_not_a_picture"), "picture")


class CoverForm(Form):
    """A picture."""

    picture = forms.FileField(
        label=gettext_lazy("Picture (JPEG, PNG or WebP)"), allow_empty_file=True
    )


@for_cataloguers
def cover(request: HttpRequest, worker: StaffFacts, record_id: int) -> HttpResponse:
    """Show what a title looks like, and take another picture or take it away."""
    if request.method != "POST":
        return _shown(request, worker, record_id)
    if told(request.POST, "do") == "remove":
        remove_cover(record_id)
        said = good(_("The picture is gone. The title has its letters again."))
        return _shown(request, worker, record_id, said=said)
    form = CoverForm(request.POST, request.FILES)
    if form.is_valid():
        # One byte more tells that it is too large, without reading the rest.
        data = form.cleaned_data["picture"].read(MOST_BYTES + 1)
        try:
            set_cover(record_id, data)
        except Refused as refused:
            form.refuse(refused, PROBLEMS)
        else:
            said = good(_("Saved. This is what readers see now."))
            return _shown(request, worker, record_id, said=said)
    return _shown(request, worker, record_id, form=form)


def _shown(
    request: HttpRequest,
    worker: StaffFacts,
    record_id: int,
    *,
    form: CoverForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    hits = hits_of([record_id])
    if not hits:
        raise Http404
    wrong = bool(form and form.errors)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/cover.html",
        title=_("Not saved: check the picture") if wrong else _("Cover"),
        said=said,
        hit=hits[0],
        cover=covers_of(hits)[record_id],
        form=form or CoverForm(),
        **({"status": 422} if wrong else {}),
    )
