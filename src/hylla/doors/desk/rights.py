"""What the open patron asks for by right at the desk: only against something shown (R45)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.circulation.actions import leave
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.forms import RightsForm
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.desk.worker import opening_role
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions.rights import ask, prepare_extract, restrict
from hylla.patrons.queries import details
from hylla.privacy.rights.terms import LEAVING, Asked, CameBy, Proof, RequestKind
from hylla.privacy.vocabulary import Role


@for_open_patron()
def take(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Take a request, and do at once what can be done at once."""
    form = RightsForm(request.POST)
    said = None
    if form.is_valid():
        try:
            said = _done(request, worker, open_here, form)
        except Refused as refused:
            form.refuse(refused, {"not_identified": "proof", "not_a_field": "what"})
    if said is None:
        return desk(request, worker, title=_("Request not taken"), rights_form=form)
    return desk(request, worker, title=_("Request taken"), said=said)


def _done(request: HttpRequest, worker: StaffFacts, open_here: Opened, form: RightsForm) -> Said:
    kind, policy, now = RequestKind(form.cleaned_data["kind"]), policy_in_force(), now_of(request)
    is_correction = kind is RequestKind.RECTIFICATION
    asked = Asked(
        came_by=CameBy.DESK,
        proof=Proof(form.cleaned_data["proof"]),
        role=opening_role(worker) or Role.DESK,
        unit=worker.branch.code,
        what=form.cleaned_data["what"] if is_correction else "",
        words=form.cleaned_data["words"] if is_correction else "",
    )
    person_id = open_here.person_id
    if kind in LEAVING:
        left = leave(person_id, policy=policy, now=now, asked=asked, kind=kind)
        return good(_("Taken. The patron's receipt has this code:"), left.code)
    if kind is RequestKind.RESTRICTION:
        restrict(person_id, policy=policy, now=now, asked=asked)
        return good(_("Taken. Nothing more is done with the data."))
    language = details(person_id).language
    taken = ask(kind, person_id=person_id, policy=policy, now=now, asked=asked)
    if kind is RequestKind.EXTRACT:
        word = prepare_extract(taken.pk, policy=policy, now=now, language=language)
        link = request.build_absolute_uri(reverse("mypage:fetch", args=[word]))
        return good(_("Give the patron this link. It works once, for a week:"), link)
    return good(_("Taken. The privacy officer answers within a month."))
