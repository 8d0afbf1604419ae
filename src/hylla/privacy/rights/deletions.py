"""A processor deletes whoever goes, and says so: asked, asked again, and not done before.

It is the mechanism of `onward` with an answer (conflict case 49; GDPR articles 17, 19, 28(3)(g)).
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import F, Q, QuerySet

from hylla.privacy.clocks import kept
from hylla.privacy.models import OnwardNotice, Receipt
from hylla.privacy.policy import KnownBy, Policy, Processor
from hylla.privacy.policy.law import is_cited
from hylla.privacy.rights.onward import DELETES, LATE, Onward, onward_of, told_of
from hylla.privacy.vocabulary import Purpose

NOBODYS = frozenset({Purpose.STAFF, Purpose.STATISTICS})
"""What tells of no patron: who works for these alone need not delete any."""
KNOWN: Mapping[KnownBy, tuple[str, str]] = {
    KnownBy.CARD: ("patrons.Card", "number"),
    KnownBy.EMAIL: ("patrons.Email", "address"),
    KnownBy.PHONE: ("patrons.Phone", "number"),
}
"""In which table and column each stands that a processor may know a person by."""
LONGEST = 490
"""So many letters of references at most: the column holds no more."""

LONGEST_LAW = timedelta(days=3660)
"""Ten years: longer no law makes anybody keep what a library has let go."""

By = Mapping[uuid.UUID, tuple[str, ...]]


@dataclass(frozen=True, repr=False)
class ToDelete:
    """One deletion that a processor owes, with what it knows the person by.

    `person_id` is whose it is while they must wait for something else, and None once they are gone.
    """

    told: Onward
    reference: str
    person_id: uuid.UUID | None


@dataclass(frozen=True)
class KeptByLaw:
    """What a processor answers that may not delete yet: the law, and the last day."""

    law: str
    until_on: date


class NotByLaw(ValueError):  # noqa: N818 - reads as the sentence it is
    """No law is named, or no day that is to come."""


def asked_to_delete(policy: Policy) -> tuple[Processor, ...]:
    """Return the processors that have data of patrons."""
    return tuple(each for each in policy.processors if set(each.purposes) - NOBODYS)


def who_deletes(person_id: uuid.UUID, *, policy: Policy) -> tuple[str, ...]:
    """Return who knows a person, and would be asked to delete: processors, and a debt collector."""
    each = asked_to_delete(policy)
    known = tuple(one.name for one in each if known_as([person_id], one.knows_by))
    return (*known, *told_of(person_id))


def owe_deletions(
    people: Collection[uuid.UUID],
    *,
    policy: Policy,
    now: datetime,
    ended: Collection[Purpose] | None = None,
) -> None:
    """Note that each processor must delete these people: call it before they go.

    `ended` are the purposes that end while the people must still wait: who works for nothing else
    is asked now, and for the others it is noted what they know the person by, since a card may go
    before its holder.
    """
    receipts = _receipts(people)
    for processor in asked_to_delete(policy):
        over = ended is None or set(processor.purposes) - NOBODYS <= set(ended)
        known = known_as(people, processor.knows_by)
        _owe(processor.name, known, receipts, now if over else None)
    if ended is not None:
        for person_id in people:
            for name in told_of(person_id):
                foresee_recall(person_id, recipient=name)
    if ended is None:
        # Also where nothing is left by which they are known: it was noted when they asked.
        rows = OnwardNotice.objects.filter(receipt__request__person__in=people, asked_at=None)
        rows.update(asked_at=now)


def owe_recall(person_id: uuid.UUID, *, recipient: str, reference: str, now: datetime) -> None:
    """Note that somebody who got one case of a person must drop and delete it (conflict case 4).

    `reference` is what the recipient knows the case by. Every receipt that is open waits for it.
    """
    receipts = _receipts([person_id]).get(person_id, [None])
    noted = OnwardNotice.objects.filter(recipient=recipient, receipt__in=filter(None, receipts))
    before = {row.receipt_id: row for row in noted.select_for_update()}
    for key in receipts:
        # One row a receipt: where an earlier case was asked for, it is asked for again with this.
        row = before.get(key) or OnwardNotice(receipt_id=key, recipient=recipient)
        row.reference = _joined([*filter(None, row.reference.split(", ")), reference])
        row.asked_at, row.told_at, row.due_at, row.done_at = now, None, None, None
        row.save()


def foresee_recall(person_id: uuid.UUID, *, recipient: str) -> None:
    """Name in the receipts of who has asked to go already a recipient that got a case of theirs."""
    receipts = filter(None, _receipts([person_id]).get(person_id, []))
    for key in receipts:
        OnwardNotice.objects.get_or_create(receipt_id=key, recipient=recipient)


def close_recall(recipient: str, reference: str, *, now: datetime) -> None:
    """Note that the recipient itself said that a case is over: there is nothing to ask it for."""
    with transaction.atomic():
        over = []
        for row in _owed().select_for_update().filter(recipient=recipient, told_at=None):
            known = row.reference.split(", ")
            if reference in known:
                row.reference = _joined([each for each in known if each != reference])
                row.told_at = None if row.reference else now
                row.save(update_fields=["reference", "told_at"])
                over += [] if row.reference else [row.pk]
        note_deleted(over, now=now)


def recalls_waiting(recipients: Collection[str], *, now: datetime) -> tuple[ToDelete, ...]:
    """Return what is to be asked of these recipients, or was and has no answer; late ones first."""
    return tuple(each for each in deletions_waiting(now=now) if each.told.recipient in recipients)


def _owe(
    name: str, known: By, receipts: Mapping[uuid.UUID, list[int | None]], asked_at: datetime | None
) -> None:
    of_these = [key for each in known for key in receipts.get(each, [])]
    noted = OnwardNotice.objects.filter(recipient=name, receipt__in=of_these)
    before = {row.receipt_id: row for row in noted.select_for_update()}
    fresh = []
    for person, by in known.items():
        for key in receipts.get(person, [None]):
            row = before.get(key) or OnwardNotice(receipt_id=key, recipient=name)
            if row.told_at is not None:
                continue
            row.reference = _joined([*filter(None, row.reference.split(", ")), *by])
            row.asked_at = row.asked_at or asked_at
            fresh.append(row)
    OnwardNotice.objects.bulk_create(row for row in fresh if row.pk is None)
    OnwardNotice.objects.bulk_update([row for row in fresh if row.pk], ["reference", "asked_at"])


def known_as(people: Collection[uuid.UUID], knows_by: Collection[KnownBy]) -> By:
    """Return for each of these people what tells them from others; who has nothing is left out."""
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    for by in knows_by:
        label, column = KNOWN[by]
        rows = apps.get_model(label)._default_manager.filter(person__in=people).order_by("pk")
        for person, value in rows.values_list("person_id", column):
            found[person] = (*found.get(person, ()), value)
    return found


def note_asked(ids: Collection[int], *, policy: Policy, now: datetime) -> int:
    """Note that a processor was asked to delete, or asked again; return how often.

    From now on it has the days of its agreement.
    """
    days = {each.name: timedelta(days=each.deletion_days) for each in policy.processors}
    with transaction.atomic():
        rows = list(_owed().select_for_update().filter(pk__in=ids))
        for row in rows:
            row.told_at, row.asks = now, row.asks + 1
            row.due_at = now + days.get(row.recipient, LATE)
            row.kept_law, row.kept_until_on = "", None
        columns = ["told_at", "asks", "due_at", "kept_law", "kept_until_on"]
        OnwardNotice.objects.bulk_update(rows, columns)
    return len(rows)


def note_deleted(ids: Collection[int], *, now: datetime) -> int:
    """Note that a processor says that it has deleted; return how many times.

    What it knew the person by goes with that, and with the last of a receipt's the receipt is done.
    """
    with transaction.atomic():
        asked = _owed().select_for_update().filter(pk__in=ids, told_at__isnull=False)
        rows = list(asked.values_list("pk", "receipt_id"))
        OnwardNotice.objects.filter(pk__in=[pk for pk, _ in rows]).update(
            done_at=now, reference="", kept_law="", kept_until_on=None
        )
        finish_unless_owed({receipt for _, receipt in rows if receipt}, now=now)
    return len(rows)


def note_kept(ids: Collection[int], ground: KeptByLaw, *, now: datetime) -> int:
    """Note that a processor keeps something because of a law; return how many times.

    It is not late before that day is over, and is then to be asked again. What it knows the person
    by stays until it has deleted: nothing else could be asked with.

    :raises NotByLaw: no law, or no day within ten years.
    """
    if not is_cited(ground.law) or not now.date() < ground.until_on <= (now + LONGEST_LAW).date():
        raise NotByLaw
    end = datetime.combine(ground.until_on + timedelta(days=1), time(), tzinfo=now.tzinfo)
    rows = _owed().filter(pk__in=ids, told_at__isnull=False)
    return rows.update(
        kept_law=ground.law.strip(), kept_until_on=ground.until_on, due_at=end + LATE
    )


def finish_unless_owed(receipts: Collection[int], *, now: datetime) -> None:
    """Say in receipts of people who are gone that all is done, unless a processor must delete."""
    waits = OnwardNotice.objects.filter(receipt__in=receipts, done_at=None).values("receipt")
    gone = Receipt.objects.filter(pk__in=receipts, copies_until_on__isnull=False)
    gone.filter(completed_at=None).exclude(pk__in=waits).update(completed_at=now)


def drop_foreseen(requests: Collection[uuid.UUID]) -> None:
    """Forget what processors know people by who stay: their requests to leave are over."""
    OnwardNotice.objects.filter(receipt__request__in=requests, asked_at=None).delete()


def deletions_waiting(*, now: datetime) -> tuple[ToDelete, ...]:
    """Return what processors must be asked to delete, or were: late ones first.

    What a law lets one keep is here again when the law's day is over.
    """
    found = _to_delete(_owed().exclude(_kept_on(now)), now)
    return tuple(sorted(found, key=lambda each: not each.told.is_late))


def deletions_kept(*, now: datetime) -> tuple[ToDelete, ...]:
    """Return what processors keep because of a law, by the day on which it ends."""
    found = _to_delete(_owed().filter(_kept_on(now)), now)
    return tuple(sorted(found, key=lambda each: each.told.kept_until_on or date.max))


def _to_delete(rows: QuerySet[OnwardNotice], now: datetime) -> list[ToDelete]:
    known = rows.annotate(person=F("receipt__request__person"))
    return [
        ToDelete(onward_of(row, now), row.reference, row.person)
        for row in known.order_by("recipient", "told_at", "asked_at", "pk")
    ]


def _kept_on(now: datetime) -> Q:
    return Q(kept_until_on__isnull=False, kept_until_on__gte=now.date())


def deletions_late(*, now: datetime) -> int:
    """Count deletions that nobody has asked for in time, or that nobody has asked for again."""
    return sum(each.told.is_late for each in deletions_waiting(now=now))


def deletions_of(receipt_id: int, *, policy: Policy, now: datetime) -> tuple[Onward, ...]:
    """Return what became of a receipt's data with those who process them."""
    rows = kept(OnwardNotice, policy=policy, now=now).filter(receipt=receipt_id)
    return tuple(onward_of(row, now) for row in rows.order_by("recipient"))


def _owed() -> QuerySet[OnwardNotice]:
    return OnwardNotice.objects.filter(DELETES, asked_at__isnull=False, done_at=None)


def _receipts(people: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[int | None]]:
    found: dict[uuid.UUID, list[int | None]] = defaultdict(list)
    rows = Receipt.objects.filter(request__person__in=people, completed_at=None)
    for person, key in rows.values_list("request__person_id", "pk"):
        found[person].append(key)
    return found


def _joined(references: Collection[str]) -> str:
    """Put references together, as many as there is room for, each once and whole."""
    told = ""
    for each in dict.fromkeys(references):
        longer = f"{told}, {each}" if told else each
        told = longer if len(longer) <= LONGEST else told
    return told
