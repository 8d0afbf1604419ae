"""Make a title as it was."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from hylla.catalogue.actions.filing import headings_made, write_keys, write_words
from hylla.catalogue.actions.headings import titles_written, write_headings
from hylla.catalogue.actions.stamping import stamp
from hylla.catalogue.actions.versions import Change, keep_versions
from hylla.catalogue.models import Record
from hylla.catalogue.queries.snapshots import facts_of
from hylla.catalogue.rules.matching import keys_of
from hylla.catalogue.rules.versions import Why
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
    keep_versions([Record.objects.get(pk=number)], change=Change(Why.UNDONE), on=on)
    Record.objects.filter(pk=number).update(marc=marc, **known)
    facts = facts_of(Record.objects.get(pk=number))
    write_words({number: facts})
    write_keys({number: keys_of(facts, kept_record(marc) if marc else None)})
    write_headings({number: headings_made(facts, marc)})
    stamp({number: facts.kind}, on=on)
