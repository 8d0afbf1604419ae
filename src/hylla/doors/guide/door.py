"""Who may go through the guide, where they are in it, and that it is there once only."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.page import page
from hylla.library.queries import (
    FirstRunFacts,
    first_run,
    is_first_run_token,
    policy_in_force,
    staff_at_work,
)
from hylla.library.rules.first_run import STEPS, Step
from hylla.patrons.sessions import STAFF
from hylla.privacy.vocabulary import Role

COOKIE = "hylla_guide"
COOKIE_AGE = 30 * 24 * 60 * 60
NAMES: dict[Step, str | Promise] = {
    Step.LIBRARY: gettext_lazy("Library"),
    Step.POLICY: gettext_lazy("Promises"),
    Step.BRANCHES: gettext_lazy("Branches"),
    Step.ADMINISTRATOR: gettext_lazy("Administrator"),
    Step.RULES: gettext_lazy("Lending"),
    Step.TITLES: gettext_lazy("Titles"),
    Step.READY: gettext_lazy("Ready"),
}


Answer = Callable[..., HttpResponseBase]


def for_guide(step: Step) -> Callable[[Answer], Answer]:
    """Let whoever was let in through to `view(request, run)`, and to no step before its turn."""

    def around(view: Answer) -> Answer:
        @wraps(view)
        def wrapped(request: HttpRequest) -> HttpResponseBase:
            run = open_run()
            if not is_let_in(request):
                return redirect("guide:start")
            if STEPS.index(step) > STEPS.index(run.missing):
                return redirect(address(run.missing))
            answer = view(request, run)
            answer.headers["Cache-Control"] = "no-store"
            return answer

        return wrapped

    return around


def open_run() -> FirstRunFacts:
    """Return how far the guide has come.

    :raises Http404: it has ended, or was never begun.
    """
    run = first_run()
    if run is None:
        raise Http404
    return run


def is_let_in(request: HttpRequest) -> bool:
    """Say whether this browser has entered the code, or an administrator is logged in in it."""
    if is_first_run_token(request.COOKIES.get(COOKIE, "")):
        return True
    told = request.session.get(STAFF)
    worker = staff_at_work(told) if told is not None else None
    return worker is not None and Role.ADMINISTRATOR in worker.roles


def address(step: Step) -> str:
    """Return the name of a step's address."""
    return f"guide:{step}"


def guide_page(
    request: HttpRequest,
    run: FirstRunFacts | None,
    template: str,
    *,
    title: str,
    step: Step | None = None,
    **context: Any,
) -> HttpResponse:
    """Make a page of the guide, under the new library's name as soon as it has one."""
    name = run.particulars.library_name if run else ""
    at = STEPS.index(step) if step else 0
    return page(
        request,
        template,
        title=title,
        policy=replace(policy_in_force(), name=name or _("A new library")),
        # A sample's own mark and colour are not this library's.
        mark="",
        names=[str(NAMES[each]) for each in STEPS],
        at=at + 1,
        step=step,
        before=address(STEPS[at - 1]) if at else "",
        **context,
    )
