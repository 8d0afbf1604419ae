"""Looks at patrons that nothing explains, for the privacy officer to ask about."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from hylla.circulation.models import Hold, Loan
from hylla.fees.models import Claim
from hylla.messages.models import Message
from hylla.patrons.models import Address, Identity, OwnRecord
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role

WITHIN = timedelta(minutes=15)
MACHINES_AND_FAMILY = (Role.MACHINE, Role.PATRON, Role.GUARDIAN)
NO_OPENING = ("search_hits", "registration", "letter")
"""Tasks that opened no record, or made it."""


class Why(StrEnum):
    """Why a look is on the list. None of these is a wrong: each is a question."""

    NOTHING_CAME_OF_IT = "nothing_came_of_it"
    COLLEAGUE = "colleague"
    SAME_NAME_AS_STAFF = "same_name_as_staff"
    SAME_STREET_AS_STAFF = "same_street_as_staff"


@dataclass(frozen=True)
class Unusual:
    """One look: the entry of the read log, whose record it was, and why it is asked about."""

    entry_id: int
    person_id: uuid.UUID
    at: datetime
    role: Role
    unit: str
    task: str
    why: Why


def unusual_looks(*, since: datetime, until: datetime) -> tuple[Unusual, ...]:
    """Return the looks of staff in that time which are asked about, by time.

    What was returned leaves no trace, so a look followed by nothing but a return is listed too.
    Family and street are those of staff who are patrons here (`OwnRecord`).
    """
    opened = AccessEntry.objects.filter(at__gte=since, at__lt=until)
    opened = opened.exclude(role__in=MACHINES_AND_FAMILY).exclude(task__in=NO_OPENING)
    found = [
        Unusual(row.pk, row.person_id, row.at, Role(row.role), row.unit, row.task, why)
        for why, rows in _questions(opened)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.entry_id, each.why)))


def _questions(
    opened: "QuerySet[AccessEntry]",
) -> "Iterator[tuple[Why, QuerySet[AccessEntry]]]":
    staff = OwnRecord.objects.filter(staff__left_on=None).values("person_id")
    colleague = Q(person_id__in=staff)
    names = Identity.objects.filter(person_id__in=staff).exclude(family_name="")
    streets = Address.objects.filter(person_id__in=staff).exclude(line_1="")
    same_name = Identity.objects.filter(family_name__in=names.values("family_name"))
    same_street = Address.objects.filter(
        Exists(streets.filter(line_1=OuterRef("line_1"), postcode=OuterRef("postcode")))
    )
    yield Why.NOTHING_CAME_OF_IT, opened.exclude(_explained())
    yield Why.COLLEAGUE, opened.filter(colleague)
    yield (
        Why.SAME_NAME_AS_STAFF,
        opened.filter(person_id__in=same_name.values("person_id")).exclude(colleague),
    )
    yield (
        Why.SAME_STREET_AS_STAFF,
        opened.filter(person_id__in=same_street.values("person_id")).exclude(colleague),
    )


def _explained() -> Q:
    """Say that within a quarter of an hour something was done for whom the look was at."""
    from_at, to_at = OuterRef("at") - WITHIN, OuterRef("at") + WITHIN
    traces = (
        (Loan.objects.filter(patron=OuterRef("person")), ("lent_at", "returned_at")),
        (Hold.objects.filter(patron=OuterRef("person")), ("placed_at",)),
        (Claim.objects.filter(patron=OuterRef("person")), ("settled_at",)),
        (Message.objects.filter(person=OuterRef("person")), ("created_at",)),
    )
    explained = Q(pk=None)
    for rows, columns in traces:
        for column in columns:
            done = rows.filter(**{f"{column}__gte": from_at, f"{column}__lte": to_at})
            explained |= Q(Exists(done))
    return explained
