"""How a title is, kept so that it can be put back."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from hylla.catalogue.actions.filing import write_keys, write_words
from hylla.catalogue.actions.stamping import stamp
from hylla.catalogue.actions.versions import Change, keep_versions
from hylla.catalogue.models import Record
from hylla.catalogue.rules.matching import keys_of
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc.kept import kept_record

_APART = {"id", "marc", "added_on"}
_COLUMNS = [each.name for each in Record._meta.concrete_fields if each.name not in _APART]


def told(row: Record) -> str:
    """Return a title's columns as text, without its record, which stands beside."""
    return json.dumps({name: getattr(row, name) for name in _COLUMNS}, ensure_ascii=False)


def digest_of(row: Record) -> str:
    """Return what changes whenever anything about a title does."""
    marc = bytes(row.marc) if row.marc is not None else b""
    return sha256(told(row).encode() + b"\x00" + marc).hexdigest()


@dataclass(frozen=True, slots=True)
class Before:
    """How a title was: its columns, and its record."""

    columns: str
    marc: bytes | memoryview | None


def put_back(number: int, before: Before, *, on: date) -> None:
    """Make a title as it was. A transaction is the caller's to open."""
    known: dict[str, Any] = json.loads(before.columns)
    marc = bytes(before.marc) if before.marc is not None else None
    keep_versions([Record.objects.get(pk=number)], change=Change(Why.UNDONE), on=on)
    Record.objects.filter(pk=number).update(marc=marc, **known)
    facts = facts_of(Record.objects.get(pk=number))
    write_words({number: facts})
    write_keys({number: keys_of(facts, kept_record(marc) if marc else None)})
    stamp({number: facts.kind}, on=on)


def facts_of(row: Record) -> TitleFacts:
    """Return what is known of a title; by what it is told apart from other works is in its row."""
    return TitleFacts(
        title=row.title,
        kind=row.kind,
        subtitle=row.subtitle,
        authors=tuple(row.authors.splitlines()),
        year=row.year,
        languages=tuple(row.languages.split()),
        publisher=row.publisher,
        isbns=tuple(row.isbns.splitlines()),
        classification=row.classification,
        subjects=tuple(row.subjects.splitlines()),
        series=tuple(row.series.splitlines()),
        audience=row.audience,
    )
