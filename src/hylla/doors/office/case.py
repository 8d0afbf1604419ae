"""One request: whose it is, what it comes to, what was done, and the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import besides_of
from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.office.requests import Row, row_of
from hylla.doors.parts.facets import Group, groups
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.rights import (
    ANSWERS,
    DELAYS,
    GROUNDS,
    PROOFS,
    complaint_text,
    ground_text,
)
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions.rights import prepare_extract
from hylla.patrons.queries import PatronDetails, details
from hylla.privacy.access import record
from hylla.privacy.erasure import facets
from hylla.privacy.rights import answering, terms
from hylla.privacy.rights.inbox import RequestFacts, request_with
from hylla.privacy.rights.terms import LAWS, LEAVING, Answer, Delay, RequestKind
from hylla.privacy.vocabulary import Kind, Language, Role

SHOWN = {Kind.NAME, Kind.CONTACT, Kind.REQUEST}
EXTRACTS = frozenset({RequestKind.EXTRACT, RequestKind.PORTABILITY})


class AnswerForm(Form):
    """What came of it."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=[(each.value, ANSWERS[each]) for each in (Answer.GRANTED, Answer.PARTLY)],
    )


class RefusalForm(Form):
    """Why not, by law."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why the law lets us refuse"),
        choices=[(each.value, f"{LAWS[each]}: {GROUNDS[each]}") for each in terms.Refused],
    )


class DelayForm(Form):
    """Why two months more are needed."""

    delay = forms.ChoiceField(
        label=gettext_lazy("Why it takes longer"),
        choices=[(each.value, DELAYS[each]) for each in Delay],
    )


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

    @property
    def is_waiting(self) -> bool:
        """Whether it has no answer yet."""
        return self.facts.answered_at is None

    @property
    def is_lasting(self) -> bool:
        """Whether it was granted, and holds until it is lifted."""
        return not self.is_waiting and self.facts.is_open and self.facts.kind not in LEAVING

    @property
    def is_extract(self) -> bool:
        """Whether the answer is a link to what is kept."""
        return self.is_waiting and self.facts.kind in EXTRACTS and self.facts.person_id is not None


Act = Callable[[HttpRequest, UUID], Said]


@for_office(OFFICERS)
def shown(request: HttpRequest, worker: StaffFacts, request_id: UUID) -> HttpResponse:
    """Show one request; that it was shown is written into the person's read log."""
    return _page(request, worker, request_id)


def _done_by(act: Act) -> Callable[..., HttpResponse]:
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


@_done_by
def refuse(request: HttpRequest, request_id: UUID) -> Said:
    """Say no, with what the law gives as the reason (R27)."""
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return bad(_("Choose why the law lets us refuse."))
    ground = terms.Refused(form.cleaned_data["ground"])
    answering.refuse_request(request_id, ground=ground, now=now_of(request))
    told = _("Refused. Write this to whoever asked:")
    return good(told, ground_text(ground), complaint_text(policy_in_force()))


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
    """End what was granted and lasts."""
    answering.lift(request_id, now=now_of(request))
    return good(_("Lifted. Tell the person first (GDPR article 18(3))."))


@_done_by
def extract(request: HttpRequest, request_id: UUID) -> Said:
    """Make the extract behind a link that opens once."""
    language = Language(request.POST.get("language") or policy_in_force().default_language)
    word = prepare_extract(
        request_id, policy=policy_in_force(), now=now_of(request), language=language
    )
    link = request.build_absolute_uri(reverse("mypage:fetch", args=[word]))
    return good(_("Send this link to whoever asked. It works once, for a week:"), link)


def _page(
    request: HttpRequest, worker: StaffFacts, request_id: UUID, said: Said | None = None
) -> HttpResponse:
    case = _read(request, worker, request_id)
    return office_page(
        request,
        worker,
        "office/request.html",
        title=case.row.kind,
        said=said,
        case=case,
        answer_form=AnswerForm(auto_id="answer_%s"),
        refusal_form=RefusalForm(auto_id="refuse_%s"),
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
    for each in filter(None, (facts.person_id, facts.asked_by_id)):
        record(
            each,
            at=now,
            role=Role.PRIVACY_OFFICER,
            unit=worker.branch.code,
            task=Task.RIGHTS,
            kinds=SHOWN,
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
    )


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
    found = facets(facts.person_id, now=now_of(request))
    return groups((*found, *besides_of(facts.person_id, policy=policy_in_force())))


def _steps(facts: RequestFacts) -> list[Step]:
    steps = [Step(facts.requested_at, _("It came"))]
    if facts.answered_at:
        steps.append(Step(facts.answered_at, _answer(facts) or _("Answered")))
    if facts.closed_at and facts.closed_at != facts.answered_at:
        steps.append(Step(facts.closed_at, _("Closed: nothing more comes of it")))
    return steps
