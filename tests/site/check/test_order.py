"""No test is left out of the whole check: what touches the database runs on both."""

from pathlib import Path

import pytest

from hylla.site.check.postgres import Cluster
from hylla.site.check.whole import planned


@pytest.mark.parametrize(
    ("database", "browser", "runs"),
    [
        (True, False, {"SQLite", "PostgreSQL"}),
        (False, False, {"no database"}),
        (True, True, {"browser"}),
        (False, True, {"browser"}),
    ],
)
def test_every_kind_of_test_has_its_runs(
    database: bool, browser: bool, runs: set[str], tmp_path: Path
) -> None:
    marks = {"database": database, "browser": browser}
    # pytest's language of marks is Python's.
    chosen = {
        suite.name
        for suite in planned([], Cluster(tmp_path, settings={}), tmp_path)
        if eval(suite.arguments[-1], marks)  # noqa: S307 - our own words
    }
    assert chosen == runs


def test_what_is_chosen_runs_on_both(tmp_path: Path) -> None:
    chosen = ["tests/fees", "-k", "paid"]
    suites = list(planned(chosen, Cluster(tmp_path, settings={}), tmp_path))
    assert [suite.name for suite in suites] == ["PostgreSQL", "SQLite"]
    assert all(suite.arguments == chosen for suite in suites)
