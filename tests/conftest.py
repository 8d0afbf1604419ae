"""What holds for every test: no socket leaves the machine, and Hypothesis has no clock."""

import gc
import os
import random
import socket
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.template.context import Context
from django.test import client
from django.test.utils import ContextList
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase
from whitenoise.middleware import WhiteNoiseMiddleware

from hylla.site.check.postgres import Cluster, cluster
from hylla.site.check.whole import BROWSER_TESTS

LOOPBACK = {"127.0.0.1", "::1", "localhost", None, "", b"localhost", b"127.0.0.1", b"::1"}
# What pytest-django opens the database for.
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server"})

# Python would look for rubbish after every seven hundred objects: a fifteenth of all the time here.
gc.set_threshold(100_000, 20, 20)

# The same examples every time where a machine judges; new ones each time where a person works.
A_MACHINE_JUDGES = bool(os.environ.get("CI"))
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.register_profile(
    "person", deadline=None, database=DirectoryBasedExampleDatabase(".hypothesis/examples")
)
settings.load_profile("ci" if A_MACHINE_JUDGES else "person")


@pytest.fixture(autouse=True)
def no_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to resolve any name but this machine's: pytest-socket only watches `connect`."""
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        assert host in LOOPBACK, "a test looked up a name outside this machine"
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)


@pytest.fixture(autouse=True)
def chance_is_the_same_every_time(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Draw ids, codes and keys from a seed of the test's own where a machine judges.

    An id has letters: once in a thousand runs they are the word that a test looks for.
    """
    if not A_MACHINE_JUDGES:
        return
    own, real = os.getpid(), os.urandom
    seeded = random.Random(request.node.nodeid)  # noqa: S311 - a test keeps no secret

    def drawn(size: int) -> bytes:
        # Two processes that came of one must not draw the same.
        return seeded.randbytes(size) if os.getpid() == own else real(size)

    monkeypatch.setattr(os, "urandom", drawn)  # uuid, cryptography, argon2
    monkeypatch.setattr(random, "_urandom", drawn)  # secrets


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own, for what must look at its files or kill it."""
    with cluster() as running:
        yield running


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, and let the browser come last.

    Playwright's event loop stays on the thread once it has run. pytest-django lets no test into
    the database that asks for none of this, so that no mark is missing.
    """
    for item in items:
        asked = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.get_closest_marker("browser") and BROWSER_TESTS not in item.nodeid:
            raise pytest.UsageError(f"{item.nodeid}: the browser's tests stand in {BROWSER_TESTS}")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session", autouse=True)
def a_page_keeps_its_own_context() -> Iterator[None]:
    """Keep what a page was made of; Django's client copies it for each of its hundred parts."""

    def keep(store: dict[str, Any], context: Context, **_: Any) -> None:
        if "context" not in store:
            store["context"] = ContextList([copy(context)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", keep)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_found_once() -> Iterator[None]:
    """Give each of the hundreds of clients the list that the first one has made."""
    found: dict[str, dict[str, Any]] = {}
    find = WhiteNoiseMiddleware.add_files_from_finders

    def find_once(self: WhiteNoiseMiddleware) -> None:
        if self.static_prefix not in found:
            find(self)
            found[self.static_prefix] = self.files
        self.files = found[self.static_prefix]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_row_by_row() -> Iterator[None]:
    """Empty PostgreSQL's tables with DELETE between tests: TRUNCATE makes 150 files anew each time.

    Every foreign key waits for the commit, so the order of the tables does not matter.
    """

    def deletes(self: Any, style: Any, tables: list[str], **_: Any) -> list[str]:
        # The names are those of our own tables.
        return [f"DELETE FROM {self.quote_name(table)};" for table in tables]  # noqa: S608 - above

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", deletes)
        yield
