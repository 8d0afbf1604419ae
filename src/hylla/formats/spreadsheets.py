"""Rows as CSV (RFC 4180) that a spreadsheet reads as UTF-8, and takes for nothing but text."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection)."""


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows under the names of their columns."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(columns)
    lines.writerows([plain(each) for each in row] for row in rows)
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + written.getvalue()


def plain(text: str) -> str:
    """Return a cell as one that no spreadsheet calculates."""
    return f"'{text}" if text.startswith(FORMULA) else text
