"""The editor: a record field by field, checked, saved, and told of when somebody else was first."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.actions.editing import Hand, change_record, delete_record, write_record
from hylla.catalogue.queries.standing import standings
from hylla.catalogue.queries.versions import Editable, editable
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.comparing import Line, lines_of
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.drafts import (
    acted,
    draft_of,
    fits,
    fixed_rows,
    known_fields,
    own_rows,
    rows_of,
    written,
)
from hylla.doors.cataloguing.fixed_words import STARTS
from hylla.doors.cataloguing.looking_up import PUTS, look_up, put_under
from hylla.doors.cataloguing.problem_words import problem_text
from hylla.doors.cataloguing.record_formats import LETTERS
from hylla.doors.parts.page import Said, bad, good, notice, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import number_told, told
from hylla.doors.parts.who import now_of
from hylla.formats.marc import Field, Record
from hylla.formats.marc.checking import Found, problems
from hylla.formats.marc.fixed import Start, beginning, copied
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

LANGUAGES = {"nb": "nob", "nn": "nno", "sv": "swe", "en": "eng"}
COUNTRIES = {"NO": "no", "SE": "sw"}


@dataclass(frozen=True)
class Shown:
    """What the editor shows: a record, of which title, and as it was seen."""

    record: Record
    known: Editable | None = None
    seen: str = ""
    focus: int | None = None
    said: Said | None = None
    is_checked: bool = True
    against: Record | None = None


@for_cataloguers
def new(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Write a new record: from nothing, from a template, or from another title's."""
    if request.method == "POST":
        return _sent(request, worker, None)
    return editor(request, worker, Shown(_begun(request), is_checked=False))


@for_cataloguers
def edit(request: HttpRequest, worker: StaffFacts, *, record_id: int) -> HttpResponse:
    """Show a title's record, and change it."""
    known = editable(record_id)
    if known is None:
        raise Http404
    if not fits(known.record):
        return _too_large(request, worker, known)
    if request.method == "POST":
        return _sent(request, worker, known)
    said = good(_("Saved.")) if "saved" in request.GET else None
    return editor(request, worker, Shown(known.record, known, known.seen, said=said))


@for_cataloguers
def delete(request: HttpRequest, worker: StaffFacts, *, record_id: int) -> HttpResponse:
    """Delete a title that nothing hangs on."""
    known = editable(record_id)
    if request.method != "POST" or known is None:
        return redirect("cataloguing:titles")
    try:
        delete_record(record_id, seen=told(request.POST, "seen"), by=hand_of(request, worker))
    except Refused as refused:
        return editor(request, worker, Shown(known.record, known, known.seen, said=why(refused)))
    return redirect("cataloguing:deleted")


def _too_large(request: HttpRequest, worker: StaffFacts, known: Editable) -> HttpResponse:
    why_not = _(
        "This record has more fields or longer texts than a form can carry, and what is left out"
        " would be lost. Change it in a file, and import that."
    )
    return cataloguing_page(
        request,
        worker,
        "cataloguing/too_large.html",
        title=_("Too large to be edited here"),
        why=why_not,
        known=known,
        status=422,
    )


def hand_of(request: HttpRequest, worker: StaffFacts) -> Hand:
    """Return who writes, and when."""
    return Hand(worker.id, now_of(request), today_of(request))


def _begun(request: HttpRequest) -> Record:
    number = number_told(told(request.GET, "copy"))
    found = None if number is None else editable(number)
    if found is not None:
        return copied(found.record)
    policy = policy_in_force()
    start = next((each for each in Start if each == request.GET.get("start")), Start.BOOK)
    return beginning(
        start,
        day=f"{today_of(request):%y%m%d}",
        language=LANGUAGES.get(policy.languages[0], "und"),
        country=COUNTRIES.get(policy.country, "xx"),
    )


def _sent(request: HttpRequest, worker: StaffFacts, known: Editable | None) -> HttpResponse:
    draft = draft_of(request.POST)
    seen = told(request.POST, "seen")
    act = told(request.POST, "act")
    if (looked := look_up(request, worker, draft, known=known)) is not None:
        return looked
    if act != "save":
        if act.partition(":")[0] in PUTS:
            done, said = put_under(draft, act, by=hand_of(request, worker))
            return editor(request, worker, Shown(done.record, known, seen, done.focus, said))
        done = acted(draft, act, tag=told(request.POST, "new")[:3])
        return editor(request, worker, Shown(done.record, known, seen, done.focus))
    record = written(draft)
    if any(each.is_grave for each in _found(record)):
        said = bad(_("Not saved. Put right what stands below; nothing you wrote is lost."))
        return editor(request, worker, Shown(draft, known, seen, said=said))
    try:
        number = _save(request, worker, record, known=known, seen=seen)
    except Refused as refused:
        return _not_saved(request, worker, draft, known=known, refused=refused)
    return redirect(f"{redirect('cataloguing:edit', record_id=number).url}?saved=1")


def _save(
    request: HttpRequest, worker: StaffFacts, record: Record, *, known: Editable | None, seen: str
) -> int:
    by = hand_of(request, worker)
    if known is None:
        return write_record(record, by=by)
    change_record(known.number, record, seen=seen, by=by)
    return known.number


def _not_saved(
    request: HttpRequest,
    worker: StaffFacts,
    draft: Record,
    *,
    known: Editable | None,
    refused: Refused,
) -> HttpResponse:
    """Say why, and of two who wrote at once show the later one both."""
    was_changed = any(r.code == Code.RECORD_CHANGED_MEANWHILE for r in refused.reasons)
    if known is None or not was_changed:
        return editor(
            request, worker, Shown(draft, known, known.seen if known else "", said=why(refused))
        )
    shown = Shown(draft, known, known.seen, said=why(refused), against=known.record)
    return editor(request, worker, shown)


def _found(record: Record) -> tuple[Found, ...]:
    return problems(replace(record, fields=tuple(own_rows(record))))


def editor(request: HttpRequest, worker: StaffFacts, shown: Shown) -> HttpResponse:
    """Show a record field by field, with what is wrong in it."""
    record, known = shown.record, shown.known
    found = _found(record) if shown.is_checked else ()
    stand = standings(own_rows(record))
    rows = tuple(
        replace(row, standing=stand.get(row.place))
        for row in rows_of(record, found=found, focus=shown.focus)
    )
    said = shown.said
    if said is None and request.method == "POST" and told(request.POST, "act") == "check":
        said = notice(_("See what stands below.")) if found else good(_("Nothing is wrong."))
    lines: tuple[Line, ...] = ()
    if shown.against is not None:
        mine = replace(shown.against, leader=record.leader, fields=_beside(shown.against, record))
        lines = tuple(each for each in lines_of(shown.against, mine) if each.is_changed)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/edit.html",
        title=(known.title if known else "") or _("New record"),
        said=said,
        known=known,
        seen=shown.seen,
        leader=record.leader,
        fixed=record.control("008"),
        fixed_rows=fixed_rows(record),
        rows=rows,
        problems=[(each, problem_text(each)) for each in found],
        known_fields=known_fields(),
        letters=LETTERS,
        starts=STARTS.items(),
        lines=lines,
    )


def _beside(theirs: Record, mine: Record) -> tuple[Field, ...]:
    given = [each for each in theirs.fields if each.tag in {"001", "003", "005"}]
    return (*given, *written(mine).fields)
