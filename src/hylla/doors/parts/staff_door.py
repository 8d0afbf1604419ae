"""A door for staff with certain roles: who comes in, and the frame of its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hylla.doors.parts.menus import Place, entries
from hylla.doors.parts.page import Said, page
from hylla.doors.parts.staff import staff_of
from hylla.doors.parts.who import stay
from hylla.library.queries import StaffFacts
from hylla.privacy.extract.words import role_text
from hylla.privacy.vocabulary import Role

Answer = Callable[..., HttpResponseBase]
_LARGEST = 10**18
"""No table has a number as large; databases break on some that are larger."""
Refuse = Callable[[HttpRequest, StaffFacts, tuple[Role, ...]], HttpResponse]


def for_roles(roles: tuple[Role, ...], *, home: str, refuse: Refuse) -> Callable[[Answer], Answer]:
    """Let only staff with one of these roles through: `view(request, worker, ...)`.

    Whoever has to log in comes to where they wanted to go, or to `home` after sending a form.
    """

    def around(view: Answer) -> Answer:
        @wraps(view)
        def wrapped(request: HttpRequest, **named: Any) -> HttpResponseBase:
            worker = staff_of(request)
            if worker is None:
                after = request.path if request.method == "GET" else reverse(home)
                return redirect(f"{reverse('desk:log_in')}?{urlencode({'after': after})}")
            if worker.must_choose_password:
                return redirect("desk:ways_in")
            if not worker.roles & set(roles):
                return refuse(request, worker, roles)
            stay(request)
            if any(isinstance(each, int) and each >= _LARGEST for each in named.values()):
                raise Http404
            return view(request, worker, **named)

        return wrapped

    return around


def staff_page(
    request: HttpRequest,
    worker: StaffFacts,
    template: str,
    places: tuple[Place, ...],
    *,
    said: Said | None = None,
    **context: Any,
) -> HttpResponse:
    """Make a page with a menu; it answers 422 where it says that something was not done."""
    often, seldom = entries(request, worker, places)
    wrong = said is not None and said.tone == "bad"
    usual = {"said": [said] if said else [], "status": 422 if wrong else 200}
    menus = {"often": often, "seldom": seldom}
    return page(request, template, worker=worker, **{**usual, **menus, **context})


def open_to(roles: tuple[Role, ...]) -> str:
    """Say to somebody with another role who may come in."""
    names = ", ".join(role_text(role) for role in roles)
    return _("This is open to: %(roles)s. You have another role.") % {"roles": names}
