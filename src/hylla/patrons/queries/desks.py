"""Whether a desk has anyone before it."""

from datetime import datetime

from hylla.patrons.models import AtDesk
from hylla.patrons.rules import IDLE


def opening_at(session: str, *, now: datetime) -> int | None:
    """Return which opening stands at a desk, or None; looking does not keep it open."""
    rows = AtDesk.objects.filter(session_id=session, is_open=True, at__gte=now - IDLE)
    return rows.values_list("pk", flat=True).first()
