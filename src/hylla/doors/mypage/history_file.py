"""A loan history as a file: CSV for a spreadsheet, JSON for another program."""

import csv
import io
import json
from collections.abc import Iterable

from hylla.circulation.queries import Remembered

COLUMNS = ("title", "authors", "returned")
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(entries: Iterable[Remembered]) -> str:
    """Write a history as CSV (RFC 4180) that spreadsheets read as UTF-8."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    rows.writerows((_plain(each.title), _plain(each.authors), when(each)) for each in entries)
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + written.getvalue()


def as_json(entries: Iterable[Remembered]) -> str:
    """Write a history as JSON."""
    rows = [
        {"title": each.title, "authors": each.authors, "returned": when(each)} for each in entries
    ]
    return json.dumps({"history": rows}, ensure_ascii=False, indent=2) + "\n"


def when(entry: Remembered) -> str:
    """Return the day of a return, or its month, as ISO 8601 has them: 2026-11-03, 2026-11."""
    return f"{entry.returned_on:%Y-%m}" if entry.is_month else entry.returned_on.isoformat()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
