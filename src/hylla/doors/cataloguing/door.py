"""Who may come to the cataloguers' pages, and where their menu leads."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.parts.menus import Place
from hylla.doors.parts.staff import CATALOGUERS
from hylla.doors.parts.staff_door import Answer, for_roles, open_to, staff_page
from hylla.library.queries import StaffFacts
from hylla.privacy.vocabulary import Role


def for_cataloguers(view: Answer) -> Answer:
    """Let only cataloguers through: `view(request, worker, ...)`."""
    return for_roles(CATALOGUERS, home="cataloguing:home", refuse=_refused)(view)


def cataloguing_page(
    request: HttpRequest, worker: StaffFacts, template: str, **context: Any
) -> HttpResponse:
    """Make a page; it answers 422 where `said` says that something was not done."""
    return staff_page(request, worker, template, _places(), **context)


def _places() -> tuple[Place, ...]:
    return (
        Place("cataloguing:home", _("Cataloguing"), CATALOGUERS),
        Place("cataloguing:titles", _("Titles"), CATALOGUERS),
        Place("cataloguing:authorities", _("Authorities"), CATALOGUERS),
        Place("cataloguing:imports", _("Import records"), CATALOGUERS),
        Place("cataloguing:many", _("Change many at once"), CATALOGUERS),
        Place("cataloguing:public_lists", _("Lists for readers"), CATALOGUERS, is_seldom=True),
        Place("cataloguing:duplicates", _("Duplicates"), CATALOGUERS, is_seldom=True),
        Place("cataloguing:profiles", _("Import profiles"), CATALOGUERS, is_seldom=True),
        Place("desk:item", _("Item"), CATALOGUERS),
        Place("desk:stock", _("Kinds and collections"), CATALOGUERS, is_seldom=True),
        Place("desk:inventories", _("Inventories"), CATALOGUERS, is_seldom=True),
    )


def _refused(request: HttpRequest, worker: StaffFacts, roles: tuple[Role, ...]) -> HttpResponse:
    return cataloguing_page(
        request,
        worker,
        "cataloguing/refused.html",
        title=_("This is not open to your role"),
        why=open_to(roles),
        status=403,
    )
