"""Who goes for not having used their card, when, and who stays all the same (R11)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from hylla.patrons.models import Person
from hylla.privacy.clocks import due, ends, holding, past, protecting, today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.conditions import restricted_people
from hylla.privacy.vocabulary import Purpose

(CLOCK,) = Person.personal_data.keep
REQUEST = "privacy.Request"
"""What holds those whose data may only be stored."""


@dataclass(frozen=True)
class Inactive:
    """Someone who goes in the night after `last_on`, unless they use their card before."""

    person_id: uuid.UUID
    last_on: date


@dataclass(frozen=True)
class Preview:
    """What the next night does about inactive patrons: exactly these, and nobody else.

    `held` counts, by what holds them, those whose time is over and who stay; `too_young` those the
    clock leaves alone for their age.
    """

    going: tuple[uuid.UUID, ...]
    held: Mapping[str, int]
    too_young: int


def inactive_between(policy: Policy, *, after: datetime, until: datetime) -> tuple[Inactive, ...]:
    """Return who goes between two nights, if nothing changes."""
    gone_by_then = due(Person, CLOCK, policy=policy, now=after).values("pk")
    rows = due(Person, CLOCK, policy=policy, now=until).exclude(pk__in=gone_by_then)
    return tuple(
        Inactive(key, ends(CLOCK, policy=policy, since=used))
        for key, used in rows.order_by("pk").values_list("pk", "last_used_on")
    )


def inactive_but_for(
    policy: Policy, *, after: datetime, until: datetime
) -> "QuerySet[Person, uuid.UUID]":
    """Return whose time comes to its end between two nights, also those whom something holds."""
    over, over_before = (past(Person, CLOCK, policy=policy, now=each) for each in (until, after))
    ending = Person.objects.filter(pk__in=over.values("pk")).exclude(
        pk__in=over_before.values("pk")
    )
    return ending.exclude(pk__in=restricted_people(Purpose.MEMBERSHIP)).values_list("pk", flat=True)


def inactivity_preview(policy: Policy, *, now: datetime) -> Preview:
    """Return what the removal of inactive patrons would do now, by the query that it uses."""
    going = due(Person, CLOCK, policy=policy, now=now)
    over = policy.period(CLOCK.period).before(today(policy, now) - timedelta(days=1))
    late = Person.objects.filter(last_used_on__lte=over).exclude(pk__in=going.values("pk"))
    held = {}
    holds: set[uuid.UUID] = set()
    for relation in protecting(Person):
        rows = holding(relation, now).values(relation.field.name)
        people = set(late.filter(pk__in=rows).values_list("pk", flat=True))
        held[relation.related_model._meta.label] = len(people)
        holds |= people
    stopped = set(
        late.filter(pk__in=restricted_people(Purpose.MEMBERSHIP)).values_list("pk", flat=True)
    )
    held[REQUEST], holds = len(stopped), holds | stopped
    return Preview(
        going=tuple(going.order_by("pk").values_list("pk", flat=True)),
        held=held,
        too_young=late.exclude(pk__in=holds).count(),
    )
