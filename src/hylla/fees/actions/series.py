"""Count on without a gap: whoever counts waits for the one before, who is done or undone."""

from datetime import date

from hylla.fees.models import VoucherSeries
from hylla.fees.models.series import Series


def lock_vouchers(on: date) -> None:
    """Let nobody else write a voucher of that year until the transaction ends.

    The first lock of whoever settles, pays or gives back, before those of invoices, loans, claims
    and people; only the lock on a scanned copy may come before. So nobody who has this one waits
    for somebody who waits for it.
    """
    _locked(VoucherSeries, on.year)


def next_in(series: type[Series], year: int) -> int:
    """Count on; the row stays locked until what got the number is there, or neither is."""
    row = _locked(series, year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def _locked(series: type[Series], year: int) -> Series:
    rows = series._default_manager
    found = rows.select_for_update().filter(year=year).first()
    if found is None:
        rows.get_or_create(year=year)
        found = rows.select_for_update().get(year=year)
    return found
