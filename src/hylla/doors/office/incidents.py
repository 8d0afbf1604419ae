"""Incidents: who was in these tables, the 72 hours, what was decided, and the draft of a report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.office.case import Whose
from hylla.doors.office.door import OFFICERS, for_office, office_page, said_yes
from hylla.doors.office.incident_report import DECIDED, kinds_told, report_of
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import kinds_text
from hylla.formats.paper import pdf
from hylla.library.actions import agree_on_affected, require_two
from hylla.library.queries import StaffFacts, names_of, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.queries import details
from hylla.privacy import incidents as kept
from hylla.privacy.access import record
from hylla.privacy.approving import Sort, asked_of
from hylla.privacy.models.incidents import Decided
from hylla.privacy.record import as_markdown
from hylla.privacy.record.words import called
from hylla.privacy.vocabulary import Kind, Language, Role

LONGEST = 2000


def moment(label: Any, **options: Any) -> forms.DateTimeField:
    """Return a field for a moment, in the browser's own way of asking for one."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    return forms.DateTimeField(label=label, widget=widget, input_formats=formats, **options)


def _tables() -> Iterator[tuple[str, str]]:
    """Yield each table with what it is called and what kinds of data it has."""
    for table, kinds in kept.kinds_in_tables().items():
        told = kinds_text(" ".join(kinds))
        yield table, f"{called(table)} ({told})" if told else called(table)


class ReachForm(Form):
    """What happened to which tables, and when."""

    tables = forms.MultipleChoiceField(
        label=gettext_lazy("Which data"),
        choices=lambda: sorted(_tables(), key=lambda each: each[1]),
        widget=forms.CheckboxSelectMultiple,
    )
    from_at = moment(gettext_lazy("From"))
    until_at = moment(gettext_lazy("Until"))
    noticed_at = moment(gettext_lazy("When you noticed it: the 72 hours run from then"))
    words = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Name nobody."),
    )

    def clean(self) -> dict[str, Any]:
        """Let the time in question end after it begins."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("from_at") and told.get("until_at") and told["until_at"] < told["from_at"]:
            self.add_error("until_at", _("It ends before it begins."))
        return told


class DecisionForm(Form):
    """What was decided, and what was done."""

    decided = forms.ChoiceField(
        label=gettext_lazy("What was decided"),
        choices=list(DECIDED.items()),
    )
    measures = forms.CharField(
        label=gettext_lazy("Why, and what was done"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Name nobody."),
    )


@dataclass(frozen=True)
class Row:
    """An incident in the list."""

    facts: kept.IncidentFacts
    hours: int
    tone: str
    who: str


@for_office(OFFICERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List the incidents with their clocks, and write a new one down."""
    form = ReachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reach = kept.Reach(tuple(given["tables"]), given["from_at"], given["until_at"])
        made = kept.write_down(
            reach, noticed_at=given["noticed_at"], staff_id=worker.id, words=given["words"]
        )
        return redirect("office:incident", number=made)
    now = now_of(request)
    is_wrong = bool(form.errors)
    return office_page(
        request,
        worker,
        "office/incidents.html",
        title=_("Not written down: check what you wrote") if is_wrong else _("Incidents"),
        rows=[_row(each) for each in kept.incidents(now=now)],
        form=form,
        status=422 if is_wrong else 200,
    )


