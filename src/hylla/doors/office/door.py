"""Who may come into the office, and where its menu leads."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hylla.doors.parts.menus import Entry, Place, entries
from hylla.doors.parts.page import Said, good, page
from hylla.doors.parts.staff import IN_THE_OFFICE, staff_of
from hylla.doors.parts.who import stay
from hylla.library.queries import StaffFacts
from hylla.privacy.extract.words import role_text
from hylla.privacy.vocabulary import Role

OFFICERS = (Role.PRIVACY_OFFICER,)
"""Who answers requests, and is shown whose they are."""

Answer = Callable[..., HttpResponse]


def for_office(roles: tuple[Role, ...] = IN_THE_OFFICE) -> Callable[[Answer], Answer]:
    """Let only staff with one of these roles through: `view(request, worker, ...)`."""

    def around(view: Answer) -> Answer:
        @wraps(view)
        def wrapped(request: HttpRequest, **named: Any) -> HttpResponse:
            worker = staff_of(request)
            if worker is None:
                after = request.path if request.method == "GET" else reverse("office:home")
                return redirect(f"{reverse('desk:log_in')}?{urlencode({'after': after})}")
            if worker.must_choose_password:
                return redirect("desk:ways_in")
            if not worker.roles & set(roles):
                return _refused(request, worker, roles)
            stay(request)
            return view(request, worker, **named)

        return wrapped

    return around


def office_page(
    request: HttpRequest,
    worker: StaffFacts,
    template: str,
    *,
    said: Said | None = None,
    **context: Any,
) -> HttpResponse:
    """Make a page of the office; it answers 422 where it says that something was not done."""
    often, seldom = entries(request, worker, _places())
    wrong = said is not None and said.tone == "bad"
    usual = {"said": [said] if said else [], "status": 422 if wrong else 200}
    menus = {"often": often, "seldom": seldom}
    return page(request, template, worker=worker, **{**usual, **menus, **context})


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
    names = ", ".join(role_text(role) for role in roles)
    may = worker.roles & set(IN_THE_OFFICE)
    return office_page(
        request,
        worker,
        "office/refused.html",
        title=_("This is not open to your role"),
        why=_("This is open to: %(roles)s. You have another role.") % {"roles": names},
        home=Entry(_("Privacy office"), reverse("office:home"), is_here=False) if may else None,
        status=403,
    )
