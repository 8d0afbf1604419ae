"""Take a file of records for the worker to read, and say yes or no to what it would do."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from hylla.catalogue.models import Batch, BatchPart, ImportProfile
from hylla.catalogue.rules.batches import BatchKind, Stage
from hylla.catalogue.rules.codes import Code
from hylla.library.refusals import Reason, Refused

LARGEST = 100_000_000
"""Bytes of a file in a browser; `./hylla import marc` reads any."""
PART = 1_000_000
UNDO_WITHIN = timedelta(days=30)
LONGEST_NAME = 100


@transaction.atomic
def receive_file(chunks: Iterable[bytes], *, name: str, profile_id: int, now: datetime) -> int:
    """Keep a file until the worker has read it; return the number of its batch.

    :raises Refused: the profile is unknown, or the file is empty or too large.
    """
    if not ImportProfile.objects.filter(pk=profile_id).exists():
        raise Refused(Reason(Code.PROFILE_UNKNOWN))
    batch = Batch.objects.create(
        kind=BatchKind.IMPORT,
        name=" ".join(name.split())[:LONGEST_NAME] or "?",
        profile_id=profile_id,
        stage=Stage.READING,
        begun_at=now,
    )
    for place, part in enumerate(_parts(chunks)):
        batch.size += len(part)
        if batch.size > LARGEST:
            raise Refused(Reason(Code.FILE_TOO_LARGE, number=LARGEST // 1_000_000))
        BatchPart.objects.create(batch=batch, place=place, data=part)
    if not batch.size:
        raise Refused(Reason(Code.FILE_EMPTY))
    batch.save(update_fields=["size"])
    return batch.pk


@transaction.atomic
def run_batch(number: int) -> None:
    """Let the worker do what a batch would do.

    :raises Refused: it is unknown, or does not wait for that.
    """
    batch = _in(number, Stage.READY)
    batch.stage, batch.done = Stage.RUNNING, 0
    batch.save(update_fields=["stage", "done"])


@transaction.atomic
def drop_batch(number: int) -> None:
    """Throw a batch away that has changed nothing.

    :raises Refused: it is unknown, or has changed something.
    """
    _in(number, Stage.READING, Stage.READY, Stage.FAILED).delete()


@transaction.atomic
def undo_batch(number: int, *, now: datetime) -> None:
    """Let the worker put everything back as it was before a batch.

    :raises Refused: it is unknown, not done, or done too long ago.
    """
    batch = _in(number, Stage.DONE)
    if batch.begun_at + UNDO_WITHIN < now:
        raise Refused(Reason(Code.BATCH_TOO_OLD, number=UNDO_WITHIN.days))
    batch.stage, batch.done = Stage.UNDOING, 0
    batch.save(update_fields=["stage", "done"])


def forget_old_batches(*, now: datetime) -> int:
    """Delete the batches that can no longer be undone; return how many."""
    old = Batch.objects.filter(begun_at__lt=now - UNDO_WITHIN)
    number = old.count()
    old.delete()
    return number


def _in(number: int, *stages: Stage) -> Batch:
    batch = Batch.objects.select_for_update().filter(pk=number).first()
    if batch is None:
        raise Refused(Reason(Code.BATCH_UNKNOWN))
    if batch.stage not in stages:
        raise Refused(Reason(Code.BATCH_ELSEWHERE))
    return batch


def _parts(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """Cut what comes into pieces of one size."""
    held = b""
    for chunk in chunks:
        held += chunk
        while len(held) > PART:
            yield held[:PART]
            held = held[PART:]
    if held:
        yield held
