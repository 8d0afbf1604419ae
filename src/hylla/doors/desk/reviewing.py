"""A person looks at what the program has stopped somebody for, and decides (GDPR article 22(3))."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import LiftUntil, keep_block, let_borrow
from hylla.circulation.queries import ReviewCase, review_case, reviews_waiting
from hylla.circulation.rules.reviewing import USUALLY_DAYS
from hylla.doors.desk.worker import REVIEWERS, desk_page, for_staff
from hylla.doors.parts.claims import lines_of
from hylla.doors.parts.forms import Form, day
from hylla.doors.parts.page import Said, bad, good, notice, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.rights import GROUNDS
from hylla.doors.parts.saying import say
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import money
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.access import record
from hylla.privacy.rights.restriction import Restricted
from hylla.privacy.rights.terms import OF_A_REVIEW
from hylla.privacy.rights.terms import Refused as Ground
from hylla.privacy.vocabulary import Kind

SHOWN = frozenset({Kind.NAME, Kind.BLOCK, Kind.MONEY, Kind.REQUEST})
FIELDS = {"reprieve_past": "until_on", "reprieve_too_long": "until_on"}


class LiftForm(Form):
    """Until when they may borrow all the same."""

    until_on = day(gettext_lazy("They may borrow until"))
    while_no_more = forms.BooleanField(
        label=gettext_lazy("Only as long as they owe no more than now"), required=False
    )


class KeepForm(Form):
    """Why it stays."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why it stays; the patron reads it"),
        choices=[("", "–"), *((each.value, GROUNDS[each]) for each in OF_A_REVIEW)],
    )


@for_staff(REVIEWERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what waits for a decision, by its clock: nobody's name stands here."""
    return _list(request, worker)


@for_staff(REVIEWERS)
def one(request: HttpRequest, worker: StaffFacts, *, request_id: UUID) -> HttpResponse:
    """Show one case with what stops its patron, and decide it; the patron reads who looked."""
    if request.method != "POST":
        return _case(request, worker, request_id)
    do = told(request.POST, "do")
    try:
        if do == "keep":
            return _keep(request, worker, request_id)
        return _lift(request, worker, request_id, is_over=do == "over")
    except (Refused, Restricted) as no:
        said = why(no) if isinstance(no, Refused) else bad(str(no))
        return _list(request, worker, said)


def _keep(request: HttpRequest, worker: StaffFacts, request_id: UUID) -> HttpResponse:
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _case(request, worker, request_id, keep=form)
    ground = Ground(form.cleaned_data["ground"])
    keep_block(request_id, ground=ground, staff_id=worker.id, now=now_of(request))
    return _list(
        request, worker, good(_("Decided: it stays. We write to the patron; My page says why."))
    )


def _lift(
    request: HttpRequest, worker: StaffFacts, request_id: UUID, *, is_over: bool
) -> HttpResponse:
    """Lift it to a day; where nothing stops them any more, there is no day to be told."""
    form = LiftForm({"until_on": today_of(request)} if is_over else request.POST)
    if form.is_valid():
        given = form.cleaned_data
        lift = LiftUntil(given["until_on"], while_no_more=given["while_no_more"])
        try:
            let_borrow(
                request_id,
                lift=lift,
                staff_id=worker.id,
                policy=policy_in_force(),
                now=now_of(request),
            )
        except Refused as refused:
            if not {each.code for each in refused.reasons} <= set(FIELDS):
                raise
            form.refuse(refused, FIELDS)
        else:
            text = _("Decided: they may borrow. We write to the patron; My page says until when.")
            return _list(request, worker, good(text))
    return _case(request, worker, request_id, lift=form)


def _case(
    request: HttpRequest,
    worker: StaffFacts,
    request_id: UUID,
    *,
    lift: LiftForm | None = None,
    keep: KeepForm | None = None,
) -> HttpResponse:
    try:
        case = _read(request, worker, request_id)
    except Restricted as restricted:
        return _list(request, worker, bad(str(restricted)))
    if case is None:
        return _list(request, worker, notice(_("It is decided already, or taken back.")))
    usual = today_of(request) + timedelta(days=USUALLY_DAYS)
    is_wrong = bool(lift or keep)
    return desk_page(
        request,
        worker,
        "desk/review.html",
        title=_("Not decided: check what you chose") if is_wrong else _("A block to be looked at"),
        case=case,
        stops=[say(each) for each in case.stops],
        claims=lines_of(case.claims),
        owed=money(sum(each.amount_ore for each in case.claims)),
        lift_form=lift or LiftForm(initial={"until_on": usual, "while_no_more": True}),
        keep_form=keep or KeepForm(),
        status=422 if is_wrong else 200,
    )


@transaction.atomic
def _read(request: HttpRequest, worker: StaffFacts, request_id: UUID) -> ReviewCase | None:
    """Read a case, and write first into the patron's log that it was read."""
    policy, now = policy_in_force(), now_of(request)
    case = review_case(request_id, policy=policy, now=now)
    if case is not None:
        record(
            case.person_id,
            at=now,
            role=next(each for each in REVIEWERS if each in worker.roles),
            unit=worker.branch.code,
            task=Task.BLOCK_REVIEW,
            kinds=SHOWN,
            staff_id=worker.id,
        )
    return case


def _list(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    return desk_page(
        request,
        worker,
        "desk/reviews.html",
        title=_("Blocks to be looked at"),
        said=[said] if said else [],
        waiting=reviews_waiting(policy=policy_in_force(), now=now_of(request)),
        status=422 if said and said.tone == "bad" else 200,
    )
