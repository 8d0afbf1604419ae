"""Putting right what is kept about the open patron: all that is wrong is said at once."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.details_form import ADDRESS_FIELDS, TEMPORARY, DetailsForm
from hylla.doors.desk.home import desk, look_of
from hylla.doors.desk.open_patron import IDLE, Opened
from hylla.doors.desk.record import Look, NotForThisRole, details_to_change, read_details
from hylla.doors.desk.sight import sight_of
from hylla.doors.desk.worker import desk_page
from hylla.doors.parts import contact
from hylla.doors.parts.groups import grouped
from hylla.doors.parts.page import good, notice
from hylla.doors.parts.rights import FIELDS
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import correct_at_desk
from hylla.patrons.actions.locking import lock_person
from hylla.patrons.models import Person

GROUPS = (
    (
        gettext_lazy("Who it is"),
        ("family_name", "given_name", "birth_date", "category", "home_branch", "school_class"),
    ),
    (gettext_lazy("National id"), ("national_id", "gives_up_national_id")),
    (gettext_lazy("How to reach them"), (*contact.NAMES, "address_protected")),
    (gettext_lazy("Another way for some messages"), contact.WAY_NAMES),
    (
        gettext_lazy("A temporary address"),
        tuple(TEMPORARY + name for name in ADDRESS_FIELDS),
    ),
)


@for_open_patron(needs="contact", is_page=True)
def change(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Show what can be changed of the open patron, or change it."""
    look = look_of(request, worker, open_here)
    try:
        if request.method != "POST":
            form = DetailsForm(read_details(open_here.person_id, look))
            return _page(request, look, open_here, form=form)
        return _saved(request, look, open_here)
    except (NotForThisRole, Person.DoesNotExist):
        return desk(request, worker)


def _saved(request: HttpRequest, look: Look, open_here: Opened) -> HttpResponse:
    with transaction.atomic():
        # Nobody changes it between the look and the change.
        lock_person(open_here.person_id)
        form = DetailsForm(details_to_change(open_here.person_id, look), request.POST)
        is_stale = form.is_stale()
        is_changed = not is_stale and _changed(request, form, open_here, look)
    if is_stale:
        form.show_both()
        form.add_error(None, _("Someone else changed these details since you opened them."))
        form.add_error(None, _("Nothing is saved. Look at both, put it right, and save again."))
    if form.errors:
        # What is known is shown again.
        read_details(open_here.person_id, look)
        return _page(request, look, open_here, form=form)
    if not is_changed:
        return desk(request, look.worker, said=notice(_("Nothing was changed.")))
    said = good(_("The details are saved."))
    return desk(request, look.worker, title=_("Details saved"), said=said)


def _changed(request: HttpRequest, form: DetailsForm, open_here: Opened, look: Look) -> bool:
    """Change, or put beside each field what is wrong; return whether anything was to be changed.

    A form that is not in order is tried too, so that all that is wrong is said at once.
    """
    form.full_clean()
    changes = form.changes()
    if not changes.named():
        return False
    try:
        with transaction.atomic():
            correct_at_desk(
                open_here.person_id,
                changes=changes,
                by=look.role,
                policy=policy_in_force(),
                now=now_of(request),
            )
            transaction.set_rollback(bool(form.errors))
    except Refused as refused:
        form.refuse_changes(refused, on=look.on)
    return True


def _page(
    request: HttpRequest, look: Look, open_here: Opened, *, form: DetailsForm
) -> HttpResponse:
    wrong = bool(form.errors)
    return desk_page(
        request,
        look.worker,
        "desk/details.html",
        title=_("Not saved: check what you wrote") if wrong else _("Change details"),
        form=form,
        groups=grouped(form, GROUPS),
        in_dispute=[str(FIELDS[each]) for each in form.in_dispute],
        may_merge=sight_of(look.role).national_id,
        opening=open_here.id,
        closes_after=int(IDLE.total_seconds()),
        status=422 if wrong else 200,
    )
