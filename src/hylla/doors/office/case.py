"""One request: whose it is, what it comes to, what was done, and the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import besides_of
from hylla.circulation.queries import facets_of
from hylla.doors.office.case_forms import (
    REFUSALS,
    AnswerForm,
    CorrectionForm,
    DelayForm,
    LiftForm,
    RefusalForm,
)
from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.office.requests import Row, link_said, row_of
from hylla.doors.parts.facets import Group, groups
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.rights import ANSWERS, FIELDS, PROOFS, complaint_text, ground_text
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.actions import LiftedAs, announce_lift, lift_when_told
from hylla.patrons.actions import rectify
from hylla.patrons.actions.rights import prepare_extract
from hylla.patrons.queries import PatronDetails, details
from hylla.patrons.rules import AddressKind
from hylla.privacy.access import record
from hylla.privacy.rights import answering, terms
from hylla.privacy.rights.inbox import RequestFacts, request_with
from hylla.privacy.rights.onward import Onward, note_told, notices_of
from hylla.privacy.rights.statements import statements_of
from hylla.privacy.rights.terms import LEAVING, Answer, Delay, RequestKind
from hylla.privacy.vocabulary import Kind, Language, Role

SHOWN = {Kind.NAME, Kind.CONTACT, Kind.REQUEST}
CORRECTED = {
    "given_name": Kind.NAME,
    "family_name": Kind.NAME,
    "birth_date": Kind.BIRTH_DATE,
    "school_class": Kind.SCHOOL_CLASS,
    "address": Kind.ADDRESS,
}
"""What stands in a field is shown beside its correction; a national id is not, it is sealed."""
EXTRACTS = frozenset({RequestKind.EXTRACT, RequestKind.PORTABILITY})


@dataclass(frozen=True)
class Step:
    """One thing that was done, and when."""

    at: datetime
    text: str


@dataclass(frozen=True, repr=False)
class Whose:
    """Who asked, and where to answer them."""

    name: str
    reply_to: str


@dataclass(frozen=True, repr=False)
class Disputed:
    """A field that was not corrected, and what the person says of it."""

    field: str
    words: str


@dataclass(frozen=True, repr=False)
class Case:
    """A request as the officer works on it."""

    row: Row
    facts: RequestFacts
    whose: Whose
    guardian: Whose | None
    proof: str
    answer: str
    groups: list[Group]
    steps: tuple[Step, ...]
    onward: tuple[Onward, ...]
    disputed: tuple[Disputed, ...]
    now_there: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it has no answer yet."""
        return self.facts.answered_at is None

    @property
    def is_lasting(self) -> bool:
        """Whether it was granted, and holds until it is lifted."""
        return not self.is_waiting and self.facts.is_open and self.facts.kind in answering.LASTING

    @property
    def is_extract(self) -> bool:
        """Whether the answer is a link to what is kept."""
        return self.is_waiting and self.facts.kind in EXTRACTS and self.facts.person_id is not None

    @property
    def is_review(self) -> bool:
        """Whether it is decided at the desk, by whoever sees what stops the patron."""
        return self.facts.kind is RequestKind.REVIEW and self.facts.person_id is not None

    @property
    def is_correction(self) -> bool:
        """Whether a yes puts something right."""
        return is_correction(self.facts)


def is_correction(facts: RequestFacts) -> bool:
    """Say whether a yes to a request changes what is kept about somebody."""
    return facts.kind is RequestKind.RECTIFICATION and facts.person_id is not None


Act = Callable[[HttpRequest, UUID], Said]


@for_office(OFFICERS)
def shown(request: HttpRequest, worker: StaffFacts, request_id: UUID) -> HttpResponse:
    """Show one request; that it was shown is written into the person's read log."""
    return _page(request, worker, request_id)


def _done_by(act: Act) -> Callable[..., HttpResponseBase]:
    """Let a form do something to a request, and show what became of it."""

    @for_office(OFFICERS)
    def wrapped(request: HttpRequest, worker: StaffFacts, request_id: UUID) -> HttpResponse:
        if request.method != "POST":
            return redirect("office:request", request_id=request_id)
        try:
            said = act(request, request_id)
        except Refused as refused:
            said = why(refused)
        except answering.NotOpen:
            said = bad(_("It has its answer already, or is gone."))
        except answering.NotMade:
            said = bad(_("Words do not answer this. Do what it asks for: that answers it."))
        except answering.TooLate:
            said = bad(_("More time can be taken once, and only within the first month."))
        return _page(request, worker, request_id, said)

    return wrapped


