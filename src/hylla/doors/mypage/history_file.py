"""A loan history as a file: CSV for a spreadsheet, JSON for another program."""

import json
from collections.abc import Iterable

from hylla.circulation.queries import Remembered
from hylla.formats.spreadsheets import as_csv as spreadsheet

COLUMNS = ("title", "authors", "returned")


def as_csv(entries: Iterable[Remembered]) -> str:
    """Write a history for a spreadsheet."""
    return spreadsheet(COLUMNS, ((each.title, each.authors, when(each)) for each in entries))


def as_json(entries: Iterable[Remembered]) -> str:
    """Write a history as JSON."""
    rows = [
        {"title": each.title, "authors": each.authors, "returned": when(each)} for each in entries
    ]
    return json.dumps({"history": rows}, ensure_ascii=False, indent=2) + "\n"


def when(entry: Remembered) -> str:
    """Return the day of a return, or its month, as ISO 8601 has them: 2026-11-03, 2026-11."""
    return f"{entry.returned_on:%Y-%m}" if entry.is_month else entry.returned_on.isoformat()
