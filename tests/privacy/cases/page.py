"""What shows each of the seventy cases, and the page that is made of it.

Run as a program it writes `docs/privacy/cases.md`.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
TESTS = REPOSITORY / "tests"
PAGE = REPOSITORY / "docs" / "privacy" / "cases.md"
NUMBERS = range(1, 71)
NAME = re.compile(r"test_case_(\d\d)_\w+")


@dataclass(frozen=True)
class Case:
    """One situation, and what of it waits for which service."""

    what: str
    waits: Mapping[str, str] = field(default_factory=dict)


@cache
def cases() -> Mapping[int, Case]:
    """Return the cases by their number."""
    return {int(number): Case(**each) for number, each in _read()["cases"].items()}


@cache
def services() -> Mapping[str, str]:
    """Return the services that something waits for, with what they bring."""
    notices = tomllib.loads((TESTS / "notices" / "services.toml").read_text(encoding="utf-8"))
    return {name: each["what"] for name, each in notices.items()} | _read()["services"]


def _read() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))


@cache
def shown_by() -> Mapping[int, tuple[str, ...]]:
    """Return the tests of each case, as `file::test`."""
    found = defaultdict(list)
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (match := NAME.fullmatch(node.name)):
                found[int(match[1])].append(f"{file.relative_to(REPOSITORY)}::{node.name}")
    return {number: tuple(tests) for number, tests in found.items()}


def page() -> str:
    """Return the whole page."""
    return "\n".join([*_head(), *(_row(number) for number in NUMBERS), *_services(), ""])


def _head() -> Iterator[str]:
    whole = [number for number in NUMBERS if not cases()[number].waits]
    partly = [each for each in NUMBERS if cases()[each].waits and shown_by().get(each)]
    yield "# Seventy cases in which purposes meet"
    yield ""
    yield (
        "Made by `python -m tests.privacy.cases.page` from `tests/privacy/cases/cases.toml` and the"
        " names of the tests; a test fails when this page is stale, or a case has neither a test"
        f" nor a service that it waits for. {len(whole)} cases are shown whole, {len(partly)} in"
        f" part, and {len(NUMBERS) - len(whole) - len(partly)} wait whole."
    )
    yield ""
    yield "| case | what happens | shown by | waits for |"
    yield "|---|---|---|---|"


def _row(number: int) -> str:
    case = cases()[number]
    tests = "<br>".join(_link(each) for each in shown_by().get(number, ()))
    waits = "<br>".join(f"*{name}*: {text}" for name, text in case.waits.items())
    return f"| {number} | {case.what} | {tests} | {waits} |"


def _link(test: str) -> str:
    """Name the test; its line would make the page stale at every change."""
    file, name = test.split("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../../{file})"


def _services() -> Iterator[str]:
    yield from ("", "## What cases wait for", "", "| service | cases | what it brings |")
    yield "|---|---|---|"
    for name, what in services().items():
        waiting = [str(number) for number in NUMBERS if name in cases()[number].waits]
        if waiting:
            yield f"| {name} | {', '.join(waiting)} | {what} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
