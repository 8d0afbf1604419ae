"""What a run of pytest says decides, together with its exit code."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from hylla.site.check.suites import Run, Suite, run

PASSED = "....\n===== 4 passed in 0.10s ====="
SKIPPED = "ssss\n===== 4 skipped in 0.10s ====="
FAILED = "F...\n===== 1 failed, 3 passed in 0.10s ====="
NOTHING = "\n===== no tests ran in 0.01s ====="
DESELECTED = "\n===== 7 deselected in 0.01s ====="


@pytest.mark.parametrize(
    ("exit_code", "output", "problem"),
    [
        (0, PASSED, None),
        (1, FAILED, "tests failed on SQLite: 1 failed, 3 passed in 0.10s"),
        (1, PASSED, "tests failed on SQLite: 4 passed in 0.10s"),
        (5, NOTHING, "no test was executed on SQLite"),
        (5, DESELECTED, "no test was executed on SQLite"),
        (0, SKIPPED, "no test was executed on SQLite"),
        (-9, "...", "tests failed on SQLite: ..."),
        (0, "", "no test was executed on SQLite"),
    ],
)
def test_a_run_is_good_only_when_tests_passed(
    exit_code: int, output: str, problem: str | None
) -> None:
    assert Run("SQLite", exit_code, output).problem == problem


def test_the_first_is_alone_beside_what_comes_before(tmp_path: Path) -> None:
    first, second = (Suite(name, ["--version"], tmp_path / name) for name in ("first", "second"))

    class Slow(Future[bool]):
        asked = 0

        def done(self) -> bool:
            if self.asked < 2:
                assert not second.folder.exists()
                self.asked += first.folder.exists()
            return self.asked == 2

    slow = Slow()
    assert [each.exit_code for each in run([first, second], after=[slow])] == [0, 0]
    assert slow.asked == 2
