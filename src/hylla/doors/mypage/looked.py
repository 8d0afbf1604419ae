"""Who has looked at a patron's data: the read log, for the one it is about."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.tasks import task_text
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import GLASS, kinds_text
from hylla.library.queries import branches, policy_in_force
from hylla.patrons.queries.glass import Glass, glass_of
from hylla.privacy.access import readings_of
from hylla.privacy.extract.words import role_text
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Language, Role


@dataclass(frozen=True)
class Reading:
    """Someone has looked: when, in which role, where, for what task, at which classes of field."""

    at: datetime
    role: str
    unit: str
    task: str
    kinds: str
    by: str


@for_patron
def looked(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show who has looked, the latest first; the patron's own reading is not logged."""
    names = {each.code: each.name for each in branches()}
    policy, now = policy_in_force(), now_of(request)
    period = policy.period("access_log")
    return my_page(
        request,
        "mypage/looked.html",
        title=_("Who has looked at your data"),
        tab="looked",
        readings=[_reading(each, names) for each in readings_of(person_id, policy=policy, now=now)],
        broken=[_broken(each, names) for each in glass_of(person_id, policy=policy, now=now)],
        period=period.in_words(Language(get_language() or Language.EN)),
    )


@dataclass(frozen=True)
class Broken:
    """The record was opened although no task opened it: when, in which role, where, and why."""

    at: datetime
    role: str
    unit: str
    reason: str


def _broken(glass: Glass, branch_names: dict[str, str]) -> Broken:
    return Broken(
        at=glass.asked_at,
        role=role_text(glass.role),
        unit=branch_names.get(glass.unit, glass.unit),
        reason=str(GLASS[glass.reason]),
    )


def _reading(entry: AccessEntry, branch_names: dict[str, str]) -> Reading:
    return Reading(
        at=entry.at,
        role=role_text(Role(entry.role)),
        unit=branch_names.get(entry.unit, entry.unit),
        task=task_text(entry.task),
        kinds=kinds_text(entry.kinds),
        by=entry.by,
    )
