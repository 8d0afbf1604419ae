"""Say by hand which titles are editions of one work, and keep it whatever their records say."""

from collections.abc import Collection, Mapping
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from hylla.catalogue.actions.stamping import note_changes
from hylla.catalogue.models import BORROWED, FormerWork, Record, WorkTie
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.works import may_be_one
from hylla.library.refusals import Reason, Refused


@transaction.atomic
def tie_editions(number: int, others: Collection[int]) -> None:
    """Say that other titles are editions of a title's work, until somebody takes it back.

    The title itself stays with them, too, whatever its record says later.

    :raises Refused: nothing is chosen, a title is unknown, or they cannot be one work.
    """
    if not others:
        raise Refused(Reason(Code.NOTHING_CHOSEN))
    if number in others:
        raise Refused(Reason(Code.SAME_TITLE))
    rows = _locked({number, *others})
    ours = rows[number]
    if not all(may_be_one(ours.kind, each.kind) for each in rows.values()):
        raise Refused(Reason(Code.WORK_OTHER_KIND))
    for row in rows.values():
        _say(row, ours.work_key)


@transaction.atomic
def untie_edition(number: int) -> None:
    """Say that a title is no edition of the work it stands in: it stands alone from now on.

    :raises Refused: it is unknown, or stands alone already.
    """
    row = _locked({number})[number]
    others = Record.objects.filter(work_key=row.work_key).exclude(source=BORROWED)
    if not others.exclude(pk=number).exists():
        raise Refused(Reason(Code.EDITION_ALONE))
    _say(row, uuid4().hex)


@transaction.atomic
def let_record_say(number: int) -> None:
    """Take back what was said by hand of a title: it is of the work that its record tells.

    :raises Refused: it is unknown.
    """
    row = _locked({number})[number]
    tie = WorkTie.objects.filter(pk=number).first()
    if tie is None:
        return
    _move(row, tie.by_record)
    tie.delete()
    # The last of those that were tied is tied to nothing any more.
    left = list(WorkTie.objects.filter(work_key=tie.work_key)[:2])
    if len(left) == 1 and left[0].by_record == left[0].work_key:
        left[0].delete()


def works_written(titles: Collection[int], *, before: Mapping[int, str]) -> None:
    """Let titles that were written be of the work that somebody said they are, if somebody did.

    `before` is of which work those were that have changed. A transaction is the caller's to open.
    """
    ties = WorkTie.objects.in_bulk(list(titles))
    told = dict(Record.objects.filter(pk__in=ties).values_list("pk", "work_key"))
    for number, tie in ties.items():
        tie.by_record = told[number]
        Record.objects.filter(pk=number).update(work_key=tie.work_key)
    if ties:
        WorkTie.objects.bulk_update(ties.values(), ["by_record"])
    if before:
        now = Record.objects.filter(pk__in=before).values_list("pk", "work_key")
        _lead_on({before[number]: number for number, key in now if before[number] != key})


def follow_merge(goes: Record, *, into: Record) -> None:
    """Let a title's work be that of another into which it goes, as far as somebody said so.

    A tie follows. That it is no edition of the work its record tells of follows where the other's
    record tells of that work, too. What is said of the other by hand stays.
    """
    _lead_on({goes.work_key: into.pk})
    tie = WorkTie.objects.filter(pk=goes.pk).first()
    if tie is None or WorkTie.objects.filter(pk=into.pk).exists():
        return
    company = Record.objects.filter(work_key=tie.work_key).exclude(pk=goes.pk)
    if tie.by_record == into.work_key or company.exists():
        _say(into, tie.work_key)


def _say(row: Record, key: str) -> None:
    WorkTie.objects.bulk_create(
        [WorkTie(number=row.pk, work_key=key, by_record=row.work_key)],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["work_key"],
    )
    _move(row, key)


def _move(row: Record, key: str) -> None:
    if row.work_key != key:
        Record.objects.filter(pk=row.pk).update(work_key=key)
        _lead_on({row.work_key: row.pk})
        note_changes([row.pk])


def _lead_on(former: Mapping[str, int]) -> None:
    """Note to which title's work the addresses of former ones lead."""
    FormerWork.objects.bulk_create(
        [FormerWork(key=key, number=number) for key, number in sorted(former.items())],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["number"],
    )


def _locked(numbers: Collection[int]) -> Mapping[int, Record]:
    """Lock the queues of titles' works, as who waits does, and return the titles."""
    ours = Record.objects.exclude(source=BORROWED).filter(pk__in=numbers)
    editions = Q(pk__in=numbers) | Q(work_key__in=ours.values("work_key"))
    locked = Record.objects.select_for_update(no_key=True).filter(editions)
    list(locked.order_by("pk").values_list("pk"))
    found = {row.pk: row for row in ours.only("pk", "kind", "work_key").order_by("pk")}
    if len(found) < len(numbers):
        raise Refused(Reason(Code.RECORD_UNKNOWN))
    return found
