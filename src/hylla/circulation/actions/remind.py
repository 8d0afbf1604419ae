"""Remind of what is late, or soon will be, or is soon let go: how much and when, never what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q

from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries.lateness import last_day_on
from hylla.circulation.queries.renewing import renewed_by_itself
from hylla.circulation.rules.reminding import late_days
from hylla.messages.actions import enqueue
from hylla.messages.models import NOT_RENEWED, Message, Template
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.rights.restriction import restricted_people
from hylla.privacy.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said to one person: how many loans are due on which day."""

    template: Template
    person_id: UUID
    loans: int
    due_on: date


def remind(*, now: datetime, policy: Policy) -> int:
    """Put today's reminders into the outbox and return how many; a second run adds none."""
    with transaction.atomic():
        reminders = tuple(_reminders(now, policy))
        told = told_today(now=now, policy=policy)
        fresh = [each for each in reminders if (each.template, each.person_id) not in told]
        for each in fresh:
            enqueue(
                each.template,
                person_id=each.person_id,
                now=now,
                day=each.due_on,
                number=each.loans,
            )
        return len(fresh)


def _reminders(now: datetime, policy: Policy) -> Iterator[Reminder]:
    """Yield one reminder a person and kind, for loans whose last day is one of the policy's."""
    day, steps = today(policy, now), policy.reminders
    soon = (day + timedelta(days=steps.soon_days),)
    late = tuple(day - timedelta(days=days) for days in late_days(steps))
    for template, days in ((Template.DUE_SOON, soon), (Template.OVERDUE, late)):
        loans = Loan.objects.filter(returned_at=None, closed_at=None, said_returned_on=None)
        loans = loans.filter(last_day_on(days))
        loans = loans.exclude(patron__in=restricted_people(Purpose.MESSAGES))
        if template is Template.DUE_SOON:
            loans = loans.exclude(pk__in=_told_otherwise(soon[0], now=now, policy=policy))
        for row in loans.values("patron").annotate(loans=Count("id"), first=Min("due_on")):
            yield Reminder(template, row["patron"], row["loans"], row["first"])


def _told_otherwise(due_on: date, *, now: datetime, policy: Policy) -> list[UUID]:
    """Return the loans of which it was said today that they could not be renewed."""
    told = told_today(now=now, policy=policy)
    people = {person for template, person in told if template in NOT_RENEWED}
    loans = renewed_by_itself(due_on, due_on)
    return [loan.pk for loan in loans if loan.patron_id in people]


def remind_of_shelf(*, now: datetime, policy: Policy) -> int:
    """Tell whose things are soon let go from a hold shelf, and return how many messages it took.

    One message a person, branch and day, however much stands there; a second run adds none, and
    whoever heard of the same day this very day is not told it twice.
    """
    day = today(policy, now)
    if not policy.reminders.shelf_days:
        return 0
    until = day + timedelta(days=policy.reminders.shelf_days)
    with transaction.atomic():
        said = Message.objects.filter(day=until, branch__isnull=False)
        said = said.filter(
            Q(template=Template.HOLD_EXPIRING)
            | Q(template=Template.HOLD_READY, created_at__gte=_midnight(now, policy))
        )
        told = set(said.values_list("person", "branch"))
        holds = Hold.objects.filter(shelf_until_on=until)
        holds = holds.exclude(patron__in=restricted_people(Purpose.MESSAGES))
        pairs = holds.order_by("patron", "pickup_branch").values_list("patron", "pickup_branch")
        fresh = [pair for pair in pairs.distinct() if pair not in told]
        for person_id, branch_id in fresh:
            enqueue(
                Template.HOLD_EXPIRING,
                person_id=person_id,
                now=now,
                branch_id=branch_id,
                day=until,
            )
    return len(fresh)


def _midnight(now: datetime, policy: Policy) -> datetime:
    return now.astimezone(policy.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def told_today(*, now: datetime, policy: Policy) -> set[tuple[str, UUID]]:
    """Return who has been told what today already."""
    messages = Message.objects.filter(created_at__gte=_midnight(now, policy))
    return set(messages.values_list("template", "person_id"))