@_done_by
def answer(request: HttpRequest, request_id: UUID) -> Said:
    """Say yes, or yes in part."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return bad(_("Choose what came of it."))
    came = Answer(form.cleaned_data["answer"])
    answering.answer_request(request_id, now=now_of(request), answer=came)
    return good(_("Answered. Now write to whoever asked."))


@for_office(OFFICERS)
def correct(request: HttpRequest, worker: StaffFacts, request_id: UUID) -> HttpResponse:
    """Put right what was asked for, which answers it; others who have it must be told."""
    policy, now = policy_in_force(), now_of(request)
    facts = request_with(request_id, policy=policy, now=now)
    if request.method != "POST" or facts is None or facts.person_id is None:
        return redirect("office:request", request_id=request_id)
    form = CorrectionForm(facts.what, request.POST)
    if form.is_valid():
        changes = form.changes(details(facts.person_id))
        came = Answer(form.cleaned_data["answer"])
        try:
            rectify(request_id, changes=changes, policy=policy, now=now, answer=came)
        except Refused as refused:
            form.refuse(refused, REFUSALS)
        else:
            return _page(request, worker, request_id, good(_("Put right, and answered.")))
    said = bad(_("Not put right: check what you wrote."))
    return _page(request, worker, request_id, said, form=form)


@_done_by
def tell_on(request: HttpRequest, request_id: UUID) -> Said:
    """Note that somebody who has the data was told of what came of a request."""
    now, number = now_of(request), number_of(told(request.POST, "notice"))
    if number not in {each.id for each in notices_of(request_id, now=now)}:
        return bad(_("This is not on the list any more."))
    note_told(number, now=now)
    return good(_("Noted: they have been told."))


@_done_by
def refuse(request: HttpRequest, request_id: UUID) -> Said:
    """Say no, with what the law gives as the reason (R27)."""
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return bad(_("Choose why the law lets us refuse."))
    ground = terms.Refused(form.cleaned_data["ground"])
    answering.refuse_request(request_id, ground=ground, now=now_of(request))
    title = _("Refused. Write this to whoever asked:")
    return good(title, ground_text(ground), complaint_text(policy_in_force()))


@_done_by
def extend(request: HttpRequest, request_id: UUID) -> Said:
    """Take two months more."""
    form = DelayForm(request.POST)
    if not form.is_valid():
        return bad(_("Choose why it takes longer."))
    delay, policy = Delay(form.cleaned_data["delay"]), policy_in_force()
    answering.extend_request(request_id, delay=delay, policy=policy, now=now_of(request))
    return good(_("Two months more are taken. Write to whoever asked, and say why."))


@_done_by
def unidentified(request: HttpRequest, request_id: UUID) -> Said:
    """End a request of which nobody could tell whose it is."""
    answering.leave_unidentified(request_id, now=now_of(request))
    return good(_("Ended. All they wrote is gone; that someone asked is kept briefly."))


@_done_by
def lift(request: HttpRequest, request_id: UUID) -> Said:
    """End what was granted and lasts, once whoever it protects knows."""
    form = LiftForm(request.POST)
    if not form.is_valid():
        return bad(_("Say how they know of it."))
    lifted_as = LiftedAs(form.cleaned_data["lifted_as"])
    lift_when_told(request_id, lifted_as=lifted_as, now=now_of(request))
    return good(_("Lifted."))


@_done_by
def announce(request: HttpRequest, request_id: UUID) -> Said:
    """Write to whoever a restriction protects that it is about to be lifted."""
    announce_lift(request_id, now=now_of(request))
    return good(_("Written. Lift it when the message has gone."))


@_done_by
def extract(request: HttpRequest, request_id: UUID) -> Said:
    """Make the extract behind a link that opens once."""
    language = Language(request.POST.get("language") or policy_in_force().default_language)
    word = prepare_extract(
        request_id, policy=policy_in_force(), now=now_of(request), language=language
    )
    return link_said(request, word)


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    request_id: UUID,
    said: Said | None = None,
    *,
    form: CorrectionForm | None = None,
) -> HttpResponse:
    case = _read(request, worker, request_id)
    return office_page(
        request,
        worker,
        "office/request.html",
        title=case.row.kind,
        said=said,
        case=case,
        correction_form=form or CorrectionForm(case.facts.what),
        answer_form=AnswerForm(auto_id="answer_%s"),
        refusal_form=RefusalForm(auto_id="refuse_%s"),
        lift_form=LiftForm(auto_id="lift_%s"),
        delay_form=DelayForm(auto_id="extend_%s"),
    )


@transaction.atomic
def _read(request: HttpRequest, worker: StaffFacts, request_id: UUID) -> Case:
    """Read a request with whose it is, and write down that it was read.

    :raises Http404: there is no such request any more.
    """
    policy, now = policy_in_force(), now_of(request)
    facts = request_with(request_id, policy=policy, now=now)
    if facts is None:
        raise Http404
    corrects = is_correction(facts) and facts.answered_at is None
    more = {CORRECTED[facts.what]} if corrects and facts.what in CORRECTED else set()
    for each in filter(None, (facts.person_id, facts.asked_by_id)):
        record(
            each,
            at=now,
            role=Role.PRIVACY_OFFICER,
            unit=worker.branch.code,
            task=Task.RIGHTS,
            kinds=SHOWN | more if each == facts.person_id else SHOWN,
            staff_id=worker.id,
        )
    return Case(
        row=row_of(facts),
        facts=facts,
        whose=_whose(facts.person_id) or Whose(facts.name, facts.reply_to),
        guardian=_whose(facts.asked_by_id),
        proof=str(PROOFS[facts.proof]),
        answer=_answer(facts),
        groups=_groups(request, facts),
        steps=tuple(_steps(facts)),
        onward=notices_of(facts.id, now=now),
        disputed=_disputed(facts.person_id),
        now_there=_now_there(facts) if more else "",
    )


def _now_there(facts: RequestFacts) -> str:
    """Return what stands in the field that a correction is about, for the officer to compare."""
    assert facts.person_id is not None, "a correction of somebody"  # noqa: S101 - for mypy
    found = details(facts.person_id)
    texts = {
        "given_name": found.given_name,
        "family_name": found.family_name,
        "birth_date": day_text(found.birth_date) if found.birth_date else "",
        "school_class": found.school_class,
        "address": _written(found),
    }
    return texts[facts.what] or _("Nothing")


def _written(found: PatronDetails) -> str:
    """Return the registered address in one line: the other goes by itself.

    Where a protected person lives is not said here either.
    """
    if found.protected:
        return _("Restricted")
    for each in found.addresses:
        if each.kind is AddressKind.REGISTERED:
            lines = (each.line_1, each.line_2, f"{each.postcode} {each.city}")
            return ", ".join(line for line in lines if line)
    return ""


def _disputed(person_id: UUID | None) -> tuple[Disputed, ...]:
    said = statements_of(person_id) if person_id else ()
    return tuple(Disputed(str(FIELDS[each.what]), each.words) for each in said)


def _whose(person_id: UUID | None) -> Whose | None:
    if person_id is None:
        return None
    found: PatronDetails = details(person_id)
    return Whose(found.name, next(iter((*found.emails, *found.phones)), ""))


def _answer(facts: RequestFacts) -> str:
    if facts.answer is None:
        return ""
    said = str(ANSWERS[facts.answer])
    return f"{said}: {ground_text(facts.ground)}" if facts.ground else said


def _groups(request: HttpRequest, facts: RequestFacts) -> list[Group]:
    """Return what a request to leave comes to, while it waits."""
    if facts.kind not in LEAVING or facts.person_id is None or not facts.is_open:
        return []
    policy = policy_in_force()
    found = facets_of(facts.person_id, policy=policy, now=now_of(request))
    return groups((*found, *besides_of(facts.person_id, policy=policy)))


def _steps(facts: RequestFacts) -> list[Step]:
    steps = [Step(facts.requested_at, _("It came"))]
    if facts.answered_at:
        steps.append(Step(facts.answered_at, _answer(facts) or _("Answered")))
    if facts.closed_at and facts.closed_at != facts.answered_at:
        steps.append(Step(facts.closed_at, _("Closed: nothing more comes of it")))
    return steps
