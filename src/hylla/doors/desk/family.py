"""The guardians of the open patron, who is a child."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.forms import GuardianForm
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.parts import guardians
from hylla.doors.parts.page import bad, good, today_of
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons import actions
from hylla.patrons.queries import details, family_of


@for_open_patron(needs="family")
def add(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Make someone the guardian of the child who is open."""
    form = GuardianForm(request.POST)
    if form.is_valid():
        try:
            _add(request, form, open_here)
        except Refused as refused:
            form.refuse(refused, guardians.FIELDS)
    if form.errors:
        return desk(request, worker, title=_("Guardian not added"), guardian_form=form)
    said = good(_("The guardian is added."))
    return desk(request, worker, title=_("Guardian added"), said=said)


def _add(request: HttpRequest, form: GuardianForm, open_here: Opened) -> None:
    child = details(open_here.person_id)
    guardian = form.guardian(language=child.language)
    if guardian is None:
        form.add_error("guardian_card", _("Scan a card, or fill in a name."))
        return
    actions.add_guardian(
        child.person_id, guardian=guardian, policy=policy_in_force(), now=now_of(request)
    )


@for_open_patron(needs="family")
def end(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """End a guardianship of the open child's before its time."""
    day = today_of(request)
    running = {str(each.id): each for each in family_of(open_here.person_id, on=day).guardians}
    ended = running.get(told(request.POST, "guardianship"))
    if ended is None:
        return desk(request, worker, said=bad(_("There is no such guardian.")))
    actions.end_guardian(open_here.person_id, guardian_id=ended.person_id, on=day)
    said = good(_("%(name)s is no longer a guardian.") % {"name": ended.name})
    return desk(request, worker, title=_("Guardian ended"), said=said)
