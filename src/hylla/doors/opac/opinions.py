"""What readers think of a title, for everybody to read; nobody's page, and nobody's name but one
that was made for it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.catalogue.queries import RecordFacts, record
from hylla.catalogue.queries.merged import where_merged
from hylla.doors.parts.crawling import slowing_crawlers
from hylla.doors.parts.opinions import WhyForm, rated_text
from hylla.doors.parts.page import good, page, today_of
from hylla.doors.parts.throttle import Throttle
from hylla.doors.parts.told import page_told
from hylla.formats.titles.schema_org import rated as told_of_stars
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.reviews import actions
from hylla.reviews.queries import is_published, opinions_of, ratings_of

A_FEW = 3
"""So many stand with the title itself."""
ON_A_PAGE = 10
REPORTS = Throttle(at_once=5, an_hour=10, together_at_once=60, together_an_hour=300)


def opinions_shown(record_id: int) -> dict[str, Any]:
    """Return what a title's page shows of what readers think of it."""
    policy = policy_in_force()
    if not policy.reviews.offered:
        return {}
    rated = ratings_of(record_id, policy=policy)
    return {
        "rated": rated,
        "stars": {} if rated.average is None else told_of_stars(rated.average, rated.count),
        "rated_text": rated_text(rated),
        "opinions": opinions_of(record_id, policy=policy, per_page=A_FEW),
        "reviews_are_offered": True,
    }


@slowing_crawlers
def reviews(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show all reviews of a title's work, page by page."""
    if into := where_merged(record_id):
        return redirect("opac:reviews", record_id=into, permanent=True)
    title = _title(record_id)
    policy = policy_in_force()
    rated, asked = ratings_of(record_id, policy=policy), page_told(request.GET)
    return page(
        request,
        "opac/reviews.html",
        title=_("Reviews of %(title)s") % {"title": title.title},
        here="search",
        record=title,
        rated=rated,
        rated_text=rated_text(rated),
        opinions=opinions_of(record_id, policy=policy, page=asked, per_page=ON_A_PAGE),
    )


@slowing_crawlers
def report(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Take a reader's word that a review should be looked at; who says so is not asked."""
    found = is_published(review_id, policy=policy_in_force())
    if found is None:
        raise Http404
    if request.method != "POST":
        return _report(request, review_id, WhyForm())
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _report(request, review_id, form, status=422)
    if not REPORTS.allows(request):
        form.add_error(None, _("Too many have asked just now. Wait a few minutes, and try again."))
        return _report(request, review_id, form, status=429)
    try:
        actions.report(review_id, why=form.reason(), on=today_of(request))
    except Refused as refused:
        form.refuse(refused, {})
        return _report(request, review_id, form, status=422)
    said = good(_("Thank you. Somebody who works here reads the review again."))
    return _report(request, review_id, None, said=[said])


def _report(
    request: HttpRequest, review_id: UUID, form: WhyForm | None, **more: Any
) -> HttpResponse:
    found = is_published(review_id, policy=policy_in_force())
    if found is None:
        raise Http404
    wrong = bool(form is not None and form.errors)
    return page(
        request,
        "opac/report.html",
        title=_("Not reported: check what you wrote") if wrong else _("Report a review"),
        here="search",
        each=found,
        form=form,
        **more,
    )


def _title(record_id: int) -> RecordFacts:
    found = record(record_id)
    if found is None or not policy_in_force().reviews.offered:
        raise Http404
    return found
