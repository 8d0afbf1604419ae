"""Reading what patrons have written before others do: a text, a title and a day, and not whose."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.desk.worker import MODERATORS, desk_page, for_staff
from hylla.doors.parts.opinions import WhyForm
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.formats.language import tongue
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.extract.coded import code_text
from hylla.privacy.policy import Moderated
from hylla.reviews import actions
from hylla.reviews.queries import to_judge

PASS, REFUSE = "pass", "refuse"


@for_staff(MODERATORS)
def moderate(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what waits to be read, the first of it whole."""
    return _page(request, worker)


@for_staff(MODERATORS)
def moderate_one(request: HttpRequest, worker: StaffFacts, *, review_id: UUID) -> HttpResponse:
    """Show one text whole, publish it or not, and go on to the next."""
    if request.method != "POST":
        return _page(request, worker, review_id=review_id)
    on = today_of(request)
    try:
        if told(request.POST, "step") == PASS:
            actions.pass_review(review_id, staff_id=worker.id, on=on)
            return _page(request, worker, said=good(_("It is published.")))
        form = WhyForm(request.POST)
        if not form.is_valid():
            return _page(request, worker, review_id=review_id, form=form)
        reason, now = form.reason(), now_of(request)
        actions.refuse_review(
            review_id, why=reason, staff_id=worker.id, now=now, policy=policy_in_force()
        )
    except Refused as refused:
        return _page(request, worker, said=why(refused))
    said = good(_("It is not published. Whoever wrote it reads why."))
    return _page(request, worker, said=said)


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    review_id: UUID | None = None,
    form: WhyForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    waiting = to_judge(staff_id=worker.id)
    shown = next((each for each in waiting if each.id == review_id), None)
    if review_id is not None and shown is None and said is None:
        said = Said(
            "bad", (_("This review is gone, or was written anew. Look at the list again."),)
        )
    shown = shown or next(iter(waiting), None)
    wrong = form is not None or (said is not None and said.tone == "bad")
    return desk_page(
        request,
        worker,
        "desk/moderate.html",
        title=_("Not done: say what is wrong with it") if form else _("Reviews to read"),
        said=[said] if said else [],
        each=shown,
        language=tongue(shown.language).name if shown else "",
        reported=code_text(shown.reported_for, "reason") if shown else "",
        form=form or WhyForm(with_name=bool(shown and shown.name)),
        others=[each for each in waiting if shown and each.id != shown.id],
        waiting=len(waiting),
        is_read_first=policy_in_force().reviews.moderated is Moderated.BEFORE,
        status=422 if wrong else 200,
    )