@for_office()
def one(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Show one incident: its numbers, its clock, what was decided."""
    return _one(request, worker, number)


@for_office(OFFICERS)
def change(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Note what was decided, that the authority was told, or that it is over."""
    if request.method != "POST":
        return redirect("office:incident", number=number)
    try:
        said = _changed(request, number)
    except kept.IncidentOver:
        said = bad(_("It is closed, or nothing was decided yet."))
    return _one(request, worker, number, said)


@for_office()
def agree(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Say yes to showing by name whom it touches."""
    if request.method != "POST":
        return redirect("office:incident", number=number)
    try:
        missing = agree_on_affected(number, staff_id=worker.id, now=now_of(request))
    except Refused as refused:
        return _one(request, worker, number, why(refused))
    done = _("Two people have said yes: the list is open to the privacy officer for a day.")
    return _one(request, worker, number, said_yes(missing, done))


@for_office(OFFICERS)
def affected(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Name whom it touches, once two people have said yes; each of them reads that it was done."""
    facts = _found(request, number)
    try:
        require_two(number, now=now_of(request))
    except Refused as refused:
        return _one(request, worker, number, why(refused))
    return office_page(
        request,
        worker,
        "office/affected.html",
        title=_("Whom it touches"),
        people=_people(request, worker, facts),
        number=number,
    )


@for_office(OFFICERS)
def report(request: HttpRequest, worker: StaffFacts, number: int, form: str) -> HttpResponse:
    """Give the draft of the report to the authority, as text or on paper: it names nobody."""
    facts, language = _found(request, number), Language(get_language() or Language.EN)
    made = report_of(facts, policy=policy_in_force(), language=language, now=now_of(request))
    if form == "pdf":
        answer = HttpResponse(pdf(made), content_type="application/pdf")
    elif form == "md":
        answer = HttpResponse(as_markdown(made), content_type="text/markdown; charset=utf-8")
    else:
        raise Http404
    answer.headers["Content-Disposition"] = f'attachment; filename="incident-{number}.{form}"'
    return answer


def _changed(request: HttpRequest, number: int) -> Said:
    now = now_of(request)
    if "told" in request.POST:
        kept.note_told(number, now=now)
        return good(_("Noted: the authority was told."))
    if "close" in request.POST:
        kept.close(number, now=now)
        return good(_("Closed. From now on its own period runs."))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return bad(_("Say what was decided, and why."))
    decided = Decided(form.cleaned_data["decided"])
    kept.decide(number, decided=decided, measures=form.cleaned_data["measures"], now=now)
    return good(_("Noted."))


def _found(request: HttpRequest, number: int) -> kept.IncidentFacts:
    facts = kept.incident_with(number, now=now_of(request))
    if facts is None:
        raise Http404
    return facts


def _one(
    request: HttpRequest, worker: StaffFacts, number: int, said: Said | None = None
) -> HttpResponse:
    facts = _found(request, number)
    asked = asked_of(Sort.AFFECTED, str(number))
    told = kept.counted(facts.reach).tables
    return office_page(
        request,
        worker,
        "office/incident.html",
        title=_("Incident %(number)d") % {"number": number},
        said=said,
        row=_row(facts),
        tables=[(called(each.label), each, kinds_told(each)) for each in told],
        decided=str(DECIDED[facts.decided]) if facts.decided else "",
        form=DecisionForm(initial={"measures": facts.measures}),
        asked=asked,
        has_agreed=asked is not None and worker.id in asked.by,
        is_officer=bool(worker.roles & set(OFFICERS)),
    )


def _row(facts: kept.IncidentFacts) -> Row:
    hours = facts.left // timedelta(hours=1)
    done = facts.closed_at or facts.told_at or facts.decided is Decided.NO_RISK
    tone = "quiet" if done else "bad" if hours < 0 else "notice"
    who = names_of([facts.opened_by_id]).get(facts.opened_by_id or 0, "")
    return Row(facts, hours, tone, who)


@transaction.atomic
def _people(request: HttpRequest, worker: StaffFacts, facts: kept.IncidentFacts) -> list[Whose]:
    now: datetime = now_of(request)
    found = []
    for person_id in kept.people_in(facts.reach):
        record(
            person_id,
            at=now,
            role=Role.PRIVACY_OFFICER,
            unit=worker.branch.code,
            task=Task.INCIDENT,
            kinds={Kind.NAME, Kind.CONTACT},
            staff_id=worker.id,
        )
        each = details(person_id)
        found.append(Whose(each.name, next(iter((*each.emails, *each.phones)), "")))
    return found
