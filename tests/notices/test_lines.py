"""Every line of the five texts is accounted for: by a sentence of ours, or as something to come."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from hylla.privacy.notice import sentences_for
from hylla.privacy.policy import read_policy

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
PROMISES = REPOSITORY.parent / "shared" / "promises.md"
"""The texts taken apart, where they lie beside the clone."""

LINES = {
    "umea": ("UME", 39),
    "askoy": ("ASK", 84),
    "bergen": ("BER", 129),
    "kungsbacka": ("KUN", 57),
    "sandnes": ("SAN", 116),
}
libraries = pytest.mark.parametrize("library", LINES)


def ids_of(library: str) -> list[str]:
    prefix, count = LINES[library]
    if PROMISES.exists():
        text = PROMISES.read_text(encoding="utf-8")
        return re.findall(rf"^\| ({prefix}-\d+) \|", text, re.MULTILINE)
    return [f"{prefix}-{number:02}" for number in range(1, count + 1)]


def accounted_for(library: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the sentences by line, and the lines that wait."""
    read = tomllib.loads((HERE / f"{library}.toml").read_text(encoding="utf-8"))
    assert set(read) == {"lines", "later"}
    return read["lines"], list(chain.from_iterable(read["later"].values()))


@libraries
def test_each_line_stands_exactly_once(library: str) -> None:
    lines, later = accounted_for(library)
    assert sorted([*lines, *later]) == sorted(ids_of(library))
    assert len(ids_of(library)) == LINES[library][1]


@libraries
def test_each_sentence_named_is_in_the_librarys_notice(library: str) -> None:
    policy = read_policy(REPOSITORY / "policies" / f"{library}.toml")
    lines, _ = accounted_for(library)
    named = set(chain.from_iterable(lines.values()))
    assert all(lines.values())
    assert named <= {sentence.id for sentence in sentences_for(policy)}
