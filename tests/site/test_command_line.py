"""The command line finds its folder and says what can be put right in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hylla.site.__main__ import overview, without_data_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("given", "rest", "data"),
    [
        (["demo", "--data", "here"], ["demo"], "here"),
        (["--data", "here", "demo", "--port", "1"], ["demo", "--port", "1"], "here"),
        (["demo", "--data=here"], ["demo"], "here"),
        (["demo"], ["demo"], None),
        (["residue", "--", "--data", "x"], ["residue", "--", "--data", "x"], None),
    ],
)
def test_the_data_folder_stands_anywhere(
    given: list[str], rest: list[str], data: str | None
) -> None:
    assert without_data_folder(given) == (rest, data)


def test_the_data_folder_needs_a_name() -> None:
    with pytest.raises(SystemExit, match="--data needs"):
        without_data_folder(["demo", "--data"])


def test_the_overview_has_one_described_line_for_each_command() -> None:
    lines = overview().split("\n\n")[1].splitlines()
    names = [line.split()[0] for line in lines]
    assert "test" in names
    assert names == sorted(set(names))
    assert all(len(line.split()) > 2 for line in lines)


def test_no_command_prints_the_overview() -> None:
    done = hylla()
    assert (done.returncode, done.stdout) == (0, overview())


def test_an_unknown_command_fails_without_a_traceback(tmp_path: Path) -> None:
    done = hylla("borrow", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "Unknown command: 'borrow'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    done = hylla("check", "--data", str(tmp_path), HYLLA_DATABASE_URL="oracle://x")
    assert done.returncode == 1
    assert done.stderr.startswith("hylla: HYLLA_DATABASE_URL")
    assert done.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_named_without_a_traceback(tmp_path: Path) -> None:
    # Port 1 of this machine: nothing listens there.
    nowhere = "postgresql://hylla@127.0.0.1:1/hylla"
    done = hylla("showmigrations", "--data", str(tmp_path), HYLLA_DATABASE_URL=nowhere)
    assert done.returncode == 1
    assert done.stderr.startswith("hylla: the database cannot be reached")
    assert "Traceback" not in done.stderr


def hylla(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person does."""
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "hylla.site", *arguments],
        cwd=ROOT,
        env={**own, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
