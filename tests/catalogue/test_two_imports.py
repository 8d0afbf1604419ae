"""Two imports of the same records at once get in each other's way only by waiting."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from hylla.catalogue.actions import ImportReport
from hylla.catalogue.models import Record
from tests.catalogue.importing import everything, halves, imported
from tests.formats.marc.making import book, iso2709

RECORDS = 700


@pytest.mark.django_db(transaction=True)
def test_the_same_records_at_once_are_there_once(tmp_path: Path) -> None:
    # The file's name is the source, so both bring the same records under the same numbers.
    files = [tmp_path / "one" / "made.mrc", tmp_path / "two" / "made.mrc"]
    for file, title in zip(files, ("Fjellet", "Havet"), strict=True):
        file.parent.mkdir()
        file.write_bytes(b"".join(iso2709(book(number, title)) for number in range(RECORDS)))
    start = Barrier(2)

    def run(file: Path) -> ImportReport:
        start.wait()
        try:
            return imported(file)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(run, files))
    assert [each.read for each in reports] == [RECORDS, RECORDS]
    assert Record.objects.count() == RECORDS
    assert not halves()
    imported(files[1])
    before = everything()
    assert imported(files[1]).unchanged == RECORDS
    assert everything() == before
    assert set(Record.objects.values_list("title", flat=True)) == {"Havet"}
