"""A title is tied to a work at the moment in which a file brings another record of it."""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, transaction

from hylla.catalogue.actions import works
from hylla.catalogue.actions.works import let_record_say, tie_editions
from hylla.catalogue.models import Record
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.catalogue.rules.works import work_key
from tests.catalogue.importing import imported
from tests.formats.marc.making import book, iso2709

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timedelta(seconds=0.5).total_seconds()
NOW_ALONE = work_key(TitleFacts("Mountains", authors=("Nordavind, Frida",)), alone="")


def _at_once(folder: Path) -> tuple[bool, bool]:
    """Return whether the title was in the work, and then in that which its record tells of now."""
    file, again = folder / "own.mrc", folder / "again" / "own.mrc"
    again.parent.mkdir()
    file.write_bytes(iso2709(book(1, "Fjellet")) + iso2709(book(2, "The mountain")))
    again.write_bytes(iso2709(book(2, "Mountains")))
    imported(file)
    one, other = Record.objects.order_by("pk").values_list("pk", flat=True)
    is_written, may_end = Event(), Event()

    def brought() -> None:
        with transaction.atomic():
            imported(again)
            is_written.set()
            may_end.wait(SOON)
        connection.close()

    def tied() -> None:
        is_written.wait()
        tie_editions(one, [other])
        may_end.set()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(brought), pool.submit(tied)]:
            each.result()
    is_tied = Record.objects.values("work_key").distinct().count() == 1
    let_record_say(other)
    return is_tied, Record.objects.get(pk=other).work_key == NOW_ALONE


def test_a_tie_and_another_record_at_once(tmp_path: Path) -> None:
    assert _at_once(tmp_path) == (True, True)


def test_without_the_lock_it_would_go_back_to_what_no_record_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("in SQLite one transaction writes at a time anyway")

    def unlocked(numbers: Collection[int]) -> Mapping[int, Record]:
        return Record.objects.in_bulk(list(numbers))

    monkeypatch.setattr(works, "_locked", unlocked)
    assert _at_once(tmp_path) == (True, False)
