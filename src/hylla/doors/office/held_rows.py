"""The rows that a law holds back, for the privacy officer alone."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.parts.staff import IN_THE_OFFICE
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.privacy.access import record
from hylla.privacy.declarations import PersonalData
from hylla.privacy.extract import Section, sections
from hylla.privacy.extract.reading import read
from hylla.privacy.legal_holds import HoldFacts, legal_hold
from hylla.privacy.policy import Policy
from hylla.privacy.record.words import called
from hylla.privacy.registry import declaration_of
from hylla.privacy.vocabulary import Kind


@dataclass(frozen=True, repr=False)
class HeldTable:
    """One table's rows, each cell with the name of its column."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


@for_office(OFFICERS)
def shown(request: HttpRequest, worker: StaffFacts, hold_id: UUID) -> HttpResponse:
    """Show the rows that are held; that they were shown is written into the read log."""
    facts = legal_hold(hold_id, policy=policy_in_force(), now=now_of(request))
    if facts is None:
        raise Http404
    if request.method != "POST" or facts.in_force_at is None or facts.is_over:
        return redirect("office:legal_hold", hold_id=hold_id)
    return office_page(
        request,
        worker,
        "office/held_rows.html",
        title=_("What is held"),
        tables=_read(request, worker, facts),
        facts=facts,
    )


def log_look(
    request: HttpRequest, worker: StaffFacts, facts: HoldFacts, *, kinds: set[Kind]
) -> None:
    """Write that somebody was shown something of a hold; the person reads it when they may."""
    record(
        facts.person_id,
        at=now_of(request),
        role=next(each for each in IN_THE_OFFICE if each in worker.roles),
        unit=worker.branch.code,
        task=Task.LEGAL_HOLD,
        kinds=kinds,
        staff_id=worker.id,
        is_deferred=not facts.is_told,
    )


@transaction.atomic
def _read(request: HttpRequest, worker: StaffFacts, facts: HoldFacts) -> list[HeldTable]:
    policy = policy_in_force()
    everything = sections(facts.person_id, policy=policy)
    held = [_telling(each) for each in everything if each.name in facts.tables]
    kinds = {kind for each in held for kind in _columns(each).values()}
    log_look(request, worker, facts, kinds=kinds)
    with timezone.override(policy.zone):
        return [_in_words(each, policy) for each in held]


def _in_words(section: Section, policy: Policy) -> HeldTable:
    words = read(section, policy)
    # The last column tells the person when a row goes; here the end of the hold stands above.
    names = words.columns[:-1]
    rows = tuple(tuple(zip(names, row, strict=False)) for row in words.rows)
    return HeldTable(called(section.name), names, rows)


def _telling(section: Section) -> Section:
    """Leave out what says nothing: internal numbers."""
    names = _columns(section)
    rows = (
        replace(row, values={name: row.values[name] for name in row.values if name in names})
        for row in section.rows
    )
    return replace(section, rows=tuple(rows))


def _columns(section: Section) -> dict[str, Kind]:
    declared = declaration_of(apps.get_model(section.name))
    columns = declared.columns if isinstance(declared, PersonalData) else {}
    return {name: kind for name, kind in columns.items() if kind is not Kind.LINK}
