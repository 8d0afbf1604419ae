"""An administrator helps a colleague who has lost what they log in with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.doors.desk.entering import asked_again
from hylla.doors.desk.worker import desk_page, for_staff
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.passkeys import number_of
from hylla.doors.parts.told import told
from hylla.library.actions import reset_second_factor
from hylla.library.queries import StaffFacts, colleagues
from hylla.patrons.actions import end_staff_log_ins
from hylla.privacy.vocabulary import Role

HELPERS = (Role.ADMINISTRATOR,)
"""Who may take a colleague's second factor away."""


@for_staff(HELPERS)
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show who works here, and whether they have a second factor."""
    return _page(request, worker)


@for_staff(HELPERS)
def reset(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take away a colleague's second factor, and log them out; they make a new one."""
    if request.method != "POST":
        return redirect("desk:colleagues")
    if asked := asked_again(request):
        return asked
    number = number_of(told(request.POST, "colleague"))
    found = next((each for each in colleagues() if each.id == number), None)
    if found is None:
        return _page(request, worker, said=bad(_("Nobody of that name works here.")))
    if found.id == worker.id:
        said = bad(_("This is you. Ask a colleague, or change it under How you log in."))
        return _page(request, worker, said=said)
    reset_second_factor(found.id)
    end_staff_log_ins(found.id)
    said = good(
        _("%(name)s makes a new second factor at the next log-in.") % {"name": found.name},
        _("Until then the password alone is what protects the account: do it together, now."),
    )
    return _page(request, worker, said=said)


def _page(request: HttpRequest, worker: StaffFacts, *, said: Said | None = None) -> HttpResponse:
    return desk_page(
        request,
        worker,
        "desk/colleagues.html",
        title=_("Colleagues' log-ins"),
        said=[said] if said else [],
        colleagues=colleagues(),
        status=422 if said is not None and said.tone == "bad" else 200,
    )
