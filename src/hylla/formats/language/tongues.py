"""The languages there are: what each is called, how it is written, and what is nearest to it."""

import os
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

SOURCE = "en"
"""The language of the texts in the code, which needs no catalogue."""
TABLE = Path(__file__).with_name("languages.toml")
CATALOGUES = Path(__file__).parents[2] / "locale"
Value = TypeVar("Value")


@dataclass(frozen=True)
class Tongue:
    """One language; `languages.toml` says what its fields mean."""

    name: str
    locale: str
    nearest: tuple[str, ...] = ()
    day: str = "d. MMMM"
    clock: str = "HH:mm"
    joint: str = " "
    after_z: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


def locale_folders() -> tuple[Path, ...]:
    """Return where catalogues stand: the program's, and the operator's own if there is one."""
    own = os.environ.get("HYLLA_LOCALE", "")
    return (CATALOGUES, Path(own)) if own else (CATALOGUES,)


@cache
def tongues() -> Mapping[str, Tongue]:
    """Return every language that has a line, by its code."""
    tables = (TABLE, *(folder / "languages.toml" for folder in locale_folders()))
    return {
        code: _tongue(row)
        for table in tables
        if table.exists()
        for code, row in tomllib.loads(table.read_text(encoding="utf-8")).items()
    }


@cache
def available() -> Mapping[str, str]:
    """Return the languages that have a catalogue, with their names, in the table's order."""
    return {
        code: tongue.name
        for code, tongue in tongues().items()
        if code == SOURCE or any(_catalogue(folder, code) for folder in locale_folders())
    }


def tongue(code: str) -> Tongue:
    """Return how a language is written; an unknown one is written as English."""
    return tongues().get(code) or tongues()[SOURCE]


def chain(code: str) -> Iterator[str]:
    """Yield a language, then those nearest to it, then English."""
    yield code
    yield from tongue(code).nearest
    yield SOURCE


def nearest(language: str, among: Container[str]) -> str:
    """Return a language, or, where it is not among those there are, the one nearest to it."""
    return next((code for code in chain(language) if code in among), SOURCE)


def spoken(texts: Mapping[Any, Value], language: str) -> Value:
    """Return what stands for a language, or for the nearest that there is.

    :raises KeyError: there is not even English.
    """
    return texts[nearest(language, texts)]


def _catalogue(folder: Path, code: str) -> bool:
    return (folder / code / "LC_MESSAGES" / "django.po").exists()


def _tongue(row: Mapping[str, Any]) -> Tongue:
    values: dict[str, Any] = {
        key: tuple(each) if isinstance(each, list) else each for key, each in row.items()
    }
    return Tongue(**values)
