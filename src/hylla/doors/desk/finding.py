"""Finding a patron who has no card with them: by name and one thing more, at most ten, masked."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import keep_found, open_found_patron
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import desk_page, for_staff, opening_role
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import notice
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts
from hylla.library.refusals import Refused
from hylla.patrons.queries import Hit, matching
from hylla.privacy.access import record
from hylla.privacy.vocabulary import Kind


@dataclass(frozen=True)
class Listed:
    """Someone whom the search found, under the number by which this desk alone opens them."""

    id: int
    hit: Hit


class Search(Form):
    """A name, and one thing more that only the patron knows of themselves."""

    name = line(gettext_lazy("Name"))
    also = line(
        gettext_lazy("One thing more"),
        help_text=gettext_lazy("Birth date, telephone, e-mail, postcode or card number"),
    )


@for_staff(OPENERS)
def find(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Search; each patron who is listed can see that they were."""
    if request.method != "POST":
        return _page(request, worker, Search())
    form = Search(request.POST)
    if not form.is_valid():
        return _page(request, worker, form)
    try:
        hits = _listed(request, worker, form)
    except Refused as refused:
        form.refuse(refused, {})
        return _page(request, worker, form)
    return _page(request, worker, form, hits=hits)


@for_staff(OPENERS)
def open_found(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Open one of those whom the search found."""
    if request.method != "POST":
        return redirect("desk:find")
    if open_found_patron(request, told(request.POST, "listed")) is None:
        return redirect("desk:find")
    return desk(request, worker)


def found_by_words(request: HttpRequest, worker: StaffFacts, words: str) -> HttpResponse:
    """Lead from the desk's field to the search, with the name filled in."""
    said = notice(_("A name alone finds nobody: say one thing more."))
    return _page(request, worker, Search(initial={"name": words}), said=said)


def _listed(request: HttpRequest, worker: StaffFacts, form: Search) -> tuple[Listed, ...]:
    """Return the hits, and write for each of them that they were listed."""
    role = opening_role(worker)
    assert role is not None, "the decorator lets only these roles in"  # noqa: S101 - for mypy
    with transaction.atomic():
        hits = matching(name=form.cleaned_data["name"], also=form.cleaned_data["also"])
        for hit in hits:
            record(
                hit.person_id,
                at=now_of(request),
                role=role,
                unit=worker.branch.code,
                task=Task.LIST,
                kinds={Kind.NAME, Kind.BIRTH_DATE},
            )
        listed = keep_found(request, (hit.person_id for hit in hits))
    return tuple(Listed(*each) for each in zip(listed, hits, strict=True))


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    form: Search,
    *,
    hits: tuple[Listed, ...] | None = None,
    said: object = None,
) -> HttpResponse:
    wrong = bool(form.errors)
    return desk_page(
        request,
        worker,
        "desk/find.html",
        title=_("Not searched: check what you wrote") if wrong else _("Find a patron"),
        said=[said] if said else [],
        form=form,
        hits=hits,
        searched=hits is not None,
        status=422 if wrong else 200,
    )
