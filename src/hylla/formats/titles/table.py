"""CSV: a row a title (RFC 4180), with a heading, for a spreadsheet."""

import csv
import io

from hylla.formats.titles.title import Title

HEADING = (
    "number",
    "source",
    "control_number",
    "title",
    "subtitle",
    "authors",
    "year",
    "languages",
    "publisher",
    "isbns",
    "classification",
    "subjects",
    "series",
    "kind",
    "audience",
    "added_on",
    "changed_on",
    "address",
)
# A spreadsheet takes a cell that begins so for a formula, and would run it.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def heading() -> str:
    """Return the first row."""
    return _row(HEADING)


def row(title: Title) -> str:
    """Return a title as a row; where there are several of something, " | " stands between them."""
    return _row(
        (
            str(title.number),
            title.source,
            title.control_number,
            title.name,
            title.subtitle,
            " | ".join(title.authors),
            str(title.year or ""),
            " ".join(title.languages),
            title.publisher,
            " | ".join(title.isbns),
            title.classification,
            " | ".join(title.subjects),
            " | ".join(title.series),
            title.kind,
            title.audience,
            title.added_on.isoformat(),
            title.changed_on.isoformat(),
            title.address,
        )
    )


def _row(cells: tuple[str, ...]) -> str:
    told = io.StringIO()
    csv.writer(told).writerow([_harmless(cell) for cell in cells])
    return told.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
