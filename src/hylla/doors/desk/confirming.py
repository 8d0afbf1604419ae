"""People who asked for a card on the web: compared with what they show, confirmed or refused."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import open_patron
from hylla.doors.desk.worker import CONFIRMERS, desk_page, for_staff, opening_role
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import LookedAt, confirm_applicant, read_applicant, remove_applicant
from hylla.patrons.models import Applicant
from hylla.patrons.queries import ApplicantFacts, Waiting, applicant, waiting
from hylla.patrons.rules import Code, Seen, masked_national_id
from hylla.patrons.rules.applicants import takes_numbers
from hylla.privacy.vocabulary import Kind

MOST_LISTED = 30
LISTED = {Kind.NAME, Kind.BIRTH_DATE}
COMPARED = LISTED | {Kind.NATIONAL_ID, Kind.CONTACT, Kind.ADDRESS, Kind.FAMILY, Kind.MEMBERSHIP}
FIELDS: Mapping[str, str] = {
    **{each: "national_id" for each in Code if each.startswith("national_id")},
    **{each: "birth_date" for each in Code if each.startswith("birth_date")},
    "name_missing": "family_name",
    "name_malformed": "family_name",
    "no_category_for_age": "birth_date",
}


class Comparison(Form):
    """What the proof says, filled in with what was written."""

    given_name = line(gettext_lazy("Given name"), max_length=100, required=False)
    family_name = line(gettext_lazy("Family name"), max_length=100, required=False)
    birth_date = day(gettext_lazy("Birth date"), required=False)
    national_id = line(gettext_lazy("National id"), max_length=20, required=False)

    def __init__(self, shown: ApplicantFacts, told: QueryDict | None = None) -> None:
        names = ("given_name", "family_name", "birth_date")
        super().__init__(told, initial={name: getattr(shown, name) for name in names})
        if not takes_numbers(policy_in_force()):
            del self.fields["national_id"]
        elif shown.national_id:
            masked = masked_national_id(shown.national_id)
            has = _("%(number)s was written. Left empty, it stays.") % {"number": masked}
            self.fields["national_id"].help_text = has
        else:
            self.fields["national_id"].help_text = _("Voluntary; none was written.")

    def seen(self) -> Seen:
        """Return what the proof says."""
        told = self.cleaned_data
        return Seen(
            given_name=told.get("given_name", ""),
            family_name=told.get("family_name", ""),
            birth_date=told.get("birth_date"),
            national_id=told.get("national_id", ""),
        )


@for_staff(CONFIRMERS)
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show who waits, or open the one with the reference that was typed."""
    if request.method != "POST":
        return _list(request, worker)
    sought = told(request.POST, "reference").upper().replace(" ", "")
    found = [each for each in _waiting(request) if each.reference == sought]
    if not found:
        return _list(request, worker, bad(_("Nobody waits with this reference.")))
    return _compare(request, worker, found[0].applicant_id)


@for_staff(CONFIRMERS)
def compare(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show what someone wrote, beside fields for what they show."""
    applicant_id = known_id(told(request.POST, "id"))
    if request.method != "POST" or applicant_id is None:
        return redirect("desk:waiting")
    return _compare(request, worker, applicant_id)


@for_staff(CONFIRMERS)
def confirm(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Make someone a patron, and open their record at this desk."""
    applicant_id = known_id(told(request.POST, "id"))
    if request.method != "POST" or applicant_id is None:
        return redirect("desk:waiting")
    policy, now = policy_in_force(), now_of(request)
    shown = applicant(applicant_id, policy=policy, now=now)
    if shown is None:
        return _list(request, worker, _gone())
    form = Comparison(shown, request.POST)
    if not form.is_valid():
        return _compare(request, worker, applicant_id, form)
    try:
        done = confirm_applicant(applicant_id, seen=form.seen(), policy=policy, now=now)
    except Refused as refused:
        form.refuse(refused, FIELDS)
        return _compare(request, worker, applicant_id, form)
    except Applicant.DoesNotExist:
        return _list(request, worker, _gone())
    open_patron(request, done.person_id, Task.REGISTRATION)
    said = good(_("Registered. Card number: %(number)s.") % {"number": done.card_number})
    return desk(request, worker, title=_("Patron registered"), said=said)


@for_staff(CONFIRMERS)
def refuse(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Remove a registration that is not to be confirmed."""
    applicant_id = known_id(told(request.POST, "id"))
    if request.method != "POST" or applicant_id is None:
        return redirect("desk:waiting")
    if not remove_applicant(applicant_id):
        return _list(request, worker, _gone())
    return _list(request, worker, good(_("The registration is removed.")))


def _waiting(request: HttpRequest) -> tuple[Waiting, ...]:
    return waiting(policy=policy_in_force(), now=now_of(request))


def _list(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    """Show who waits; that each was listed is written down, as of patrons in a search."""
    with transaction.atomic():
        everyone = _waiting(request)
        shown = everyone[:MOST_LISTED]
        for each in shown:
            _read(request, worker, each.applicant_id, Task.LIST, LISTED)
    return desk_page(
        request,
        worker,
        "desk/waiting.html",
        title=_("Waiting to be confirmed"),
        said=[said] if said else [],
        waiting=shown,
        more=len(everyone) - len(shown),
    )


def _compare(
    request: HttpRequest,
    worker: StaffFacts,
    applicant_id: uuid.UUID,
    form: Comparison | None = None,
) -> HttpResponse:
    with transaction.atomic():
        shown = applicant(applicant_id, policy=policy_in_force(), now=now_of(request))
        if shown is not None:
            _read(request, worker, applicant_id, Task.CONFIRMATION, COMPARED)
    if shown is None:
        return _list(request, worker, _gone())
    wrong = form is not None and bool(form.errors)
    return desk_page(
        request,
        worker,
        "desk/compare.html",
        title=_("Not confirmed: check what you wrote") if wrong else _("Compare and confirm"),
        shown=shown,
        form=form or Comparison(shown),
        status=422 if wrong else 200,
    )


def _read(
    request: HttpRequest, worker: StaffFacts, applicant_id: uuid.UUID, task: Task, kinds: set[Kind]
) -> None:
    role = opening_role(worker)
    assert role is not None, "the decorator lets only these roles in"  # noqa: S101 - for mypy
    look = LookedAt(now_of(request), role, worker.branch.code, task, frozenset(kinds))
    read_applicant(applicant_id, look=look)


def _gone() -> Said:
    return bad(_("This registration is gone: confirmed, withdrawn or too old."))
