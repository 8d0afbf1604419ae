"""Inventories: what stands on the shelves, read by a scanner, and nobody's name on any page."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.catalogue.models import ItemStatus
from hylla.circulation.actions import Read, begin_inventory, end_inventory, note_seen
from hylla.circulation.queries import Report, inventories, report_of
from hylla.circulation.rules.inventories import Part
from hylla.doors.desk.findings import groups_of, part_text, rows_of
from hylla.doors.desk.many import Barcodes, lines_of
from hylla.doors.desk.returns import sheet_word
from hylla.doors.desk.rule_forms import collection_choices
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import EVERYONE, desk_page, for_staff
from hylla.doors.parts.contact import branch_choices
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good, notice
from hylla.doors.parts.refusals import why
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

MOST = 5_000
"""Lines of one form; a file may have as many as fit into it."""
LARGEST = 2_000_000
"""Bytes of a file: about 150,000 barcodes."""
REFUSALS = {"inventory_backwards": "shelf_to"}
AS_IT_IS = ""


class PartForm(Form):
    """What to look at."""

    branch = forms.TypedChoiceField(
        label=gettext_lazy("Branch"), coerce=int, choices=branch_choices
    )
    collection = forms.TypedChoiceField(
        label=gettext_lazy("Collection"),
        choices=lambda: [("", gettext_lazy("All")), *collection_choices()],
        required=False,
        empty_value=None,
    )
    shelf_from = line(
        gettext_lazy("From the shelf mark (empty: from the first)"), required=False, max_length=100
    )
    shelf_to = line(
        gettext_lazy("To the shelf mark (empty: to the last)"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("With everything that begins with it: 839 has 839.82 in it."),
    )

    def part(self) -> Part:
        """Return what was filled in."""
        filled = self.cleaned_data
        return Part(
            filled["branch"],
            filled["collection"],
            filled["shelf_from"].strip(),
            filled["shelf_to"].strip(),
        )


class ReadForm(Form):
    """What was read on the shelves: in the field, or in a file from a scanner with a memory."""

    barcodes = Barcodes(most=MOST, required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a file, one barcode a line"), required=False, allow_empty_file=True
    )

    def lines(self) -> list[tuple[str, ...]]:
        """Return what each line of both can mean."""
        return [*self.cleaned_data["barcodes"], *self.cleaned_data["file"]]

    def clean_file(self) -> list[tuple[str, ...]]:
        """Return the lines of the file."""
        file = self.cleaned_data["file"]
        if file is None:
            return []
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large. Send it in parts."))
        return lines_of(file.read().decode("utf-8-sig", errors="replace"))


class EndForm(Form):
    """What becomes of what was not seen."""

    mark = forms.ChoiceField(
        label=gettext_lazy("What was not seen"),
        choices=[
            ("missing", gettext_lazy("is counted as missing")),
            ("lost", gettext_lazy("is counted as lost")),
            (AS_IT_IS, gettext_lazy("stays as it is")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


@for_staff(EVERYONE)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the inventories, and begin one."""
    if request.method != "POST":
        return _list(request, worker, PartForm(initial={"branch": worker.branch.id}))
    form = PartForm(request.POST)
    if form.is_valid():
        try:
            number = begin_inventory(form.part(), now=now_of(request))
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            return redirect("desk:inventory", number=number)
    return _list(request, worker, form)


@for_staff(EVERYONE)
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show what an inventory has found so far, and take what was read."""
    if request.method != "POST":
        return _one(request, worker, number)
    form = ReadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _one(request, worker, number, form=form)
    try:
        read = note_seen(number, form.lines(), now=now_of(request), policy=policy_in_force())
    except Refused as refused:
        return _list(request, worker, said=why(refused))
    return _one(request, worker, number, said=_read_text(read))


@for_staff(EVERYONE)
def end(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show what ending an inventory does, and end it."""
    if request.method != "POST":
        return _end(request, worker, number)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _end(request, worker, number)
    filled = form.cleaned_data
    try:
        marked = end_inventory(
            number,
            mark=ItemStatus(filled["mark"]) if filled["mark"] else None,
            version=filled["version"],
            now=now_of(request),
        )
    except Refused as refused:
        return _end(request, worker, number, said=why(refused))
    done = ngettext(
        "The inventory is ended. %(number)d item is marked.",
        "The inventory is ended. %(number)d items are marked.",
        marked,
    )
    return _list(request, worker, said=good(done % {"number": marked}))


def _read_text(read: Read) -> Said:
    lines = [
        ngettext(
            "%(lines)d line was read, %(new)d of them new.",
            "%(lines)d lines were read, %(new)d of them new.",
            read.lines,
        )
        % {"lines": read.lines, "new": read.new}
    ]
    if not read.unknown:
        return good(*lines)
    unknown = ngettext(
        "%(number)d barcode is not known here.",
        "%(number)d barcodes are not known here.",
        read.unknown,
    )
    return notice(*lines, unknown % {"number": read.unknown})


def _list(
    request: HttpRequest,
    worker: StaffFacts,
    form: PartForm | None = None,
    *,
    said: Said | None = None,
) -> HttpResponse:
    wrong = bool(form is not None and form.errors)
    return desk_page(
        request,
        worker,
        "desk/inventories.html",
        title=_("Not begun: check what you wrote") if wrong else _("Inventories"),
        said=[said] if said else [],
        form=form or PartForm(initial={"branch": worker.branch.id}),
        rows=rows_of(inventories()),
        status=422 if wrong else 200,
    )


def _one(
    request: HttpRequest,
    worker: StaffFacts,
    number: int,
    *,
    form: ReadForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    report = report_of(number)
    if report is None:
        return redirect("desk:inventories")
    wrong = bool(form is not None and form.errors)
    return desk_page(
        request,
        worker,
        "desk/inventory.html",
        title=_("Nothing noted: check what you sent") if wrong else _("Inventory"),
        said=[said] if said else [],
        form=form or ReadForm(),
        report=report,
        part=part_text(report.inventory.part),
        groups=groups_of(report),
        may_return=_may_return(worker, report),
        page_word=sheet_word(request),
        status=422 if wrong else 200,
    )


def _end(
    request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
) -> HttpResponse:
    report = report_of(number)
    if report is None:
        return redirect("desk:inventories")
    return desk_page(
        request,
        worker,
        "desk/inventory_end.html",
        title=_("End the inventory"),
        said=[said] if said else [],
        form=EndForm(initial={"mark": "missing", "version": report.version}),
        report=report,
        part=part_text(report.inventory.part),
        groups=[each for each in groups_of(report) if each.is_missing],
    )


def _may_return(worker: StaffFacts, report: Report) -> bool:
    """Say whether whoever looks may take things in, and stands where they are."""
    here = report.inventory.part.branch_id == worker.branch.id
    return here and bool(worker.roles & set(OPENERS))
