"""Importing MARC files, beside what pymarc alone needs to read them and keep nothing."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from pymarc import MARCReader

from hylla.catalogue.actions import import_marc
from hylla.catalogue.queries import search
from hylla.formats.marc import Field, Record, Subfield
from hylla.formats.marc.writing import iso2709_of
from hylla.site.bench.figures import Figure, Times, in_rounds
from hylla.site.demo.titles import DemoTitle, titles

RECORDS = 500
FILES = 4
ROUNDS, WARM_UP = 7, 1
DAY = date(2026, 1, 1)
LEADER = "00000nam a2200000 a 4500"


def measure(database: str) -> list[Figure]:
    """Import new records, the same again, and read them with pymarc; each round has its own."""
    parsed, new, again = (Times() for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_files(Path(folder), number) for number in range(WARM_UP + ROUNDS)]
        coming, read = iter(rounds), iter(rounds)

        def import_twice() -> None:
            files = next(coming)
            new.measure([partial(_import, file, added=RECORDS) for file in files])
            again.measure([partial(_import, file, added=0) for file in files])

        def parse() -> None:
            parsed.measure([partial(_parse, file) for file in next(read)])

        in_rounds({"import": import_twice, "pymarc": parse}, rounds=ROUNDS, warm_up=WARM_UP)
    if not search("Hamsun").total:
        raise AssertionError("what was imported is not found")
    for times in (parsed, new, again):
        del times.calls[: WARM_UP * FILES], times.rates[:WARM_UP]
    return [
        _figure("import, new records", database, own=new, limit=parsed),
        _figure("import, nothing new", database, own=again, limit=parsed),
    ]


def _import(file: Path, *, added: int) -> None:
    report = import_marc([file], on=DAY, progress=lambda done, records: None)
    if (report.read, report.added, report.updated) != (RECORDS, added, 0):
        raise AssertionError(report.in_words())


def _parse(file: Path) -> None:
    with file.open("rb") as stream:
        if sum(1 for record in MARCReader(stream) if record) != RECORDS:
            raise AssertionError("pymarc did not read every record")


def _figure(name: str, database: str, *, own: Times, limit: Times) -> Figure:
    """Tell records a second; the times are those of a file of 500."""
    return replace(
        own.figure(name, database=database, limit=limit),
        value=round(median(own.rates) * RECORDS, 1),
        unit="rec/s",
        limit=round(median(limit.rates) * RECORDS, 1),
    )


def _files(folder: Path, number: int) -> Sequence[Path]:
    """Write a round's files: real works, under numbers that no other round has."""
    works = enumerate(islice(cycle(titles()), RECORDS * FILES))
    records = (_record(work, f"{number}-{place}") for place, work in works)
    paths = [folder / f"{number}-{part}.mrc" for part in range(FILES)]
    for path in paths:
        path.write_bytes(b"".join(map(iso2709_of, islice(records, RECORDS))))
    return paths


def _record(work: DemoTitle, number: str) -> Record:
    return Record(LEADER, (Field("001", number), Field("003", "NO-Bench"), *_fields(work)))


def _fields(work: DemoTitle) -> Iterator[Field]:
    audience = "j" if work.audience.value == "child" else "e"
    fixed = f"260101s{work.year:04}    no      {audience}     000 1 {work.language} d"
    yield Field("005", "20260101120000.0")
    yield Field("008", fixed)
    yield _field("020", "a9788205295353", "qinnbundet")
    yield _field("040", "aNO-Bench", "bnob", "erda")
    if work.classification:
        yield _field("082", f"a{work.classification}", "223")
    for place, author in enumerate(work.authors):
        yield _field("700" if place else "100", f"a{author}", "4aut")
    yield _field("245", f"a{work.title} :", f"b{work.subtitle}", "cBenken forlag")
    yield _field("264", "aOslo :", "bBenken forlag,", f"c{work.year}")
    yield _field("300", "a312 sider :", "billustrasjoner ;", "c21 cm")
    for subject in work.subjects:
        yield _field("650", f"a{subject}")


def _field(tag: str, *subfields: str) -> Field:
    return Field(tag, subfields=tuple(Subfield(each[0], each[1:]) for each in subfields))
