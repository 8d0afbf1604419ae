"""A correction somebody asked for: made when the library says yes, and told to who has the data."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.details import change_details
from hylla.patrons.rules import Changes, Code
from hylla.privacy.declarations import PersonalData
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.registry import declaration_of
from hylla.privacy.rights.answering import answer_made
from hylla.privacy.rights.onward import owe_notice
from hylla.privacy.rights.statements import fields_in_dispute, take_away
from hylla.privacy.rights.terms import Answer, RequestKind
from hylla.privacy.vocabulary import Purpose, Role

OPEN = Q(
    kind=RequestKind.RECTIFICATION, answered_at=None, closed_at=None, needs_child=False,
    person__isnull=False,
)  # fmt: skip
OTHER = "other"
"""What is asked for where no field is named: any may be changed, or none."""
TABLES: Mapping[str, str] = {
    "given_name": "patrons.Identity",
    "family_name": "patrons.Identity",
    "birth_date": "patrons.Identity",
    "school_class": "patrons.Identity",
    "national_id": "patrons.NationalId",
    "address": "patrons.Address",
}
"""In which table each field stands that is corrected by a decision: whoever gets it is told."""
NAMED: Mapping[str, str] = {"address": "addresses"}
"""What `Changes` calls a field, where that is another word."""


def rectify(
    request_id: uuid.UUID,
    *,
    changes: Changes,
    policy: Policy,
    now: datetime,
    answer: Answer = Answer.GRANTED,
) -> Request:
    """Correct what a request asks for, answer it, and note who else must be told (R23).

    With `Answer.PARTLY` the field is put right otherwise than was asked. A no is `refuse_request`.

    :raises Refused: there is no such request, another field would be changed, or the new value
        is not in order; nothing was changed.
    """
    with transaction.atomic():
        request = _asked_for(request_id)
        if request.what != OTHER and changes.named() != {NAMED.get(request.what, request.what)}:
            raise Refused(Reason(Code.NOT_A_FIELD))
        assert request.person_id is not None, "it was looked for"  # noqa: S101 - for mypy
        if changes.named():
            change_details(
                request.person_id, changes=changes, by=Role.PRIVACY_OFFICER, policy=policy, now=now
            )
        return _answered(request, answer, policy=policy, now=now)


def correct_at_desk(
    person_id: uuid.UUID, *, changes: Changes, by: Role, policy: Policy, now: datetime
) -> int:
    """Change someone's details with a proof on the table; return how many requests that answers.

    :raises Refused: with every reason; nothing was changed.
    """
    with transaction.atomic():
        change_details(person_id, changes=changes, by=by, policy=policy, now=now)
        return _answer_those_about(person_id, changes.named(), policy=policy, now=now)


def _answer_those_about(
    person_id: uuid.UUID, fields: Collection[str], *, policy: Policy, now: datetime
) -> int:
    changed = {what for what in TABLES if NAMED.get(what, what) in fields}
    rows = Request.objects.select_for_update().filter(OPEN, person=person_id, what__in=changed)
    found = list(rows)
    for request in found:
        _answered(request, Answer.GRANTED, policy=policy, now=now)
    for what in changed & fields_in_dispute(person_id):
        take_away(person_id, what)
    return len(found)


def _asked_for(request_id: uuid.UUID) -> Request:
    rows = Request.objects.select_for_update().filter(OPEN, pk=request_id)
    request = rows.first()
    if request is None:
        raise Refused(Reason(Code.NO_SUCH_REQUEST))
    return request


def _answered(request: Request, answer: Answer, *, policy: Policy, now: datetime) -> Request:
    assert request.person_id is not None, "it was looked for"  # noqa: S101 - for mypy
    take_away(request.person_id, request.what)
    owe_notice(request, _purposes(request.what), policy=policy, now=now)
    return answer_made(request.pk, answer=answer, now=now)


def _purposes(what: str) -> frozenset[Purpose]:
    """Return for what a field is kept: who gets data for that is told."""
    if what not in TABLES:
        return frozenset(Purpose)
    declared = declaration_of(apps.get_model(TABLES[what]))
    return frozenset({declared.purpose} if isinstance(declared, PersonalData) else ())
