"""A title's record in MARC 21, whether it came with one or not."""

from hylla.catalogue.models import Record
from hylla.catalogue.queries.harvest import title_of
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.kept import kept_record
from hylla.formats.marc.making import marc21_of


def record_of(row: Record) -> MarcRecord:
    """Return the record that a title came with, or one made of what is known of it."""
    kept = kept_record(bytes(row.marc)) if row.marc is not None else None
    if kept is not None:
        return kept
    made = marc21_of(title_of(row, changed_on=row.added_on, address=lambda number: ""))
    return MarcRecord(made.leader, tuple(each for each in made.fields if each.tag != "856"))
