"""Who may come into the office, and where its menu leads."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.parts.menus import Entry, Place
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.staff import IN_THE_OFFICE
from hylla.doors.parts.staff_door import Answer, for_roles, open_to, staff_page
from hylla.library.queries import StaffFacts
from hylla.privacy.vocabulary import Role

OFFICERS = (Role.PRIVACY_OFFICER,)
"""Who answers requests, and is shown whose they are."""


def for_office(roles: tuple[Role, ...] = IN_THE_OFFICE) -> Callable[[Answer], Answer]:
    """Let only staff with one of these roles through: `view(request, worker, ...)`."""
    return for_roles(roles, home="office:home", refuse=_refused)


def office_page(
    request: HttpRequest, worker: StaffFacts, template: str, **context: Any
) -> HttpResponse:
    """Make a page of the office; it answers 422 where `said` says that something was not done."""
    return staff_page(request, worker, template, _places(), **context)


def said_yes(missing: int, done: str) -> Said:
    """Say what came of a yes where two are needed: `done` once there are."""
    return good(_("You have said yes. One more person must.") if missing else done)


def _places() -> tuple[Place, ...]:
    return (
        Place("office:home", _("Overview"), IN_THE_OFFICE),
        Place("office:requests", _("Requests"), OFFICERS),
        Place("office:sentences", _("Promises"), IN_THE_OFFICE),
        Place("office:policy", _("Policy"), IN_THE_OFFICE),
        Place("office:processors", _("Processors"), IN_THE_OFFICE, is_seldom=True),
        Place("office:incidents", _("Incidents"), OFFICERS, is_seldom=True),
        Place("office:legal_holds", _("Held by law"), OFFICERS, is_seldom=True),
        Place("office:hand_over", _("Handing over"), IN_THE_OFFICE, is_seldom=True),
        Place("office:invoices", _("Invoices"), (Role.INVOICE,)),
        Place("office:looks", _("To look at"), IN_THE_OFFICE),
        Place("desk:home", _("Desk"), (Role.DESK, Role.CHILDREN)),
    )


def _refused(request: HttpRequest, worker: StaffFacts, roles: tuple[Role, ...]) -> HttpResponse:
    """Say who may see this, and what one can do instead."""
    may = worker.roles & set(IN_THE_OFFICE)
    return office_page(
        request,
        worker,
        "office/refused.html",
        title=_("This is not open to your role"),
        why=open_to(roles),
        home=Entry(_("Privacy office"), reverse("office:home"), is_here=False) if may else None,
        status=403,
    )
