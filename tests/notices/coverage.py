"""What stands for each line of the five texts, and the page that is made of it.

Run as a program it writes `docs/privacy/coverage.md`.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from hylla.privacy.notice import sentences_for
from hylla.privacy.policy import Policy, read_policy

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
PAGE = REPOSITORY / "docs" / "privacy" / "coverage.md"

LINES = {
    "umea": ("UME", 39),
    "askoy": ("ASK", 84),
    "bergen": ("BER", 129),
    "kungsbacka": ("KUN", 57),
    "sandnes": ("SAN", 116),
}


@dataclass(frozen=True)
class Service:
    """Something the program does not do yet."""

    what: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Covered:
    """What stands for the lines of one library's text."""

    lines: Mapping[str, tuple[str, ...]]
    """Sentences of its notice."""
    screens: Mapping[str, str]
    """What the program does, in words."""
    answered: Mapping[str, str]
    """What it does not do, or does otherwise, and why."""
    later: Mapping[str, tuple[str, ...]]
    """Lines by the service that they wait for."""

    @property
    def all(self) -> list[str]:
        """Every line, as often as it stands there."""
        waiting = chain.from_iterable(self.later.values())
        return [*self.lines, *self.screens, *self.answered, *waiting]


@cache
def services() -> Mapping[str, Service]:
    """Return the services that lines wait for."""
    read = tomllib.loads((HERE / "services.toml").read_text(encoding="utf-8"))
    return {name: Service(each["what"], tuple(each["rules"])) for name, each in read.items()}


@cache
def covered(library: str) -> Covered:
    """Return what stands for each line of a library's text."""
    read = tomllib.loads((HERE / f"{library}.toml").read_text(encoding="utf-8"))
    unknown = set(read) - {"lines", "screens", "answered", "later"}
    if unknown:
        raise ValueError(f"{library}.toml: {sorted(unknown)}")
    return Covered(
        lines={line: tuple(ids) for line, ids in read["lines"].items()},
        screens=read.get("screens", {}),
        answered=read.get("answered", {}),
        later={name: tuple(ids) for name, ids in read.get("later", {}).items()},
    )


@cache
def policy_of(library: str) -> Policy:
    """Return the policy that was made from a library's text."""
    return read_policy(REPOSITORY / "policies" / f"{library}.toml")


def page() -> str:
    """Return the whole page."""
    return "\n".join([*_head(), *_services(), *chain.from_iterable(map(_library, LINES)), ""])


def _head() -> Iterator[str]:
    yield "# What stands for each line of the five notices"
    yield ""
    yield (
        "Made by `python -m tests.notices.coverage` from `tests/notices/*.toml`; a test fails when"
        " this page is stale or a line is missing. A line is a promise of a published notice, by"
        " its number: UME Umeåregionen, ASK Askøy, BER Bergen, KUN Kungsbacka, SAN Sandnes. What"
        " stands for it is a sentence of the library's notice (`./hylla notice` prints it whole),"
        " something the program does, an answer why not, or a service that does not exist yet."
    )
    yield ""
    yield "| library | lines | sentences | done otherwise | answered | waiting |"
    yield "|---|---|---|---|---|---|"
    for library, (_, count) in LINES.items():
        told = covered(library)
        waiting = sum(map(len, told.later.values()))
        yield (
            f"| {policy_of(library).name} | {count} | {len(told.lines)} | {len(told.screens)}"
            f" | {len(told.answered)} | {waiting} |"
        )


def _services() -> Iterator[str]:
    yield from ("", "## What lines wait for", "", "| service | rules | lines | what it brings |")
    yield "|---|---|---|---|"
    for name, service in services().items():
        waiting = [line for library in LINES for line in covered(library).later.get(name, ())]
        if waiting:
            yield f"| {name} | {', '.join(service.rules)} | {len(waiting)} | {service.what} |"


def _library(library: str) -> Iterator[str]:
    policy, told = policy_of(library), covered(library)
    rules = {one.id: one.rules for one in sentences_for(policy)}
    rows = {
        **{line: _sentences(ids, rules) for line, ids in told.lines.items()},
        **{line: f"Done: {text}" for line, text in told.screens.items()},
        **{line: f"Answered: {text}" for line, text in told.answered.items()},
        **{
            line: f"Waits for *{name}* ({', '.join(services()[name].rules)})"
            for name, lines in told.later.items()
            for line in lines
        },
    }
    yield from ("", f"## {policy.name}", "", "| line | what stands for it |", "|---|---|")
    for line in sorted(rows, key=lambda each: int(each[4:])):
        yield f"| {line} | {rows[line]} |"


def _sentences(ids: tuple[str, ...], rules: Mapping[str, tuple[str, ...]]) -> str:
    """Name the sentences; their words would make the page stale at every comma."""
    kept = sorted({rule for one in ids for rule in rules[one]})
    return f"{', '.join(f'`{one}`' for one in ids)} ({', '.join(kept)})"


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hylla.site.settings")
    main()
