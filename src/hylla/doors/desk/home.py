"""The desk's page: the one field, what came of it, and the open patron."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.desk import answers
from hylla.doors.desk.forms import (
    BlockForm,
    CardForm,
    GuardianForm,
    HoldForm,
    OutreachForm,
    PinForm,
    RightsForm,
)
from hylla.doors.desk.open_patron import IDLE, Opened, close_patron, opened
from hylla.doors.desk.outcomes import BY_TONE, Outcome
from hylla.doors.desk.record import Look, NotForThisRole, OpenRecord, read_record
from hylla.doors.desk.sight import sight_of
from hylla.doors.desk.worker import desk_page, opening_role
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, bad, notice
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import WAIVERS
from hylla.fees.queries import at_terminals
from hylla.fees.terminals import terminals_at
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.patrons.models import Person
from hylla.privacy.rights.restriction import Restricted


def desk(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    title: str = "",
    said: Said | None = None,
    outcome: Outcome | None = None,
    **context: Any,
) -> HttpResponse:
    """Make the page. `context` may hold a form to show again, and what stands in the field.

    It may also say `with_contact`, `all_loans`, and in `outcomes` what became of each loan.
    """
    role = opening_role(worker)
    open_here = opened(request)
    patron = None
    with_contact, outcomes = context.pop("with_contact", False), context.pop("outcomes", {})
    if open_here is not None and role is not None:
        look = look_of(request, worker, open_here, with_contact=with_contact)
        look = replace(look, all_loans=context.pop("all_loans", False))
        patron, said = _read(request, open_here, look, outcomes, said)
    context |= _for_fees(request, worker, open_here if patron else None)
    opening = open_here.id if open_here is not None and patron is not None else None
    told = [each for each in context.values() if isinstance(each, Form)]
    has_forms = answers.has_forms(request, opening) and not told
    if patron is not None and not has_forms:
        context = {**_empty_forms(), **context}
        context["rights_form"].offer((each.id, each.name) for each in patron.guardians)
    return desk_page(
        request,
        worker,
        "desk/home.html",
        layout=answers.layout_of(request),
        has_forms=has_forms,
        opening=opening,
        title=title or (_("Desk: a patron is open") if patron else _("Desk")),
        said=[said] if said else [],
        outcome=outcome or (BY_TONE[said.tone] if said else ""),
        patron=patron,
        may=sight_of(role) if role else None,
        closes_after=int(IDLE.total_seconds()),
        wrong=[each for each in told if each.errors],
        **context,
    )


def look_of(
    request: HttpRequest, worker: StaffFacts, open_here: Opened, *, with_contact: bool = False
) -> Look:
    """Return who looks at the open patron, and for what."""
    role = opening_role(worker)
    assert role is not None, "the decorator lets only these roles in"  # noqa: S101 - for mypy
    task, now = Task(open_here.task), now_of(request)
    kept_back = open_here.is_kept_back
    return Look(worker, role, task, now, policy_in_force(), with_contact, kept_back)


def not_open(request: HttpRequest, worker: StaffFacts, **context: Any) -> HttpResponse:
    """Say that nothing was done, for the patron of the page it came from is not open here now."""
    if opened(request) is None:
        said = notice(
            _("The patron is not open any more: closed here, or after five idle minutes."),
            _("Nothing was done. Scan the card again."),
        )
        title, stale = _("Patron closed"), Outcome.STALE
        return desk(request, worker, title=title, said=said, outcome=stale, **context)
    said = notice(
        _("Another patron was opened at this desk since, perhaps in another tab."),
        _("Nothing was done. Look who is open now, and try again."),
    )
    title = _("Another patron is open")
    return desk(request, worker, title=title, said=said, outcome=Outcome.STALE, **context)


def _for_fees(
    request: HttpRequest, worker: StaffFacts, open_here: Opened | None
) -> dict[str, object]:
    """Return the terminals here, what one has not answered yet, and why a fee may be waived."""
    if open_here is None:
        return {}
    policy, asked = policy_in_force(), {}
    if names := terminals_at(worker.branch.code, policy):
        waiting = at_terminals(open_here.person_id, now=now_of(request), policy=policy)
        asked = {"terminals": names, "card_payments": waiting}
    return {"waivers": WAIVERS.items(), **asked}


def _empty_forms() -> dict[str, Form]:
    return {
        "hold_form": HoldForm(),
        "pin_form": PinForm(),
        "card_form": CardForm(),
        "block_form": BlockForm(),
        "outreach_form": OutreachForm(),
        "guardian_form": GuardianForm(),
        "rights_form": RightsForm(),
    }


def _read(
    request: HttpRequest,
    open_here: Opened,
    look: Look,
    outcomes: Mapping[uuid.UUID, str],
    said: Said | None,
) -> tuple[OpenRecord | None, Said | None]:
    """Return the record, or close it and say why it cannot be shown."""
    try:
        return read_record(open_here.person_id, look, outcomes=outcomes), said
    except NotForThisRole:
        close_patron(request)
        return None, bad(_("Your role opens the records of children only."))
    except Restricted as restricted:
        close_patron(request)
        return None, bad(str(restricted))
    except Person.DoesNotExist:
        close_patron(request)
        return None, said or notice(_("This patron is not known here any more."))
