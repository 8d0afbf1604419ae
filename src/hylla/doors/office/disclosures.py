"""Requests to read what is kept, as public records or otherwise: the register, and each case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.doors.office.disclosure_form import (
    ABOUT,
    FIELDS,
    GIVEN,
    RULINGS,
    QuestionForm,
    RulingForm,
    WhoseForm,
    question_of,
)
from hylla.doors.office.door import OFFICERS, for_office, office_page, said_yes
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, bad, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import ASKERS
from hylla.formats.spreadsheets import as_csv
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import disclosing as acts
from hylla.patrons.actions.disclosing import Clerk, Handed
from hylla.privacy.clocks import ends
from hylla.privacy.declarations import TOLD_LATER
from hylla.privacy.disclosing import (
    CaseFacts,
    Decision,
    disclosure_case,
    disclosure_cases,
    drop_case,
    write_case,
)
from hylla.privacy.models.disclosing import About, Ruling
from hylla.privacy.policy import Country
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.record.words import called

SECRECY = {Country.SWEDEN: "se-osl-40-3", Country.NORWAY: "no-forvaltningsloven-13"}
"""The law by which loans are refused, by country."""


@dataclass(frozen=True)
class Row:
    """A case as the register shows it."""

    facts: CaseFacts
    asker: str
    about: str
    wanted: str
    refused: str
    given: str
    ruling: str
    tone: str


Act = Callable[[HttpRequest, StaffFacts, CaseFacts], Said]


@for_office(OFFICERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the register, and write a new case down."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = write_case(question_of(form.cleaned_data), on=today_of(request))
        return redirect("office:disclosure", number=made)
    is_wrong = bool(form.errors)
    cases = disclosure_cases(policy=policy_in_force(), now=now_of(request))
    return office_page(
        request,
        worker,
        "office/disclosures.html",
        title=_("Not written down: check what you wrote")
        if is_wrong
        else _("Who has asked to read what we keep"),
        rows=[_row(each) for each in cases],
        form=form,
        status=422 if is_wrong else 200,
    )


@for_office()
def one(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Show one case: it names nobody."""
    return _one(request, worker, number)


@for_office(OFFICERS)
def decide(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Decide what is handed out, on which law."""
    facts = _found(request, number)
    if request.method != "POST":
        return redirect("office:disclosure", number=number)
    form = RulingForm(facts, request.POST)
    if not form.is_valid():
        return _one(request, worker, number, form=form)
    given = form.cleaned_data
    try:
        decision = Decision(
            Ruling(given["ruling"]),
            given["law"].strip(),
            tuple(given["given"]),
            given["silence_law"].strip(),
        )
        acts.decide_disclosure(facts, decision, by=worker.id, now=now_of(request))
    except Refused as refused:
        form.refuse(refused, FIELDS)
        return _one(request, worker, number, form=form)
    return _one(request, worker, number, good(_("Decided.")))


@for_office()
def agree(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Say yes to handing out what is about many."""
    if request.method != "POST":
        return redirect("office:disclosure", number=number)
    facts, now = _found(request, number), now_of(request)
    try:
        missing = acts.agree_to_disclose(facts, staff_id=worker.id, now=now)
    except Refused as refused:
        return _one(request, worker, number, why(refused))
    done = _("Two people have said yes: the privacy officer may hand it out.")
    return _one(request, worker, number, said_yes(missing, done))


@for_office(OFFICERS)
def tell(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Let whoever was handed out in silence read it now."""
    if request.method != "POST":
        return redirect("office:disclosure", number=number)
    try:
        acts.tell_of_disclosure(_found(request, number), staff_id=worker.id)
    except Refused as refused:
        return _one(request, worker, number, why(refused))
    return _one(request, worker, number, good(_("Done: they read it from now on.")))


@for_office(OFFICERS)
def drop(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Forget a case that nobody has decided."""
    if request.method == "POST":
        drop_case(number)
    return redirect("office:disclosures")


@for_office(OFFICERS)
def hand(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Give the list, once; everyone on it reads that they were told of."""
    if request.method != "POST":
        return redirect("office:disclosure", number=number)
    facts, clerk = _found(request, number), Clerk(worker.id, worker.branch.code)
    try:
        rows = acts.hand_out(
            facts,
            card=told(request.POST, "card"),
            by=clerk,
            now=now_of(request),
        )
    except Refused as refused:
        return _one(request, worker, number, why(refused))
    answer = HttpResponse(_as_csv(rows, facts), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="case-{number}.csv"'
    return answer


def _as_csv(rows: tuple[Handed, ...], facts: CaseFacts) -> str:
    columns = [
        (_("Family name"), "family_name"),
        (_("Given name"), "given_name"),
        *((str(GIVEN[label]), COLUMNS[label]) for label in facts.given if label in COLUMNS),
    ]
    return as_csv(
        [name for name, _column in columns],
        ([getattr(each, column) for _name, column in columns] for each in rows),
    )


COLUMNS = {acts.ADDRESS: "address", acts.PHONE: "phones", acts.EMAIL: "emails"}


def _found(request: HttpRequest, number: int) -> CaseFacts:
    facts = disclosure_case(number, policy=policy_in_force(), now=now_of(request))
    if facts is None:
        raise Http404
    return facts


def _one(
    request: HttpRequest,
    worker: StaffFacts,
    number: int,
    said: Said | None = None,
    *,
    form: RulingForm | None = None,
) -> HttpResponse:
    facts = _found(request, number)
    if form is not None and said is None:
        said = bad(_("Not decided: check what you wrote."))
    return office_page(
        request,
        worker,
        "office/disclosure.html",
        title=_("Case %(number)d") % {"number": number},
        said=said,
        row=_row(facts),
        told_on=_told_on(facts),
        left_out=acts.left_out_now(),
        secrecy=CITATIONS[SECRECY[policy_in_force().country]].text,
        form=form or RulingForm(facts),
        hand_form=WhoseForm() if facts.question.about is About.ONE else Form(),
        has_agreed=worker.id in facts.said_yes,
        is_officer=bool(worker.roles & set(OFFICERS)),
    )


def _told_on(facts: CaseFacts) -> date | None:
    """Return the day on which the person is told at the latest, once it was handed out."""
    if not facts.is_untold or facts.handed_at is None:
        return None
    return ends(TOLD_LATER, policy=policy_in_force(), since=facts.handed_at)


def _row(facts: CaseFacts) -> Row:
    asked = facts.question
    tone, ruling = _state(facts)
    return Row(
        facts=facts,
        asker=", ".join(filter(None, (str(ASKERS[asked.asked_by]), asked.recipient))),
        about=str(ABOUT[asked.about]),
        wanted=_names(asked.wanted),
        refused=_names(facts.refused_always),
        given=", ".join(str(GIVEN[each]) for each in facts.given),
        ruling=ruling,
        tone=tone,
    )


def _names(labels: tuple[str, ...]) -> str:
    return ", ".join(called(each) for each in labels)


def _state(facts: CaseFacts) -> tuple[str, str]:
    if facts.ruling is None:
        return "notice", _("to be decided")
    if facts.closed_at is not None:
        return "quiet", str(RULINGS[facts.ruling])
    if not facts.is_ready:
        return "notice", _("waits for a second yes")
    return "good", _("to be handed out")
