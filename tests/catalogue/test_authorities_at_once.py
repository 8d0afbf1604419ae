"""A title and its authority that come at the same time know of each other afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, transaction

from hylla.catalogue.actions import add_usual_item_types, filing
from hylla.catalogue.actions.authorities import filing as filing_authorities
from hylla.catalogue.models import TitleHeading
from tests.catalogue.importing import imported
from tests.catalogue.test_authorities import NAME, authors, by, person, titles

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timedelta(seconds=0.5).total_seconds()


def _at_once(tmp_path: Path) -> int:
    """Write a title, and before that is there for others its authority; return what is tied."""
    # Otherwise an import waits for what the other adds of these.
    add_usual_item_types()
    files = titles(tmp_path, by(1, *NAME)), authors(tmp_path, person(1))
    is_written, may_end = Event(), Event()

    def title() -> None:
        with transaction.atomic():
            imported(files[0])
            is_written.set()
            may_end.wait(SOON)
        connection.close()

    def authority() -> None:
        is_written.wait()
        imported(files[1])
        may_end.set()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(title), pool.submit(authority)]:
            each.result()
    return TitleHeading.objects.exclude(authority=None).count()


def test_a_title_and_its_authority_at_once(tmp_path: Path) -> None:
    assert _at_once(tmp_path) == 1


def test_without_waiting_they_would_miss_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("in SQLite one transaction writes at a time anyway")
    nothing: Callable[[], None] = lambda: None  # noqa: E731 - in place of a lock
    monkeypatch.setattr(filing, "titles_written", nothing)
    monkeypatch.setattr(filing_authorities, "authorities_written", nothing)
    assert _at_once(tmp_path) == 0
