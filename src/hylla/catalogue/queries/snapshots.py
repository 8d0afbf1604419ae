"""How a title is, as text that changes whenever anything about it does."""

import json
from hashlib import sha256

from hylla.catalogue.models import Record
from hylla.catalogue.rules.title_facts import TitleFacts

_APART = {"id", "marc", "added_on"}
_COLUMNS = [each.name for each in Record._meta.concrete_fields if each.name not in _APART]


def told(row: Record) -> str:
    """Return a title's columns as text, without its record, which stands beside."""
    return json.dumps({name: getattr(row, name) for name in _COLUMNS}, ensure_ascii=False)


def digest_of(row: Record) -> str:
    """Return what changes whenever anything about a title does."""
    marc = bytes(row.marc) if row.marc is not None else b""
    return sha256(told(row).encode() + b"\x00" + marc).hexdigest()


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
