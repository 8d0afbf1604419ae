"""The last step: the library is its administrators', and the guide is gone."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.catalogue.queries import count_of_titles
from hylla.doors.guide.door import COOKIE, for_guide, guide_page
from hylla.doors.parts.who import now_of
from hylla.library.actions import finish_first_run
from hylla.library.queries import FirstRunFacts, branches
from hylla.library.rules.first_run import Step


@for_guide(Step.READY)
def ready(request: HttpRequest, run: FirstRunFacts) -> HttpResponse:
    """Say what there is and what comes next; with a press the guide ends for good."""
    is_over = request.method == "POST"
    if is_over:
        finish_first_run(run.missing, now=now_of(request))
    answer = guide_page(
        request,
        run,
        "guide/ready.html",
        title=_("The library is open") if is_over else _("Ready"),
        step=Step.READY,
        is_over=is_over,
        branches=branches(),
        titles=count_of_titles(),
    )
    if is_over:
        answer.delete_cookie(COOKIE, samesite="Strict")
    return answer
