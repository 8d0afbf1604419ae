"""The next piece of work on batches, for the worker."""

import logging
from datetime import date, datetime

from hylla.catalogue.actions.batches.reading import TakenElsewhere, read_batch
from hylla.catalogue.actions.batches.receiving import forget_old_batches
from hylla.catalogue.actions.batches.running import run_some, undo_some
from hylla.catalogue.models import Batch
from hylla.catalogue.rules.batches import WORKED_ON, Stage

log = logging.getLogger("hylla.batches")


def work_on_batches(*, now: datetime, on: date) -> bool:
    """Do one piece of the oldest work there is; return whether there may be more."""
    forget_old_batches(now=now)
    waiting = Batch.objects.filter(stage__in=WORKED_ON).order_by("pk")
    found = waiting.values_list("pk", "stage").first()
    if found is None:
        return False
    number, stage = found
    try:
        match Stage(stage):
            case Stage.READING:
                read_batch(number)
            case Stage.RUNNING:
                run_some(number, on=on)
            case _:
                undo_some(number, on=on)
    except (TakenElsewhere, Batch.DoesNotExist):
        return False
    return True
