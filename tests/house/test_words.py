"""What must not stand in any file: exceptions without reason, places of one machine, hosts."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import place, python_files, tracked

SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover|nosec)\b(?P<rest>.*)")
# A code, then words: `noqa: S608 - the names are constants`.
REASONED = re.compile(r"^(: [A-Z]+\d+(, ?[A-Z]+\d+)*|\[[a-z-]+(, ?[a-z-]+)*\])\s+(- |# )\w+")
# Written apart, so that this file does not contain what it forbids.
MACHINE = re.compile(r"(?<![\w.])/(" + "|".join(["work/", "root/", "home/" + r"\w"]) + r")\w*")
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "deb.debian" + ".org",
    "registry.npm" + "js.org",
    "files.python" + "hosted",
]
TODO = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\s*\(?#\d+)")


def test_every_silenced_finding_has_its_reason() -> None:
    faults = [
        f"{place(path)}:{line} {comment}"
        for path in python_files()
        for line, comment, found in comments(path, SILENCED)
        if not REASONED.match(found["rest"])
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("comment", "accepted"),
    [
        ("noqa: S608 - the names are constants", True),
        ("type: ignore[arg-type]  # the stubs lack it", True),
        ("noqa: S608", False),
        ("noqa", False),
        ("type: ignore", False),
        ("type: ignore[arg-type]", False),
    ],
)
def test_a_reason_is_words_after_a_code(comment: str, accepted: bool) -> None:
    found = SILENCED.search(f"# {comment}")
    assert found is not None
    assert bool(REASONED.match(found["rest"])) is accepted


def test_every_todo_has_its_issue() -> None:
    faults = [
        f"{place(path)}:{line} {comment}"
        for path in python_files()
        for line, comment, _ in comments(path, TODO)
    ]
    assert not faults, "\n".join(faults)


def test_no_place_of_one_machine_and_no_package_host() -> None:
    faults = [
        f"{place(path)}:{number} {line.strip()[:80]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line) or any(host in line for host in HOSTS)
    ]
    assert not faults, "\n".join(faults)


def comments(path: Path, wanted: re.Pattern[str]) -> Iterator[tuple[int, str, re.Match[str]]]:
    """Yield the line and text of each comment that has what is wanted, and the match."""
    text = path.read_text(encoding="utf-8")
    # Taking a file apart costs much, and few have anything like it.
    if not wanted.search(text):
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and (found := wanted.search(token.string)):
            yield token.start[0], token.string, found


def texts() -> Iterator[tuple[Path, str]]:
    """Yield every file that is text."""
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path, content.decode("utf-8", errors="replace")
