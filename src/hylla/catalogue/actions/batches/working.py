"""The next piece of work on batches, for the worker."""

import logging
from datetime import date, datetime

from hylla.catalogue.actions.batches.reading import TakenElsewhere, read_batch
from hylla.catalogue.actions.batches.receiving import forget_old_batches
from hylla.catalogue.actions.batches.reheading import rehead_some, unhead_some
from hylla.catalogue.actions.batches.running import run_some, undo_some
from hylla.catalogue.models import Batch
from hylla.catalogue.rules.batches import WORKED_ON, BatchKind, Stage

log = logging.getLogger("hylla.batches")
_WAYS = {
    BatchKind.IMPORT: (run_some, undo_some),
    BatchKind.HEADING: (rehead_some, unhead_some),
}
"""How each kind of batch is done and undone, a piece at a time."""


def work_on_batches(*, now: datetime, on: date) -> bool:
    """Do one piece of the oldest work there is; return whether there may be more."""
    forget_old_batches(now=now)
    waiting = Batch.objects.filter(stage__in=WORKED_ON).order_by("pk")
    found = waiting.values_list("pk", "kind", "stage").first()
    if found is None:
        return False
    number, kind, stage = found
    run, undo = _WAYS[BatchKind(kind)]
    try:
        match Stage(stage):
            case Stage.READING:
                read_batch(number)
            case Stage.RUNNING:
                run(number, on=on)
            case _:
                undo(number, on=on)
    except (TakenElsewhere, Batch.DoesNotExist):
        return False
    return True
