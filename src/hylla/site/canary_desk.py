"""The canary's scan at a desk: acted on once, remembered for the log-in, and gone with it."""

import secrets
from datetime import datetime

from django.db import transaction

from hylla.patrons.actions.scans import note_scan
from hylla.patrons.rules.scans import Taken, mark_of
from hylla.patrons.sessions import BEGUN, SessionStore


def scan_at_a_desk(card: str, *, now: datetime) -> tuple[str, ...]:
    """Have a card scanned in a log-in that ends at once; return what the desk remembered of it.

    Nobody of the staff is logged in there: the scan hangs on the log-in alone.
    """
    desk = SessionStore()
    desk[BEGUN] = now.isoformat()
    with transaction.atomic():
        desk.create()
        mark = mark_of(secrets.token_urlsafe(12), card)
        note_scan(str(desk.session_key), mark, taken=Taken("opened"), now=now)
    left = str(desk.session_key), mark
    desk.flush()
    return left
