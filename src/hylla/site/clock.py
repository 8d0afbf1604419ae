"""The only place that asks what time it is; everything below is given the time."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

Clock = Callable[[], datetime]


def clock() -> Clock:
    """Return the clock of this process: the machine's, or, in a demo, one set with `--now`.

    A demo's clock starts at the given time when the process starts, and goes on from there.
    """
    if not settings.HYLLA_NOW:
        return machine_time
    told = datetime.fromisoformat(settings.HYLLA_NOW)
    if told.tzinfo is None:
        told = told.replace(tzinfo=timezone.get_default_timezone())
    ahead = told - machine_time()
    return lambda: machine_time() + ahead


def machine_time() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)
