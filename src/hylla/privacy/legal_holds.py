"""Holding somebody's rows back by law: proposed, in force, prolonged, ended (conflict case 68)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps

from hylla.privacy.approving import Sort, Waiting, asked_of, forget, propose
from hylla.privacy.clocks import kept
from hylla.privacy.held import holdable_tables, in_force, spaced
from hylla.privacy.models import AccessEntry, LegalHold
from hylla.privacy.models.holding import HeldFor
from hylla.privacy.policy import Policy
from hylla.privacy.rights.facets import rows_of

LOOKED = "legal_hold"
"""The task of a look at what is held."""
LONGEST = timedelta(days=91)
"""Ninety days and what is left of today: for longer, two people must say yes again."""
ASKED_FOR = timedelta(days=7)
"""So long a second person can say yes."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why, on which law, which tables, and until when; a `silence_law` forbids to tell of it."""

    reason: HeldFor
    law: str
    tables: tuple[str, ...]
    until_at: datetime
    silence_law: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldFacts:
    """One hold, and what two people are asked about it."""

    id: uuid.UUID
    person_id: uuid.UUID
    owner_id: int
    reason: HeldFor
    law: str
    tables: tuple[str, ...]
    in_force_at: datetime | None
    until_at: datetime
    asked_until_at: datetime | None
    silence_law: str
    deferred_at: datetime | None
    is_over: bool
    asked: Waiting | None

    @property
    def is_told(self) -> bool:
        """Whether the person reads of it."""
        return self.deferred_at is None

    @property
    def end_asked(self) -> datetime:
        """The end that a yes is said to."""
        return self.asked_until_at or self.until_at


class NoHold(LookupError):  # noqa: N818 - reads as the sentence it is
    """There is no such hold, or it is over."""


def propose_hold(
    person_id: uuid.UUID, *, ground: Ground, owner_id: int, now: datetime
) -> uuid.UUID:
    """Write down what is to be held; it holds nothing before two people have said yes."""
    hold = LegalHold.objects.create(
        person_id=person_id,
        owner_id=owner_id,
        reason=ground.reason,
        law=ground.law,
        tables="".join(sorted(map(spaced, ground.tables))),
        proposed_at=now,
        until_at=ground.until_at,
        silence_law=ground.silence_law,
        deferred_at=now if ground.silence_law else None,
    )
    until = now + ASKED_FOR
    propose(Sort.LEGAL_HOLD, _asked(hold.pk), staff_id=owner_id, now=now, until=until)
    return hold.pk


def propose_longer(hold_id: uuid.UUID, *, until_at: datetime, staff_id: int, now: datetime) -> None:
    """Ask two people whether a hold may last longer; until then its end stands.

    :raises NoHold: it is not in force.
    """
    hold = _locked(hold_id, now)
    if hold.asked_until_at is not None:
        forget(Sort.LEGAL_HOLD, _asked(hold_id))
    LegalHold.objects.filter(pk=hold_id).update(asked_until_at=until_at)
    until = min(now + ASKED_FOR, hold.until_at)
    propose(Sort.LEGAL_HOLD, _asked(hold_id), staff_id=staff_id, now=now, until=until)


def put_in_force(hold_id: uuid.UUID, *, now: datetime) -> None:
    """Let a hold hold, or last longer: two people have said yes to it."""
    hold = LegalHold.objects.get(pk=hold_id)
    if hold.in_force_at is None:
        hold.proposed_at, hold.in_force_at = None, now
    else:
        hold.until_at = hold.asked_until_at or hold.until_at
    hold.asked_until_at = None
    hold.save(update_fields=["proposed_at", "in_force_at", "until_at", "asked_until_at"])
    forget(Sort.LEGAL_HOLD, _asked(hold_id))


def end_hold(hold_id: uuid.UUID, *, now: datetime) -> None:
    """End a hold before its day, or take back what was proposed: one person can.

    :raises NoHold: it is over.
    """
    hold = LegalHold.objects.select_for_update().filter(pk=hold_id, until_at__gt=now).first()
    if hold is None:
        raise NoHold(hold_id)
    forget(Sort.LEGAL_HOLD, _asked(hold_id))
    if hold.in_force_at is None:
        hold.delete()
        return
    LegalHold.objects.filter(pk=hold_id).update(until_at=now, asked_until_at=None)


def take_over(hold_id: uuid.UUID, *, staff_id: int, now: datetime) -> None:
    """Be the one who answers for a hold from now on.

    :raises NoHold: it is not in force.
    """
    _locked(hold_id, now)
    LegalHold.objects.filter(pk=hold_id).update(owner_id=staff_id)


def tell_of_hold(hold_id: uuid.UUID, *, now: datetime) -> None:
    """Let the person read of a hold at once, and who has looked: the law no longer forbids it.

    :raises NoHold: it is over.
    """
    hold = LegalHold.objects.filter(pk=hold_id, until_at__gt=now).first()
    if hold is None:
        raise NoHold(hold_id)
    LegalHold.objects.filter(pk=hold_id).update(deferred_at=None)
    AccessEntry.objects.filter(person=hold.person_id, task=LOOKED).update(deferred_at=None)


def legal_holds(*, policy: Policy, now: datetime) -> tuple[HoldFacts, ...]:
    """Return every hold: what waits for two people first, then by its end."""
    rows = kept(LegalHold, policy=policy, now=now).order_by("in_force_at", "until_at", "pk")
    found = (_facts(row, now) for row in rows)
    return tuple(sorted(found, key=lambda each: (each.is_over, each.asked is None)))


def legal_hold(hold_id: uuid.UUID, *, policy: Policy, now: datetime) -> HoldFacts | None:
    """Return one hold, or None where there is none any more."""
    row = kept(LegalHold, policy=policy, now=now).filter(pk=hold_id).first()
    return _facts(row, now) if row else None


def rows_held(facts: HoldFacts) -> dict[str, int]:
    """Return how many rows of each table a hold holds."""
    return {
        label: rows_of(model, model.personal_data.subject, facts.person_id).count()
        for label in facts.tables
        if (model := apps.get_model(label))
    }


def is_to_hold(tables: Collection[str]) -> bool:
    """Say whether these are tables that may be held, and at least one."""
    return bool(tables) and set(tables) <= set(holdable_tables())


def _locked(hold_id: uuid.UUID, now: datetime) -> LegalHold:
    hold = LegalHold.objects.select_for_update().filter(in_force(now), pk=hold_id).first()
    if hold is None:
        raise NoHold(hold_id)
    return hold


def _asked(hold_id: uuid.UUID) -> str:
    return str(hold_id)


def _facts(row: LegalHold, now: datetime) -> HoldFacts:
    asked = asked_of(Sort.LEGAL_HOLD, _asked(row.pk))
    return HoldFacts(
        id=row.pk,
        person_id=row.person_id,
        owner_id=row.owner_id,
        reason=HeldFor(row.reason),
        law=row.law,
        tables=tuple(row.tables.split()),
        in_force_at=row.in_force_at,
        until_at=row.until_at,
        asked_until_at=row.asked_until_at,
        silence_law=row.silence_law,
        deferred_at=row.deferred_at,
        is_over=row.until_at <= now,
        asked=asked,
    )
