"""What came of a scan that was acted on already."""

from django.db.models import QuerySet

from hylla.library.queries.prepared import Prepared, Row
from hylla.patrons.models import TakenScan
from hylla.patrons.rules.scans import Taken


def scan_taken(session: str, mark: str) -> Taken | None:
    """Return what came of the scan with this mark, or None where it is new."""
    row = TAKEN.first(session=session, mark=mark)
    return Taken(*row) if row else None


def _taken(*, session: str, mark: str) -> QuerySet[TakenScan, Row]:
    rows = TakenScan.objects.filter(session_id=session, mark=mark)
    return rows.values_list("outcome", "fee_ore")[:1]


TAKEN = Prepared(_taken)
