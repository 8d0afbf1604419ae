"""Every file of real records that lies beside the clone: imported whole, and twice to no effect.

The records are other people's and are not in this repository. Where the folder is missing these
tests do not run, and say so.
"""

import os
import sys
from collections.abc import Sequence
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from hylla.catalogue.actions import ImportReport, import_marc
from hylla.catalogue.models import Authority, Record
from hylla.catalogue.queries import record, search
from hylla.formats.marc import BadRecord, ReadRecord, read_records
from hylla.formats.marc.converting import to_marc21
from hylla.formats.marc.kept import kept_record
from tests.builders import half
from tests.catalogue.importing import TODAY, everything, halves, imported

_REPOSITORY = Path(__file__).parents[2]
DATA = Path(os.environ.get("HYLLA_SHARED", _REPOSITORY.parent / "shared")) / "data" / "marc"
FILES = sorted(path for path in DATA.rglob("*") if path.is_file())
# The largest are met with the others only, for the time they take.
SMALL_FILES = [path for path in FILES if path.stat().st_size < 300_000]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not FILES,
        reason="NOT RUN: no real records in data/marc beside the clone (or set HYLLA_SHARED)",
    ),
]


@pytest.fixture(autouse=True)
def _each_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading them costs most of the time, and is tested in `tests/formats`: the second import of
    a test is given the same records again.
    """

    @cache
    def read(path: Path) -> Sequence[ReadRecord | BadRecord]:
        return tuple(read_records(path))

    importing = sys.modules["hylla.catalogue.actions.import_marc"]
    monkeypatch.setattr(importing, "read_records", read)


def adds_up(report: ImportReport) -> bool:
    """Tell whether every record that was met is in exactly one of the numbers."""
    told = report.added + report.updated + report.unchanged + len(report.skipped)
    told += report.authorities.total
    return report.read == told


def test_many_files_at_once_and_again() -> None:
    files, shown = half(FILES), list[tuple[int, int]]()
    first = import_marc(
        files, on=TODAY, progress=lambda done, records: shown.append((done, records))
    )
    assert adds_up(first)
    # In either half of the files.
    assert first.added > 4_000
    assert Record.objects.count() == first.added
    assert shown == sorted(shown)
    assert shown[-1] == (sum(path.stat().st_size for path in files), first.read)
    assert not halves()
    before = everything()
    again = imported(*files)
    assert adds_up(again)
    assert (again.read, again.added, again.updated) == (first.read, 0, 0)
    assert everything() == before
    assert [each.file for each in again.unreadable] == [each.file for each in first.unreadable]


@pytest.mark.parametrize("path", half(SMALL_FILES), ids=lambda path: path.name[:60])
def test_each_file_alone_and_again(path: Path) -> None:
    first = imported(path)
    assert adds_up(first)
    assert Record.objects.count() == first.added
    assert not halves()
    again = imported(path)
    assert adds_up(again)
    assert (again.added, again.updated) == (0, 0)


@pytest.mark.parametrize("path", half(SMALL_FILES), ids=lambda path: path.name[:60])
def test_each_file_comes_out_as_it_was_kept_and_in_again(path: Path, tmp_path: Path) -> None:
    """Field by field: no record of it changes when its own export is read.

    As ISO 2709 here and as MARCXML on the other kind of database.
    """
    imported(path)
    form = "marcxml" if connection.vendor == "postgresql" else "mrc"
    out = tmp_path / "out"
    call_command("export", form, str(out), "--site", "https://library.example", stderr=StringIO())
    written = [each for each in read_records(out) if isinstance(each, ReadRecord)]
    kept = [kept_record(bytes(each.marc or b"")) for each in Record.objects.order_by("pk")]
    assert [each.record.fields for each in written] == [each.fields for each in kept if each]
    # What names no source is known by the name of its file.
    again = imported(out.rename(tmp_path / path.name))
    assert (again.added, again.updated, again.skipped) == (0, 0, [])
    assert again.unchanged == len(written) == len(kept)


def test_authorities_come_out_as_they_came_and_in_again(tmp_path: Path) -> None:
    """Field by field, all there are; what has no heading or a number again is told of."""
    files = [path for path in SMALL_FILES if "uth" in path.name or "marc21-rs" in path.name]
    assert imported(*files).authorities.added > 50
    out = tmp_path / "out.mrc"
    call_command("export", "mrc", str(out), authorities=True, stderr=StringIO())
    written = [each for each in read_records(out) if isinstance(each, ReadRecord)]
    kept = [kept_record(bytes(each.marc)) for each in Authority.objects.order_by("pk")]
    assert [each.record.fields for each in written] == [each.fields for each in kept if each]
    before = Authority.objects.count()
    again = imported(*files)
    assert (again.authorities.added, again.authorities.updated) == (0, 0)
    assert Authority.objects.count() == before == len(written)


def test_each_record_that_came_is_kept_field_by_field() -> None:
    """Or what it cost is told: what ISO 2709 has no room for, and nothing else."""
    path = DATA / "digibib+marc2rdf__spec_example.bibliofilmarc.xml"
    report = imported(path)
    assert not report.altered
    came = {
        each.record.control("001"): to_marc21(each.record).fields
        for each in read_records(path)
        if isinstance(each, ReadRecord)
    }
    rows = Record.objects.values_list("control_number", "marc")
    kept = {number: record.fields for number, marc in rows if (record := kept_record(bytes(marc)))}
    assert {number: came[number] for number in kept} == kept
    assert len(kept) == report.added > 70


def test_every_title_is_found_by_its_own_words() -> None:
    path = DATA / "digibib+marc2rdf__spec_example.bibliofilmarc.xml"
    assert imported(path).added > 70
    lost = []
    for each in Record.objects.all():
        facts = record(each.pk)
        assert facts is not None
        asked = f"{facts.authors.split(';')[0]} {facts.title}"
        if each.pk not in {hit.id for hit in search(asked, per_page=200).rows}:
            lost.append(asked)
    assert not lost
