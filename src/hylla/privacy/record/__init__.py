"""The record of processing activities and the table of what goes when, made of the declarations."""

from hylla.privacy.record.activities import Activity, Recipient, Record, record_of
from hylla.privacy.record.ending import Ending, endings
from hylla.privacy.record.report import Paper, paper_of
from hylla.privacy.record.writing import as_html, as_json, as_markdown

__all__ = [
    "Activity",
    "Ending",
    "Paper",
    "Recipient",
    "Record",
    "as_html",
    "as_json",
    "as_markdown",
    "endings",
    "paper_of",
    "record_of",
]
