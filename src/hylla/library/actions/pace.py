"""Counting how often something is done from one place, across every process."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hylla.library.models import Bucket
from hylla.library.rules.pace import Pace


def take_from(buckets: Mapping[str, Pace], *, now: datetime) -> bool:
    """Take one from each bucket, in this order; False, and the rest untouched, where one is empty.

    It is committed at once (`durable`), so that a caller who refuses cannot give it back.
    """
    with transaction.atomic(durable=True):
        return all(_take(place, pace, now) for place, pace in buckets.items())


def forget_full_buckets(*, now: datetime) -> int:
    """Forget the places from which nothing is counted any more; return how many there were."""
    return Bucket.objects.filter(full_at__lte=now).delete()[0]


def _take(place: str, pace: Pace, now: datetime) -> bool:
    """Take one, if there is one; two who come first at the same time both find the row."""
    full = {"left": float(pace.at_once), "counted_at": now, "full_at": now}
    Bucket.objects.bulk_create([Bucket(place=place, **full)], ignore_conflicts=True)
    row = Bucket.objects.select_for_update().get(pk=place)
    left = pace.left(row.left, since=row.counted_at, now=now)
    if left < 1:
        return False
    Bucket.objects.filter(pk=place).update(
        left=left - 1, counted_at=now, full_at=pace.full_at(left - 1, now=now)
    )
    return True
