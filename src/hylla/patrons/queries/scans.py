"""What came of a scan that was acted on already."""

from hylla.patrons.models import TakenScan
from hylla.patrons.rules.scans import Taken


def scan_taken(session: str, mark: str) -> Taken | None:
    """Return what came of the scan with this mark, or None where it is new."""
    row = TakenScan.objects.filter(session_id=session, mark=mark).first()
    return Taken(row.outcome, row.fee_ore) if row else None
