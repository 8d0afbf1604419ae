"""Titles to be edited, what was changed about one, and those that were deleted."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions.editing import restore_version
from hylla.catalogue.queries import Hit, Page, search
from hylla.catalogue.queries.versions import (
    deleted_titles,
    editable,
    version,
    versions_of,
    what_changed,
)
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.editing import hand_of
from hylla.doors.cataloguing.fixed_words import STARTS
from hylla.doors.cataloguing.histories import (
    Change,
    ChangeRow,
    History,
    change_page,
    history_page,
)
from hylla.doors.cataloguing.problem_words import WHY
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import page_told, told
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused


class SearchForm(Form):
    """What a title is looked for by."""

    q = line(gettext_lazy("Title, author, ISBN or barcode"), attrs={"dir": "auto"})


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Look for a title to edit, or begin a new record."""
    words = told(request.GET, "q")
    page: Page[Hit] | None = search(words, page=page_told(request.GET)) if words else None
    return cataloguing_page(
        request,
        worker,
        "cataloguing/titles.html",
        title=_("Titles"),
        form=SearchForm(initial={"q": words}),
        words=words,
        page=page,
        starts=STARTS.items(),
    )


@for_cataloguers
def history(request: HttpRequest, worker: StaffFacts, *, record_id: int) -> HttpResponse:
    """Show what changed a record."""
    known = editable(record_id)
    rows = versions_of(record_id)
    if known is None and not rows:
        raise Http404
    shown = [
        ChangeRow(
            reverse("cataloguing:version", args=[each.id]),
            each.on,
            WHY[each.why],
            each.by,
            each.title,
        )
        for each in rows
    ]
    back = (_("To the record"), reverse("cataloguing:edit", args=[record_id])) if known else None
    of = known.title if known else rows[0].title
    return history_page(request, worker, History(of, _("Title before"), shown, back))


@for_cataloguers
def one_version(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show one change field by field."""
    return _version(request, worker, number)


@for_cataloguers
def restore(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Make a record what it was before a change, or bring a deleted one back."""
    if request.method != "POST":
        return redirect("cataloguing:version", number=number)
    try:
        record_id = restore_version(number, by=hand_of(request, worker))
    except Refused as refused:
        return _version(request, worker, number, said=why(refused))
    return redirect(f"{redirect('cataloguing:edit', record_id=record_id).url}?saved=1")


@for_cataloguers
def deleted(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the titles that were deleted."""
    return cataloguing_page(
        request,
        worker,
        "cataloguing/deleted.html",
        title=_("Deleted titles"),
        rows=deleted_titles(),
    )


def _version(
    request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
) -> HttpResponse:
    facts = version(number)
    if facts is None:
        raise Http404
    is_here = editable(facts.record_number) is not None
    restoring = _("Make it as it was before") if is_here else _("Bring the title back")
    shown = Change(
        facts.title,
        facts.on,
        WHY[facts.why],
        facts.by,
        what_changed(number),
        (restoring, reverse("cataloguing:restore", args=[number])),
        reverse("cataloguing:history", args=[facts.record_number]),
    )
    return change_page(request, worker, shown, said=said)
