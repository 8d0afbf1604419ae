"""Changes of an authority's heading: which titles follow, the yes, and the undoing."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.actions.batches import drop_batch, run_batch, undo_batch
from hylla.catalogue.queries.authorities import authority
from hylla.catalogue.queries.batches import batch, row_of, rows_of, tallies
from hylla.catalogue.queries.reheading import HeadingChange, heading_change, title_compared
from hylla.catalogue.rules.batches import WORKED_ON, RowState, Stage
from hylla.doors.cataloguing.batch_pages import LOOK_AGAIN_SECONDS
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.words import STAGES, STATES, TONES, why_text
from hylla.doors.parts.page import Said
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import page_told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused


@for_cataloguers
def one(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show what a change of heading would do, how far it is, or what it has done."""
    return _one(request, worker, number)


@for_cataloguers
def row(request: HttpRequest, worker: StaffFacts, *, number: int, place: int) -> HttpResponse:
    """Show one title field by field."""
    change, found = heading_change(number), row_of(number, place)
    if change is None or found is None:
        raise Http404
    return cataloguing_page(
        request,
        worker,
        "cataloguing/heading_change_row.html",
        title=found.title or _("Record %(number)d") % {"number": place},
        change=change,
        row=found,
        state=STATES[found.state],
        why=why_text(found.reason) if found.reason else "",
        is_title=change.is_title(place),
        lines=title_compared(number, place),
    )


@for_cataloguers
def run(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Let it be done."""
    return _done(request, worker, number, lambda: run_batch(number))


@for_cataloguers
def undo(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Let it be undone."""
    return _done(request, worker, number, lambda: undo_batch(number, now=now_of(request)))


@for_cataloguers
def drop(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Throw a change away that has changed nothing."""
    change = heading_change(number)
    answer = _done(request, worker, number, lambda: drop_batch(number))
    if change is None or answer.status_code != REDIRECT or request.method != "POST":
        return answer
    return redirect("cataloguing:authority", number=change.authority)


REDIRECT = 302


def _done(
    request: HttpRequest, worker: StaffFacts, number: int, act: Callable[[], Any]
) -> HttpResponse:
    if request.method == "POST":
        if heading_change(number) is None:
            return redirect("cataloguing:authorities")
        try:
            act()
        except Refused as refused:
            return _one(request, worker, number, said=why(refused))
    return redirect("cataloguing:heading_change", number=number)


def _title(change: HeadingChange) -> str:
    if change.into is None:
        return _("Another heading: %(heading)s") % {"heading": change.old}
    return _("Becomes part of another: %(heading)s") % {"heading": change.old}


def _one(
    request: HttpRequest, worker: StaffFacts, number: int, *, said: Said | None = None
) -> HttpResponse:
    change, facts = heading_change(number), batch(number)
    if change is None or facts is None:
        return redirect("cataloguing:authorities")
    is_worked_on = facts.stage in WORKED_ON
    page = rows_of(number, page=page_told(request.GET))
    answer = cataloguing_page(
        request,
        worker,
        "cataloguing/heading_change.html",
        title=_title(change),
        said=said,
        change=change,
        facts=facts,
        stage=STAGES[facts.stage],
        tone=TONES.get(facts.stage, "quiet"),
        is_worked_on=is_worked_on,
        page=page,
        rows=[
            (each, change.is_title(each.place), STATES[each.state], why_text(each.reason))
            for each in page.rows
        ],
        shown=change.authority if authority(change.authority) else change.into or 0,
        left=sum(each.count for each in tallies(number) if each.state is RowState.LEFT),
        can_run=facts.stage is Stage.READY,
        can_drop=facts.stage in {Stage.READY, Stage.FAILED},
        can_undo=facts.stage is Stage.DONE,
        fault=why_text(facts.fault) if facts.fault else "",
    )
    if is_worked_on and said is None:
        # Without a script the page comes again by itself; a link says the same.
        answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer
