"""Make a title as it was."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from hylla.catalogue.actions.filing import headings_made, write_keys, write_words
from hylla.catalogue.actions.headings import titles_written, write_headings
from hylla.catalogue.actions.stamping import stamp
from hylla.catalogue.actions.versions import Change, keep_versions
from hylla.catalogue.actions.works import works_written
from hylla.catalogue.models import Record
from hylla.catalogue.queries.snapshots import facts_of
from hylla.catalogue.rules.matching import keys_of
from hylla.catalogue.rules.title_facts import fitted, title_facts
from hylla.catalogue.rules.versions import Why
from hylla.catalogue.rules.works import alone, work_key
from hylla.formats.marc import describe
from hylla.formats.marc.kept import kept_record


@dataclass(frozen=True, slots=True)
class Before:
    """How a title was: its columns, and its record."""

    columns: str
    marc: bytes | memoryview | None


def put_back(number: int, before: Before, *, on: date) -> None:
    """Make a title as it was. A transaction is the caller's to open."""
    known: dict[str, Any] = json.loads(before.columns)
    marc = bytes(before.marc) if before.marc is not None else None
    titles_written()
    row = Record.objects.get(pk=number)
    keep_versions([row], change=Change(Why.UNDONE), on=on)
    if kept := kept_record(marc) if marc else None:
        # What was said of its work by hand may have been taken back since.
        known["work_key"] = work_key(
            fitted(title_facts(describe(kept))), alone=alone(row.source, row.control_number)
        )
    Record.objects.filter(pk=number).update(marc=marc, **known)
    works_written([number], before={number: row.work_key})
    facts = facts_of(Record.objects.get(pk=number))
    write_words({number: facts})
    write_keys({number: keys_of(facts, kept)})
    write_headings({number: headings_made(facts, marc)})
    stamp({number: facts.kind}, on=on)
