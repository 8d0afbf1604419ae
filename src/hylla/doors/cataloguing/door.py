"""Who may come to the cataloguers' pages, and where their menu leads."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hylla.doors.parts.menus import Place, entries
from hylla.doors.parts.page import Said, page
from hylla.doors.parts.staff import CATALOGUERS, staff_of
from hylla.doors.parts.who import stay
from hylla.library.queries import StaffFacts
from hylla.privacy.extract.words import role_text

Answer = Callable[..., HttpResponseBase]


def for_cataloguers(view: Answer) -> Answer:
    """Let only cataloguers through: `view(request, worker, ...)`."""

    @wraps(view)
    def wrapped(request: HttpRequest, **named: Any) -> HttpResponseBase:
        worker = staff_of(request)
        if worker is None:
            after = request.path if request.method == "GET" else reverse("cataloguing:home")
            return redirect(f"{reverse('desk:log_in')}?{urlencode({'after': after})}")
        if worker.must_choose_password:
            return redirect("desk:ways_in")
        if not worker.roles & set(CATALOGUERS):
            return _refused(request, worker)
        stay(request)
        return view(request, worker, **named)

    return wrapped


def cataloguing_page(
    request: HttpRequest,
    worker: StaffFacts,
    template: str,
    *,
    said: Said | None = None,
    **context: Any,
) -> HttpResponse:
    """Make a page; it answers 422 where it says that something was not done."""
    often, seldom = entries(request, worker, _places())
    wrong = said is not None and said.tone == "bad"
    usual = {"said": [said] if said else [], "status": 422 if wrong else 200}
    menus = {"often": often, "seldom": seldom}
    return page(request, template, worker=worker, **{**usual, **menus, **context})


def _places() -> tuple[Place, ...]:
    return (
        Place("cataloguing:home", _("Cataloguing"), CATALOGUERS),
        Place("cataloguing:titles", _("Titles"), CATALOGUERS),
        Place("cataloguing:imports", _("Import records"), CATALOGUERS),
        Place("cataloguing:duplicates", _("Duplicates"), CATALOGUERS, is_seldom=True),
        Place("cataloguing:profiles", _("Import profiles"), CATALOGUERS, is_seldom=True),
        Place("desk:item", _("Item"), CATALOGUERS),
        Place("desk:stock", _("Kinds and collections"), CATALOGUERS, is_seldom=True),
        Place("desk:inventories", _("Inventories"), CATALOGUERS, is_seldom=True),
    )


def _refused(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    names = ", ".join(role_text(role) for role in CATALOGUERS)
    return cataloguing_page(
        request,
        worker,
        "cataloguing/refused.html",
        title=_("This is not open to your role"),
        why=_("This is open to: %(roles)s. You have another role.") % {"roles": names},
        status=403,
    )
