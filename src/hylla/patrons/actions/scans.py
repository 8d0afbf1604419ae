"""Scans that were acted on: remembered for an hour, so that the same one sent again acts once."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from hylla.library.refusals import Refused
from hylla.patrons.models import TakenScan
from hylla.patrons.queries.scans import scan_taken
from hylla.patrons.rules.scans import REMEMBERED, Taken

Done = TypeVar("Done")


def once(
    session: str,
    mark: str,
    *,
    act: Callable[[], Done],
    as_taken: Callable[[Done], Taken],
    now: datetime,
) -> Done | Taken:
    """Do what a scan asks for and return what came of it, or what came of it the first time.

    :raises Refused: nothing was done, now or before.
    """
    if before := scan_taken(session, mark):
        return before
    try:
        with transaction.atomic():
            done = act()
            note_scan(session, mark, taken=as_taken(done), now=now)
            return done
    except (IntegrityError, Refused):
        # The same scan, sent twice at the same time: the other was quicker.
        if before := scan_taken(session, mark):
            return before
        raise


def note_scan(session: str, mark: str, *, taken: Taken, now: datetime) -> None:
    """Note that a scan was acted on; to be called in the transaction of the act.

    :raises IntegrityError: it was acted on already, and this act must not be.
    """
    TakenScan.objects.create(
        session_id=session, mark=mark, outcome=taken.outcome, fee_ore=taken.fee_ore, at=now
    )


def forget_scans(*, now: datetime) -> int:
    """Forget scans that no browser sends again; return how many there were."""
    with transaction.atomic():
        return TakenScan.objects.filter(at__lt=now - REMEMBERED).delete()[0]
