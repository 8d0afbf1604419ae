"""What a check lacks it installs where it may; else it says what to run, and never skips."""

from pathlib import Path

import pytest

from hylla.site.check import packages

SHELF = Path("/usr/bin/shelf")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Remember what apt-get was asked for, on a system that has it, and run nothing."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(packages, "apt_get", lambda *arguments: asked.append(arguments))
    return asked


def provide(answers: list[Path | None]) -> Path:
    """Ask for a program that is found as the answers say, one after the other."""
    return packages.provide(lambda: answers.pop(0), package="shelf", reason="the test")


def test_what_is_there_is_used(calls: list[tuple[str, ...]]) -> None:
    assert provide([SHELF]) == SHELF
    assert calls == []


def test_root_installs_what_is_missing(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages.os, "geteuid", lambda: 0)
    assert provide([None, SHELF]) == SHELF
    assert [arguments[0] for arguments in calls] == ["update", "-y"]


def test_others_are_told_what_to_run(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    with pytest.raises(packages.Missing, match="apt-get install shelf"):
        provide([None])
    assert calls == []


def test_a_failed_installation_is_no_success(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages.os, "geteuid", lambda: 0)
    with pytest.raises(packages.Missing):
        provide([None, None])
