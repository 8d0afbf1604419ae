"""A title's copies: added, several at once, withdrawn, and their labels printed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.catalogue.actions.copies import MOST_AT_ONCE, NewCopies, add_copies
from hylla.catalogue.models import ItemStatus
from hylla.catalogue.queries import ItemFacts, collections, item_types, items_of, record
from hylla.circulation.actions import withdraw
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.kinds import kind_text
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.papers import Labelled, Printing, item_labels, sent
from hylla.doors.parts.saying import say
from hylla.doors.parts.who import now_of
from hylla.formats.paper import SHEETS, Grid
from hylla.library.actions import note_label_sheet
from hylla.library.queries import StaffFacts, label_sheet_of, policy_in_force
from hylla.library.refusals import Refused

REFUSALS = {"barcode_unfit": "barcode", "barcode_taken": "barcode", "branch_unknown": "branch_id"}


def sheet_choices() -> list[tuple[str, str]]:
    """Return the usual sheets of labels, for a form to choose from."""
    return [(code, _sheet_text(grid)) for code, grid in SHEETS.items()]


def _sheet_text(grid: Grid) -> str:
    told = {"number": grid.on_a_page, "size": f"{grid.width:g} × {grid.height:g}"}
    if grid.on_a_page == 1:
        return _("Roll, %(size)s mm") % told
    return _("A4 with %(number)d labels, %(size)s mm") % told


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of item, for a form to choose from."""
    return [(each.code, kind_text(each.code, each.name)) for each in item_types()]


class CopiesForm(Form):
    """New copies of a title."""

    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=1
    )
    barcode = line(
        gettext_lazy("Barcode"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Of one copy that has one. Left empty, the next numbers are given."),
    )
    branch_id = forms.TypedChoiceField(
        label=gettext_lazy("Branch"), coerce=int, choices=branch_choices
    )
    item_type = forms.ChoiceField(label=gettext_lazy("Kind of item"), choices=kind_choices)
    collection = forms.TypedChoiceField(
        label=gettext_lazy("Collection"),
        choices=lambda: [
            ("", gettext_lazy("None")),
            *((each.code, each.name) for each in collections()),
        ],
        required=False,
        empty_value=None,
    )
    shelf_mark = line(gettext_lazy("Shelf mark"), max_length=100, required=False)


class LabelsForm(Form):
    """On which labels is printed, and where a begun sheet goes on."""

    sheet = forms.ChoiceField(label=gettext_lazy("Labels"), choices=sheet_choices)
    skip = forms.IntegerField(
        label=gettext_lazy("Labels that the first sheet has no more"),
        help_text=gettext_lazy("Printing begins behind these."),
        min_value=0,
        initial=0,
    )

    def clean(self) -> dict[str, Any]:
        """Let no more labels be missing than a sheet has."""
        told = super().clean() or {}
        grid, skip = SHEETS.get(told.get("sheet", "")), told.get("skip")
        if grid is not None and skip is not None and skip >= grid.on_a_page:
            on_it = ngettext(
                "There is %(number)d label on a sheet.",
                "There are %(number)d labels on a sheet.",
                grid.on_a_page,
            )
            self.add_error("skip", on_it % {"number": grid.on_a_page})
        return told


@for_cataloguers
def listed(request: HttpRequest, worker: StaffFacts, *, record_id: int) -> HttpResponse:
    """Show a title's copies, and add more."""
    if request.method != "POST":
        return _page(request, worker, record_id)
    form = CopiesForm(request.POST)
    if form.is_valid():
        try:
            added = add_copies(
                NewCopies(**form.cleaned_data), record_id=record_id, on=today_of(request)
            )
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            told = _("Added: %(barcodes)s.") % {"barcodes": ", ".join(added)}
            return _page(request, worker, record_id, said=good(told), marked=added)
    return _page(request, worker, record_id, form=form)


@for_cataloguers
def taken_out(request: HttpRequest, worker: StaffFacts, *, record_id: int) -> HttpResponse:
    """Withdraw the copies that are ticked, those that may be."""
    if request.method != "POST":
        return redirect("cataloguing:copies", record_id=record_id)
    done, left = [], []
    for barcode in _ticked(request, record_id):
        try:
            withdraw(barcode, on=today_of(request))
        except Refused as refused:
            left += [f"{barcode}: {say(reason)}" for reason in refused.reasons]
        else:
            done.append(barcode)
    lines = [_("Withdrawn: %(barcodes)s.") % {"barcodes": ", ".join(done)}] if done else []
    if not done and not left:
        lines = [_("Tick the copies first.")]
    said = bad(*lines, *left) if left or not done else good(*lines)
    return _page(request, worker, record_id, said=said)


@for_cataloguers
def labels(request: HttpRequest, worker: StaffFacts, *, record_id: int) -> HttpResponse:
    """Print the labels of the copies that are ticked."""
    ticked = set(_ticked(request, record_id)) if request.method == "POST" else set()
    if not ticked:
        return _page(request, worker, record_id, said=bad(_("Tick the copies first.")))
    form = LabelsForm(request.POST)
    if not form.is_valid():
        return _page(request, worker, record_id, labels=form, marked=tuple(ticked))
    sheet, skip = form.cleaned_data["sheet"], form.cleaned_data["skip"]
    note_label_sheet(worker.branch.id, sheet=sheet)
    items = [
        Labelled(each.barcode, each.shelf_mark, (each.branch,))
        for each in items_of(record_id)
        if each.barcode in ticked
    ]
    printing = Printing(policy_in_force(), worker.branch.name, now_of(request), worker.language)
    return sent(item_labels(items, printing=printing, grid=SHEETS[sheet], skip=skip), name="labels")


def _ticked(request: HttpRequest, record_id: int) -> list[str]:
    wanted = set(request.POST.getlist("barcode"))
    return [each.barcode for each in items_of(record_id) if each.barcode in wanted]


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    record_id: int,
    *,
    form: CopiesForm | None = None,
    labels: LabelsForm | None = None,
    said: Said | None = None,
    marked: tuple[str, ...] = (),
) -> HttpResponse:
    facts = record(record_id)
    if facts is None:
        raise Http404
    wrong = any(each.errors for each in (form, labels) if each) or (
        said is not None and said.tone == "bad"
    )
    kinds = dict(kind_choices())
    first = {"branch_id": worker.branch.id, "item_type": facts.kind, "count": 1}
    items = items_of(record_id)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/copies.html",
        title=_("Copies: %(title)s") % {"title": facts.title},
        said=said,
        record_id=record_id,
        rows=[
            (each, kinds.get(each.item_type, each.item_type), each.barcode in marked)
            for each in items
            if each.status != ItemStatus.WITHDRAWN
        ],
        withdrawn=[each.barcode for each in items if each.status == ItemStatus.WITHDRAWN],
        labels=labels or LabelsForm(initial={"sheet": label_sheet_of(worker.branch.id)}),
        form=form or CopiesForm(initial={**first, "shelf_mark": _usual_mark(items)}),
        status=422 if wrong else 200,
    )


def _usual_mark(items: Iterable[ItemFacts]) -> str:
    return next((each.shelf_mark for each in items if each.shelf_mark), "")
