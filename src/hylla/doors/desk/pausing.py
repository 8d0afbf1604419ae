"""A hold of the open patron's is paused, or its turn counts again."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.circulation.actions import resume_hold, suspend_hold
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.parts.page import good
from hylla.doors.parts.pausing import asked_hold, asked_pause
from hylla.doors.parts.refusals import why
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused


@for_open_patron(needs="holds")
def pause_hold(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Let copies go to others for some days; the place in the queue stays."""
    try:
        pause = asked_pause(request)
        suspend_hold(
            asked_hold(request),
            pause=pause,
            person_id=open_here.person_id,
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not paused"), said=why(refused))
    said = good(_("The hold is paused until %(day)s.") % {"day": day_text(pause.until_on)})
    return desk(request, worker, title=_("Hold paused"), said=said)


@for_open_patron(needs="holds")
def resume(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Take the pause of a hold away."""
    try:
        resume_hold(asked_hold(request), person_id=open_here.person_id)
    except Refused as refused:
        return desk(request, worker, title=_("Not changed"), said=why(refused))
    said = good(_("The pause is removed. The place in the queue is the same."))
    return desk(request, worker, title=_("Pause removed"), said=said)
