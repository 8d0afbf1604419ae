"""The next piece of work on batches, for the worker."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hylla.catalogue.actions.batches.changing import change_some, look_at_some
from hylla.catalogue.actions.batches.reading import TakenElsewhere, read_batch
from hylla.catalogue.actions.batches.receiving import forget_old_batches
from hylla.catalogue.actions.batches.reheading import rehead_some, unhead_some
from hylla.catalogue.actions.batches.running import run_some, undo_some
from hylla.catalogue.models import Batch
from hylla.catalogue.rules.batches import WORKED_ON, BatchKind, Stage

log = logging.getLogger("hylla.batches")


@dataclass(frozen=True, slots=True)
class Ways:
    """How batches of one kind are looked at, done and undone, a piece at a time.

    Each is given the number of a batch and the day. Of some kinds there are only such as are done.
    """

    look: Callable[..., object]
    run: Callable[..., object]
    undo: Callable[..., object]

    @classmethod
    def back(cls, undo: Callable[..., object]) -> "Ways":
        """Return the ways of what was done when it became a batch, and can only be undone."""
        return cls(_nothing, _nothing, undo)


def _nothing(number: int, *, on: date) -> None:
    raise ValueError("nothing waits to be looked at or done in such a batch")


def _read(number: int, *, on: date) -> None:
    read_batch(number)


def _look(number: int, *, on: date) -> None:
    look_at_some(number)


_WAYS: Mapping[BatchKind, Ways] = {
    BatchKind.IMPORT: Ways(_read, run_some, undo_some),
    BatchKind.HEADING: Ways(_read, rehead_some, unhead_some),
    BatchKind.CHANGE: Ways(_look, change_some, undo_some),
}


def work_on_batches(
    *, now: datetime, on: date, beside: Mapping[BatchKind, Ways] | None = None
) -> bool:
    """Do one piece of the oldest work there is; return whether there may be more.

    What cannot be done lets others through; it is raised when nothing else is left to do. `beside`
    are the ways of kinds that other domains know about.
    """
    forget_old_batches(now=now)
    known = {**_WAYS, **(beside or {})}
    waiting = Batch.objects.filter(stage__in=WORKED_ON, kind__in=known).order_by("pk")
    failed: Exception | None = None
    for number, kind, stage in list(waiting.values_list("pk", "kind", "stage")):
        try:
            _piece(known[BatchKind(kind)], Stage(stage), number, on=on)
        except (TakenElsewhere, Batch.DoesNotExist):
            return False
        except Exception as error:
            failed = failed or error
        else:
            return True
    if failed is not None:
        raise failed
    return False


def _piece(ways: Ways, stage: Stage, number: int, *, on: date) -> None:
    match stage:
        case Stage.READING:
            ways.look(number, on=on)
        case Stage.RUNNING:
            ways.run(number, on=on)
        case _:
            ways.undo(number, on=on)
