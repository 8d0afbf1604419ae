"""What the open patron asks for by right at the desk: only against something shown (R45)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.circulation.actions import TakenUp, take_up
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.forms import ABOUT_SOMETHING, HAVE_WORDS, RightsForm, StrangerForm
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import desk_page, for_staff, opening_role
from hylla.doors.parts.page import Said, good, notice, today_of
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions.rights import ask
from hylla.patrons.queries import PatronDetails, details
from hylla.privacy.rights.terms import Asked, CameBy, Proof, RequestKind
from hylla.privacy.vocabulary import Role

FIELDS = {
    "not_identified": "proof",
    "not_a_field": "what",
    "no_objection": "what",
    "no_such_consent": "what",
    "not_their_guardian": "guardian",
}
"""Beside which field each refusal stands."""


@for_open_patron()
def take(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Take a request, and do at once what can be done at once."""
    form, known = RightsForm(request.POST), details(open_here.person_id, on=today_of(request))
    form.offer((each.id, each.name) for each in known.guardians)
    said = None
    if form.is_valid():
        try:
            said = _taken(request, worker, known, form)
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if said is None:
        return desk(request, worker, title=_("Request not taken"), rights_form=form)
    return desk(request, worker, title=_("Request taken"), said=said)


@for_staff(OPENERS)
def stranger(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take a request of somebody without a card: also they are answered."""
    form = StrangerForm(request.POST or None)
    said = None
    if request.method == "POST" and form.is_valid():
        kind, asked = RequestKind(form.cleaned_data["kind"]), _asked(worker, form)
        try:
            ask(kind, person_id=None, policy=policy_in_force(), now=now_of(request), asked=asked)
        except Refused as refused:
            form.refuse(refused, FIELDS)
        else:
            said = good(_("Taken. The privacy officer answers within a month."))
            form = StrangerForm()
    return desk_page(
        request,
        worker,
        "desk/stranger.html",
        title=_("Request not taken") if form.errors else _("Somebody without a card asks"),
        said=[said] if said else [],
        form=form,
        status=422 if form.errors else 200,
    )


def _taken(
    request: HttpRequest, worker: StaffFacts, known: PatronDetails, form: RightsForm
) -> Said:
    kind = RequestKind(form.cleaned_data["kind"])
    guardian = _guardian(known, form.cleaned_data.get("guardian", ""))
    taken = take_up(
        kind,
        person_id=known.person_id,
        asked=_asked(worker, form, guardian),
        policy=policy_in_force(),
        now=now_of(request),
    )
    return _said(request, kind, taken)


def _asked(
    worker: StaffFacts, form: RightsForm | StrangerForm, guardian: UUID | None = None
) -> Asked:
    told = form.cleaned_data
    kind, is_stranger = RequestKind(told["kind"]), isinstance(form, StrangerForm)
    what = told.get("what", "other" if kind is RequestKind.RECTIFICATION else "")
    return Asked(
        came_by=CameBy.DESK,
        proof=Proof(told["proof"]),
        role=opening_role(worker) or Role.DESK,
        unit=worker.branch.code,
        what=what if kind in ABOUT_SOMETHING else "",
        words=told["words"] if is_stranger or kind in HAVE_WORDS else "",
        name=told.get("name", ""),
        reply_to=told.get("reply_to", ""),
        guardian=guardian,
    )


def _guardian(known: PatronDetails, told: str) -> UUID | None:
    return next((each.person_id for each in known.guardians if str(each.id) == told), None)


def _said(request: HttpRequest, kind: RequestKind, taken: TakenUp) -> Said:
    if taken.waits_for_child:
        return notice(
            _("Taken. The child is old enough to decide, and is asked now."),
            _("Nothing is done before the child says yes."),
        )
    if taken.code:
        return good(_("Taken. The patron's receipt has this code:"), taken.code)
    if taken.word:
        link = request.build_absolute_uri(reverse("mypage:fetch", args=[taken.word]))
        return good(_("Give the patron this link. It works once, for a week:"), link)
    if kind is RequestKind.RESTRICTION:
        return good(_("Taken. Nothing more is done with the data."))
    if kind is RequestKind.REVIEW:
        return good(_("Taken. A colleague looks at it within a month, and we write the answer."))
    if kind is RequestKind.WITHDRAWAL:
        return good(_("Taken back. What rested on it is deleted for good."))
    return good(_("Taken. The privacy officer answers within a month."))
