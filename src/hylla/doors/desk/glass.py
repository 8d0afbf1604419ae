"""Breaking the glass at the desk: a record that no task opens, with a reason the patron reads."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import open_patron
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import desk_page, for_staff, opening_role
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import GLASS
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused
from hylla.patrons.actions import Asker, approve_glass, break_glass
from hylla.patrons.models.glass import GlassBroken, GlassReason
from hylla.patrons.queries import matching
from hylla.patrons.queries.glass import Glass, glass_open, glass_waiting
from hylla.privacy.vocabulary import Role

BREAKERS = tuple(role for role in OPENERS if role is Role.DESK)
"""Whose record may be anybody's; a children's librarian asks the desk."""


class GlassForm(Form):
    """Whom, told by a name and one thing more, and why; the words are not for the patron."""

    name = line(gettext_lazy("Name"))
    also = line(
        gettext_lazy("One thing more"),
        help_text=gettext_lazy("Birth date, telephone, e-mail, postcode or card number"),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, which the patron reads"), choices=list(GLASS.items())
    )
    words = line(
        gettext_lazy("What happened, for the privacy officer"),
        max_length=500,
        help_text=gettext_lazy("The patron reads the reason above, not these words."),
    )


@dataclass(frozen=True)
class Row:
    """One that waits or is open, without whose it is."""

    id: int
    reason: str
    is_own: bool
    asked: Glass


@for_staff(BREAKERS)
def broken(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Ask for a reason; open the record, or let it wait for a second person."""
    if request.method != "POST":
        return _page(request, worker, GlassForm())
    form = GlassForm(request.POST)
    if not form.is_valid():
        return _page(request, worker, form)
    try:
        glass = _broken(request, worker, form)
    except Refused as refused:
        form.refuse(refused, {"glass_needs_words": "words"})
        return _page(request, worker, form)
    if glass is None:
        form.add_error("also", _("Nobody fits, or more than one does. Say what only they share."))
        return _page(request, worker, form)
    if glass.until_at is None:
        said = good(_("A colleague must say yes to this, on this page, within an hour."))
        return _page(request, worker, GlassForm(), said)
    open_patron(request, glass.person_id, Task.BREAK_GLASS)
    return desk(request, worker, said=good(_("Open for 15 minutes. The patron reads that it was.")))


def _broken(request: HttpRequest, worker: StaffFacts, form: GlassForm) -> GlassBroken | None:
    fields, role = form.cleaned_data, opening_role(worker)
    assert role is not None, "the decorator lets only these roles in"  # noqa: S101 - for mypy
    found = matching(name=fields["name"], also=fields["also"], with_protected=True)
    if len(found.hits) != 1:
        return None
    return break_glass(
        found.hits[0].person_id,
        by=Asker(worker.id, role, worker.branch.code),
        reason=GlassReason(fields["reason"]),
        words=fields["words"],
        now=now_of(request),
    )


@for_staff(BREAKERS)
def approve(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Say yes, as the second person, to what a colleague asks."""
    number = number_of(told(request.POST, "glass"))
    if request.method != "POST" or number is None:
        return redirect("desk:glass")
    try:
        approve_glass(number, staff_id=worker.id, now=now_of(request))
    except Refused as refused:
        return _page(request, worker, GlassForm(), why(refused))
    said = good(_("Your colleague can open the record now, for 15 minutes."))
    return _page(request, worker, GlassForm(), said)


@for_staff(BREAKERS)
def open_broken(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Open a record to which a second person has said yes."""
    number = number_of(told(request.POST, "glass"))
    allowed = glass_open(worker.id, now=now_of(request))
    found = next((each for each in allowed if each.id == number), None)
    if request.method != "POST" or found is None:
        said = bad(_("Nothing waits here any more."))
        return _page(request, worker, GlassForm(), said if request.method == "POST" else None)
    open_patron(request, found.person_id, Task.BREAK_GLASS)
    return desk(request, worker, said=good(_("Open for 15 minutes. The patron reads that it was.")))


def _page(
    request: HttpRequest, worker: StaffFacts, form: GlassForm, said: Said | None = None
) -> HttpResponse:
    now = now_of(request)
    wrong = bool(form.errors) or (said is not None and said.tone == "bad")
    return desk_page(
        request,
        worker,
        "desk/glass.html",
        title=_("Not opened") if wrong else _("Open for a special reason"),
        said=[said] if said else [],
        form=form,
        waiting=[_row(each, worker) for each in glass_waiting(now=now)],
        allowed=[_row(each, worker) for each in glass_open(worker.id, now=now)],
        status=422 if wrong else 200,
    )


def _row(glass: Glass, worker: StaffFacts) -> Row:
    return Row(glass.id, str(GLASS[glass.reason]), glass.staff_id == worker.id, glass)
