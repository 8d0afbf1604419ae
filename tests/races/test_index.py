"""A change whose number was drawn first and which was committed last is not lost to the index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from tantivy import Query

from hylla.catalogue.actions import add_record
from hylla.catalogue.actions.indexing import Did, Follower
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.index.reading import Reader
from hylla.catalogue.index.schema import SCHEMA
from hylla.catalogue.index.writing import current_up_to
from hylla.catalogue.models import RecordChange
from hylla.catalogue.rules import TitleFacts

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 3, 2)


def add(title: str) -> None:
    add_record(TitleFacts(title), source="test", control_number=title, on=TODAY)


@contextmanager
def slowly_added(title: str) -> Iterator[Callable[[], None]]:
    """Begin to add a title, and once its change has a number give what ends the transaction."""
    drawn, may_end = Event(), Event()

    def run() -> None:
        with transaction.atomic():
            add(title)
            drawn.set()
            may_end.wait(20)
        connection.close()

    def end() -> None:
        may_end.set()
        thread.join(20)

    thread = Thread(target=run)
    thread.start()
    try:
        assert drawn.wait(20)
        yield end
    finally:
        end()


def is_found(folder: Folder, word: str) -> bool:
    query = Query.term_query(SCHEMA, "any", word, index_option="basic")
    return bool(Reader(folder).searcher().search(query, 1).hits)


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_later_number_does_not_hide_an_earlier(tmp_path: Path, is_killed: bool) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("in SQLite one transaction writes at a time, so numbers come in order")
    folder = Folder(tmp_path)
    follower = Follower(folder)
    follower.keep_current()
    with slowly_added("Sult") as end:
        add("Pan")
        assert follower.keep_current() is Did.FOLLOWED
        assert is_found(folder, "pan")
        assert not is_found(folder, "sult")
        pan = RecordChange.objects.latest("pk").pk
        # The control: whoever trusted the highest number seen would not come back for the other.
        assert current_up_to(folder.current()) < pan
        end()

    if is_killed:
        follower = Follower(folder)
    assert follower.keep_current() is Did.FOLLOWED
    assert is_found(folder, "sult")
    assert is_found(folder, "pan")
    follower.keep_current()
    assert current_up_to(folder.current()) == pan
    assert follower.keep_current() is Did.NOTHING
