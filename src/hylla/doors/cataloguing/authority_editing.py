"""The editor of authorities: the one for titles, with other fields."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.actions.authorities.writing import (
    Saved,
    change_authority,
    delete_authority,
    write_authority,
)
from hylla.catalogue.queries.authorities import AuthorityTold, authority
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.comparing import Line, lines_of
from hylla.doors.cataloguing.authority_words import KINDS
from hylla.doors.cataloguing.door import cataloguing_page, for_cataloguers
from hylla.doors.cataloguing.drafts import (
    acted,
    draft_of,
    fits,
    known_fields,
    own_rows,
    rows_of,
    written,
)
from hylla.doors.cataloguing.editing import hand_of
from hylla.doors.cataloguing.problem_words import problem_text
from hylla.doors.cataloguing.record_formats import AUTHORITIES, LETTERS
from hylla.doors.parts.page import Said, bad, good, notice, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.formats.marc import Record
from hylla.formats.marc.authorities import AuthorityKind
from hylla.formats.marc.authority_fields import beginning, empty_heading
from hylla.formats.marc.checking import Found, authority_problems
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused


@dataclass(frozen=True)
class Shown:
    """What the editor shows: a record, of which authority, and as it was seen."""

    record: Record
    known: AuthorityTold | None = None
    seen: str = ""
    focus: int | None = None
    said: Said | None = None
    is_checked: bool = True
    lines: tuple[Line, ...] = ()


@for_cataloguers
def new(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Write a new authority."""
    if request.method == "POST":
        return _sent(request, worker, None)
    kind = next((each for each in KINDS if each == request.GET.get("kind")), AuthorityKind.PERSON)
    is_series = kind is AuthorityKind.SERIES
    begun = beginning(empty_heading(kind), day=today_of(request), is_series=is_series)
    return _page(request, worker, Shown(begun, is_checked=False))


@for_cataloguers
def edit(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Show an authority's record, and change it."""
    known = authority(number)
    if known is None:
        raise Http404
    if not fits(known.record):
        return cataloguing_page(
            request,
            worker,
            "cataloguing/authority_too_large.html",
            title=_("Too large to be edited here"),
            known=known,
            status=422,
        )
    if request.method == "POST":
        return _sent(request, worker, known)
    return _page(request, worker, Shown(known.record, known, known.seen))


@for_cataloguers
def delete(request: HttpRequest, worker: StaffFacts, *, number: int) -> HttpResponse:
    """Delete an authority that no title is under."""
    known = authority(number)
    if request.method != "POST" or known is None:
        return redirect("cataloguing:authorities")
    try:
        delete_authority(number, seen=told(request.POST, "seen"), by=hand_of(request, worker))
    except Refused as refused:
        return _page(request, worker, Shown(known.record, known, known.seen, said=why(refused)))
    return redirect("cataloguing:authority_history", number=number)


def _sent(request: HttpRequest, worker: StaffFacts, known: AuthorityTold | None) -> HttpResponse:
    draft = draft_of(request.POST)
    seen = told(request.POST, "seen")
    act = told(request.POST, "act")
    if act != "save":
        done = acted(draft, act, tag=told(request.POST, "new")[:3], of=AUTHORITIES)
        return _page(request, worker, Shown(done.record, known, seen, done.focus))
    record = written(draft)
    if any(each.is_grave for each in _found(record)):
        said = bad(_("Not saved. Put right what stands below; nothing you wrote is lost."))
        return _page(request, worker, Shown(draft, known, seen, said=said))
    try:
        saved = _save(request, worker, record, known=known, seen=seen)
    except Refused as refused:
        return _not_saved(request, worker, draft, known=known, refused=refused)
    if saved.batch is not None:
        return redirect("cataloguing:heading_change", number=saved.batch)
    return redirect(f"{redirect('cataloguing:authority', number=saved.number).url}?saved=1")


def _save(
    request: HttpRequest,
    worker: StaffFacts,
    record: Record,
    *,
    known: AuthorityTold | None,
    seen: str,
) -> Saved:
    by = hand_of(request, worker)
    if known is None:
        return Saved(write_authority(record, by=by))
    return change_authority(known.id, record, seen=seen, by=by)


def _not_saved(
    request: HttpRequest,
    worker: StaffFacts,
    draft: Record,
    *,
    known: AuthorityTold | None,
    refused: Refused,
) -> HttpResponse:
    """Say why, and of two who wrote at once show the later one both."""
    shown = Shown(draft, known, known.seen if known else "", said=why(refused))
    changed = any(each.code == Code.AUTHORITY_CHANGED_MEANWHILE for each in refused.reasons)
    if known is not None and changed:
        given = [each for each in known.record.fields if each.tag in {"001", "003", "005"}]
        mine = replace(known.record, fields=(*given, *written(draft).fields))
        lines = tuple(each for each in lines_of(known.record, mine) if each.is_changed)
        shown = replace(shown, lines=lines)
    return _page(request, worker, shown)


def _found(record: Record) -> tuple[Found, ...]:
    return authority_problems(replace(record, fields=tuple(own_rows(record))))


def _page(request: HttpRequest, worker: StaffFacts, shown: Shown) -> HttpResponse:
    record, known = shown.record, shown.known
    found = _found(record) if shown.is_checked else ()
    said = shown.said
    if said is None and request.method == "POST" and told(request.POST, "act") == "check":
        said = notice(_("See what stands below.")) if found else good(_("Nothing is wrong."))
    return cataloguing_page(
        request,
        worker,
        "cataloguing/authority_edit.html",
        title=known.heading if known else _("New authority"),
        said=said,
        known=known,
        seen=shown.seen,
        leader=record.leader,
        fixed=record.control("008"),
        rows=rows_of(record, found=found, focus=shown.focus, of=AUTHORITIES),
        problems=[(each, problem_text(each)) for each in found],
        known_fields=known_fields(AUTHORITIES),
        letters=LETTERS,
        lines=shown.lines,
    )
