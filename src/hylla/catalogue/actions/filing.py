"""Put records with their words into the tables, many at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection
from django.db.models import Q

from hylla.catalogue.actions.headings import titles_written, write_headings
from hylla.catalogue.actions.stamping import stamp
from hylla.catalogue.actions.versions import IMPORT, Change, keep_versions
from hylla.catalogue.actions.works import works_written
from hylla.catalogue.models import Record, RecordKey, RecordWord
from hylla.catalogue.rules.authorities import TitleHeading, title_headings
from hylla.catalogue.rules.matching import keys_of
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.catalogue.rules.weights import weighed_words
from hylla.catalogue.rules.works import alone, work_key
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.kept import kept_record
from hylla.formats.marc.making import name_fields

Identity = tuple[str, str]
"""Source and control number."""

# What an update leaves alone: the day the title came, and who it is.
_KEPT = {"id", "source", "control_number", "added_on"}
_CHANGED = [field.name for field in Record._meta.concrete_fields if field.name not in _KEPT]
_INSERT_ROW = """
INSERT INTO catalogue_recordword (record_id, word, weight) VALUES (%s, %s, %s)"""
_INSERT_ARRAYS = """
INSERT INTO catalogue_recordword (record_id, word, weight)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::smallint[])"""
_WORDS_AT_A_TIME = 10_000

Row = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class ToFile:
    """A record on its way into the tables; its facts are fitted already.

    `keys` are those by which it is known again, `headings` those it stands under; without them they
    are made of the record.
    """

    source: str
    control_number: str
    digest: str
    facts: TitleFacts
    revised: str = ""
    marc: bytes | None = None
    keys: tuple[str, ...] | None = None
    headings: tuple[TitleHeading, ...] | None = None

    @property
    def identity(self) -> Identity:
        return self.source, self.control_number


def file_records(
    records: Sequence[ToFile], *, on: date, change: Change = IMPORT
) -> Mapping[Identity, int]:
    """Add the records or, where they are known, change them in place; return their numbers.

    How those were that change is kept, with what changed them. A transaction is the caller's to
    open. Each record may occur once.
    """
    titles_written()
    changing = list(_changing(records))
    keep_versions(changing, change=change, on=on)
    written = Record.objects.bulk_create(
        [_row(each, on=on) for each in records],
        update_conflicts=True,
        unique_fields=["source", "control_number"],
        update_fields=_CHANGED,
    )
    ids = {each.identity: row.pk for each, row in zip(records, written, strict=True)}
    works_written(ids.values(), before={row.pk: row.work_key for row in changing})
    stamp({ids[each.identity]: each.facts.kind for each in records}, on=on)
    write_words({ids[each.identity]: each.facts for each in records})
    write_keys({ids[each.identity]: _keys(each) for each in records})
    write_headings({ids[each.identity]: _headings(each) for each in records})
    return ids


def _changing(records: Sequence[ToFile]) -> Iterator[Record]:
    """Yield the titles that are here already and are about to be others."""
    numbers: dict[str, list[str]] = {}
    for each in records:
        numbers.setdefault(each.source, []).append(each.control_number)
    wanted = Q(pk__in=())
    for source, some in numbers.items():
        wanted |= Q(source=source, control_number__in=some)
    coming = {each.identity: each.marc or b"" for each in records}
    for row in Record.objects.filter(wanted):
        if bytes(row.marc or b"") != coming[row.source, row.control_number]:
            yield row


def write_words(facts: Mapping[int, TitleFacts]) -> None:
    """Write anew by which words titles, by number, are found."""
    # New records have none, unless another import has just brought the same ones.
    RecordWord.objects.filter(record__in=facts).delete()
    _write_words(
        (number, word, weight)
        for number, each in facts.items()
        for word, weight in weighed_words(each).items()
    )


def write_keys(keys: Mapping[int, tuple[str, ...]]) -> None:
    """Write anew by what titles, by number, are known again."""
    RecordKey.objects.filter(record__in=keys).delete()
    RecordKey.objects.bulk_create(
        [RecordKey(record_id=number, key=key) for number, own in keys.items() for key in own]
    )


def _keys(each: ToFile) -> tuple[str, ...]:
    if each.keys is not None:
        return each.keys
    return keys_of(each.facts, kept_record(each.marc) if each.marc else None)


def _headings(each: ToFile) -> tuple[TitleHeading, ...]:
    if each.headings is not None:
        return each.headings
    return headings_made(each.facts, each.marc)


def headings_made(facts: TitleFacts, marc: bytes | None) -> tuple[TitleHeading, ...]:
    """Return the headings of a title: of its record, or of its authors where it has none."""
    kept = kept_record(marc) if marc else None
    return title_headings(kept or MarcRecord("", tuple(name_fields(facts.authors))))


def _row(each: ToFile, *, on: date) -> Record:
    facts = each.facts
    return Record(
        source=each.source,
        control_number=each.control_number,
        digest=each.digest,
        revised=each.revised,
        marc=each.marc,
        kind=facts.kind,
        audience=facts.audience,
        title=facts.title,
        subtitle=facts.subtitle,
        authors="\n".join(facts.authors),
        year=facts.year,
        languages=" ".join(facts.languages),
        publisher=facts.publisher,
        isbns="\n".join(facts.isbns),
        classification=facts.classification,
        subjects="\n".join(facts.subjects),
        series="\n".join(facts.series),
        work_key=work_key(facts, alone=alone(each.source, each.control_number)),
        added_on=on,
    )


def _write_words(rows: Iterator[Row]) -> None:
    """Insert without a model for each: there are twenty words to a record."""
    with connection.cursor() as cursor:
        while some := list(islice(rows, _WORDS_AT_A_TIME)):
            # In the order of the index the pages of it are each touched once.
            some.sort(key=lambda row: (row[1], row[0]))
            if connection.vendor == "postgresql":
                cursor.execute(_INSERT_ARRAYS, [list(column) for column in zip(*some, strict=True)])
            else:
                cursor.executemany(_INSERT_ROW, some)
