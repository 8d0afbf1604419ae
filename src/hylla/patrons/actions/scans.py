"""Scans that were acted on: remembered for an hour, so that the same one sent again acts once."""

from datetime import datetime

from django.db import transaction

from hylla.patrons.models import TakenScan
from hylla.patrons.rules.scans import REMEMBERED, Taken


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
