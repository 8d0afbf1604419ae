"""Sets for a group, of the open patron: lent in one go, taken as enough, or given up."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.circulation.actions import LentOfSet, cancel_set, lend_set, settle_for
from hylla.circulation.sentences import say
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.parts.page import Said, good, notice
from hylla.doors.parts.pausing import asked_hold
from hylla.doors.parts.refusals import why
from hylla.doors.parts.sets import of_copies
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused


@for_open_patron(needs="holds")
def lend(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Lend what stands ready of a set at this branch."""
    try:
        answers = lend_set(
            asked_hold(request),
            person_id=open_here.person_id,
            branch_id=worker.branch.id,
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not lent"), said=why(refused))
    return desk(request, worker, title=_("Set for a group"), said=_lent(answers))


@for_open_patron(needs="holds")
def settle(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Let what is there, or on its way, be enough."""
    policy, now = policy_in_force(), now_of(request)
    try:
        number = settle_for(
            asked_hold(request), person_id=open_here.person_id, now=now, policy=policy
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not changed"), said=why(refused))
    return desk(request, worker, title=_("Set for a group"), said=good(of_copies(number)))


@for_open_patron(needs="holds")
def cancel(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Give a set up."""
    policy, now = policy_in_force(), now_of(request)
    try:
        cancel_set(asked_hold(request), person_id=open_here.person_id, now=now, policy=policy)
    except Refused as refused:
        return desk(request, worker, title=_("Not cancelled"), said=why(refused))
    said = good(_("The set is cancelled, and we have forgotten it."))
    return desk(request, worker, title=_("Set for a group"), said=said)


def _lent(answers: tuple[LentOfSet, ...]) -> Said:
    """Say how many were lent, and of the others why not, by barcode."""
    done = sum(each.lent is not None for each in answers)
    text = ngettext("%(number)d copy is lent.", "%(number)d copies are lent.", done)
    lines = [text % {"number": done}]
    lines += [
        f"{each.barcode}: {' '.join(say(reason) for reason in each.reasons)}"
        for each in answers
        if each.lent is None
    ]
    return good(*lines) if len(lines) == 1 and done else notice(*lines)
