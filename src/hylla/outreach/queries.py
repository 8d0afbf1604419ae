"""Rounds for the outreach service, and its patrons for whoever answers for their round alone."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hylla.circulation.models import Loan
from hylla.circulation.queries.history import had_under
from hylla.library.queries import calendar
from hylla.library.queries.staff import works_as
from hylla.outreach.models import Agreement, Round
from hylla.outreach.rules import Wanted, next_visits
from hylla.patrons.queries.people import AddressFacts, addresses_of
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Role

VISITS = 3
"""So many of the next days of a round are told."""


@dataclass(frozen=True)
class RoundFacts:
    """A round as the service sees it: when it comes, how many are on it, and nobody's name."""

    id: int
    name: str
    branch: str
    branch_id: int
    every_weeks: int
    visits: tuple[date, ...]
    stops: int
    is_mine: bool
    is_free: bool


@dataclass(frozen=True)
class WishFacts:
    """One thing that a patron likes to be brought."""

    id: UUID
    wanted: Wanted
    words: str


@dataclass(frozen=True)
class Stop:
    """One patron of a round, for whoever answers for it; to be logged before it is shown."""

    id: UUID
    round_id: int
    person_id: UUID
    name: str = field(repr=False)
    addresses: tuple[AddressFacts, ...] = field(repr=False)
    since_on: date
    until_on: date | None
    wishes: tuple[WishFacts, ...] = field(repr=False)


@dataclass(frozen=True)
class Agreed:
    """A running agreement, as its patron and the desk are told of it."""

    id: UUID
    round: str
    since_on: date
    until_on: date | None
    next_on: date | None


def running(on: date) -> QuerySet[Agreement]:
    """Return the agreements that run on a day: what is past its last day is read no more."""
    not_over = Q(until_on=None) | Q(until_on__gte=on)
    return Agreement.objects.filter(not_over, consent__withdrawn_at=None)


def rounds(staff_id: int, *, on: date) -> tuple[RoundFacts, ...]:
    """Return every round, by name."""
    counted = Count("stops", filter=Q(stops__in=running(on)))
    rows = Round.objects.select_related("branch").annotate(number=counted).order_by("name")
    return tuple(_round(row, row.number, staff_id, on) for row in rows)


def round_of(round_id: int, staff_id: int, *, on: date) -> RoundFacts | None:
    """Return one round, if this member of staff answers for it."""
    row = Round.objects.select_related("branch").filter(pk=round_id, staff=staff_id).first()
    return _round(row, running(on).filter(round=row).count(), staff_id, on) if row else None


def _round(row: Round, stops: int, staff_id: int, on: date) -> RoundFacts:
    visits = _visits(row, on, VISITS)
    is_mine = row.staff_id == staff_id
    return RoundFacts(
        row.pk,
        row.name,
        row.branch.name,
        row.branch_id,
        row.every_weeks,
        visits,
        stops,
        is_mine,
        is_free(row),
    )


def is_free(row: Round) -> bool:
    """Say whether nobody answers for a round, or whoever did does not do this work any more."""
    return row.staff_id is None or not works_as(row.staff_id, (Role.OUTREACH,))


def _visits(row: Round, on: date, number: int) -> tuple[date, ...]:
    days = calendar(row.branch_id)
    return next_visits(row.first_on, row.every_weeks, after=on, days=days, number=number)


def stops_of(round_id: int, staff_id: int, *, on: date) -> tuple[Stop, ...]:
    """Return the stops of a round in their order, for whoever answers for it; else none."""
    mine = _mine(staff_id, on).filter(round=round_id)
    return tuple(_stop(row, on) for row in mine)


def stop_of(agreement_id: UUID, staff_id: int, *, on: date) -> Stop | None:
    """Return one stop for whoever answers for its round, while its agreement runs."""
    row = _mine(staff_id, on).filter(pk=agreement_id).first()
    return _stop(row, on) if row else None


def _mine(staff_id: int, on: date) -> QuerySet[Agreement]:
    if not works_as(staff_id, (Role.OUTREACH,)):
        return Agreement.objects.none()
    mine = running(on).filter(round__staff=staff_id)
    return mine.select_related("consent__person__identity").prefetch_related("wishes")


def _stop(row: Agreement, on: date) -> Stop:
    person = row.consent.person
    name = f"{person.identity.given_name} {person.identity.family_name}".strip()
    wishes = tuple(WishFacts(each.pk, Wanted(each.wanted), each.words) for each in row.wishes.all())
    assert row.round_id is not None, "it was found by its round"  # noqa: S101 - for mypy
    return Stop(
        row.pk,
        row.round_id,
        person.pk,
        name,
        addresses_of(person.pk, on=on),
        row.since_on,
        row.until_on,
        wishes,
    )


def had_or_has(stop: Stop, *, now: datetime, policy: Policy) -> set[int]:
    """Return the titles that a patron of the service has had since the agreement, or has now."""
    had = had_under(stop.id, now=now, policy=policy)
    has = Loan.objects.filter(patron=stop.person_id, returned_at=None, closed_at=None)
    return {*(each.record_id for each in had), *has.values_list("item__record_id", flat=True)}


def agreement_of(person_id: UUID, *, on: date) -> Agreed | None:
    """Return someone's running agreement with the service, or None."""
    row = running(on).filter(consent__person=person_id).select_related("round").first()
    if row is None:
        return None
    visits = _visits(row.round, on, 1) if row.round else ()
    name = row.round.name if row.round else ""
    return Agreed(row.pk, name, row.since_on, row.until_on, visits[0] if visits else None)


def wishes_of(person_id: UUID, *, on: date) -> tuple[WishFacts, ...]:
    """Return what someone has asked the service to bring."""
    row = running(on).filter(consent__person=person_id).prefetch_related("wishes").first()
    found = row.wishes.all() if row else ()
    return tuple(WishFacts(each.pk, Wanted(each.wanted), each.words) for each in found)


def round_choices() -> list[tuple[int, str]]:
    """Return the rounds that an agreement can name."""
    return [(row.pk, row.name) for row in Round.objects.order_by("name")]
