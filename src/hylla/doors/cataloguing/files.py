"""Files of records: sent in, looked at, run and undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.actions.batches import drop_batch, receive_file, run_batch, undo_batch
from hylla.catalogue.queries.batches import (
    BatchFacts,
    RowFacts,
    batch,
    batches,
    compared,
    profiles,
    refused_bytes,
    remarks,
    row_of,
    rows_of,
    tallies,
)
from hylla.catalogue.rules.batches import CHANGING, WORKED_ON, BatchKind, Fate, RowState, Stage
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.words import (
    OF_ONE,
    STAGES,
    STATES,
    TO_COME,
    TONES,
    remark_text,
    why_text,
)
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import page_told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused

LOOK_AGAIN_SECONDS = 4
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


@dataclass(frozen=True)
class BatchRowInList:
    """A file in the list."""

    facts: BatchFacts
    stage: str | Promise
    tone: str


@dataclass(frozen=True)
class Group:
    """How many records have one fate, for which reasons."""

    fate: Fate
    heading: str | Promise
    count: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A record in a list."""

    facts: RowFacts
    fate: str | Promise
    why: str
    remarks: str
    is_open: bool


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


@for_cataloguers
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show what a file would do, how far it is, or what it has done."""
    return _one(request, worker, number)


@for_cataloguers
def run(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Let it be done."""
    if request.method == "POST":
        try:
            run_batch(number)
        except Refused as refused:
            return _one(request, worker, number, said=why(refused))
    return redirect("cataloguing:import", number=number)


@for_cataloguers
def undo(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Let it be undone."""
    if request.method == "POST":
        try:
            undo_batch(number, now=now_of(request))
        except Refused as refused:
            return _one(request, worker, number, said=why(refused))
    return redirect("cataloguing:import", number=number)


@for_cataloguers
def drop(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Throw a file away that has changed nothing."""
    if request.method == "POST":
        try:
            drop_batch(number)
        except Refused as refused:
            return _one(request, worker, number, said=why(refused))
    return redirect("cataloguing:imports")


@for_cataloguers
def row(request: HttpRequest, worker: StaffFacts, *, number: int, place: int) -> HttpResponse:
    """Show one record beside the title it is of, field by field."""
    facts, found = batch(number), row_of(number, place)
    if facts is None or found is None:
        raise Http404
    return cataloguing_page(
        request,
        worker,
        "cataloguing/import_row.html",
        title=found.title or _("Record %(number)d") % {"number": place},
        facts=facts,
        row=_shown(found),
        lines=compared(number, place),
    )


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
        rows=[BatchRowInList(each, *_stage(each.stage)) for each in batches(BatchKind.IMPORT)],
        status=422 if wrong else 200,
    )


def _one(
    request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
) -> HttpResponse:
    facts = batch(number)
    if facts is None:
        return redirect("cataloguing:imports")
    is_worked_on = facts.stage in WORKED_ON
    fate = next((each for each in Fate if each == request.GET.get("fate")), None)
    page = rows_of(number, fate=fate, page=page_told(request.GET))
    answer = cataloguing_page(
        request,
        worker,
        "cataloguing/import.html",
        title=facts.name,
        said=said,
        facts=facts,
        stage=STAGES[facts.stage],
        tone=TONES.get(facts.stage, "quiet"),
        is_worked_on=is_worked_on,
        groups=() if is_worked_on else tuple(_groups(number)),
        left=sum(each.count for each in tallies(number) if each.state is RowState.LEFT),
        remarks=[(remark_text(code), count) for code, count in remarks(number).items()],
        fate=fate,
        fate_text=TO_COME[fate] if fate else "",
        page=page,
        query=f"fate={fate.value}&" if fate else "",
        rows=[_shown(each) for each in page.rows],
        can_run=facts.stage is Stage.READY,
        can_drop=facts.stage in {Stage.READY, Stage.FAILED},
        can_undo=facts.stage is Stage.DONE,
        fault=why_text(facts.fault.partition(" ")[0]) if facts.fault else "",
    )
    if is_worked_on and said is None:
        # Without a script the page comes again by itself; a link says the same.
        answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer


def _stage(stage: Stage) -> tuple[str | Promise, str]:
    return STAGES[stage], TONES.get(stage, "quiet")


def _groups(number: int) -> Iterator[Group]:
    counted = tallies(number)
    for fate in Fate:
        own = [each for each in counted if each.fate is fate]
        if not own:
            continue
        reasons = {each.reason: 0 for each in own if each.reason}
        for each in own:
            if each.reason:
                reasons[each.reason] += each.count
        told = tuple(f"{count} × {why_text(code)}" for code, count in reasons.items())
        yield Group(fate, TO_COME[fate], sum(each.count for each in own), told)


def _shown(row: RowFacts) -> Shown:
    is_left = row.state is RowState.LEFT
    return Shown(
        facts=row,
        fate=STATES[row.state] if is_left or row.state is RowState.UNDONE else OF_ONE[row.fate],
        why=why_text(row.reason) if row.reason else "",
        remarks=", ".join(map(remark_text, row.remarks)),
        is_open=row.fate in CHANGING,
    )
