"""Every line of the five texts is accounted for, and the page that says so is fresh."""

import re
from collections import Counter
from itertools import chain

import pytest

from hylla.privacy.notice import sentences_for
from tests.notices.coverage import LINES, PAGE, REPOSITORY, covered, page, policy_of, services

PROMISES = REPOSITORY.parent / "shared" / "promises.md"
"""The texts taken apart, where they lie beside the clone."""

libraries = pytest.mark.parametrize("library", LINES)


def ids_of(library: str) -> list[str]:
    prefix, count = LINES[library]
    if PROMISES.exists():
        text = PROMISES.read_text(encoding="utf-8")
        return re.findall(rf"^\| ({prefix}-\d+) \|", text, re.MULTILINE)
    return [f"{prefix}-{number:02}" for number in range(1, count + 1)]


@libraries
def test_each_line_stands_exactly_once(library: str) -> None:
    assert sorted(covered(library).all) == sorted(ids_of(library))
    assert len(ids_of(library)) == LINES[library][1]


def test_four_hundred_and_twenty_five_lines_are_mapped() -> None:
    assert Counter(map(len, (covered(library).all for library in LINES))).total() == len(LINES)
    assert sum(len(covered(library).all) for library in LINES) == 425


@libraries
def test_each_sentence_named_is_in_the_librarys_notice(library: str) -> None:
    told = covered(library)
    named = set(chain.from_iterable(told.lines.values()))
    assert all(told.lines.values())
    assert named <= {sentence.id for sentence in sentences_for(policy_of(library))}


@libraries
def test_what_is_no_sentence_is_explained(library: str) -> None:
    told = covered(library)
    texts = [*told.screens.values(), *told.answered.values()]
    assert all(len(text.split()) > 5 and text.endswith(".") for text in texts)
    assert all(told.later.values())
    assert set(told.later) <= set(services())


def test_each_service_has_rules_and_lines_that_wait_for_it() -> None:
    waited_for = set(chain.from_iterable(covered(library).later for library in LINES))
    assert waited_for == set(services())
    for service in services().values():
        assert service.rules
        assert all(re.fullmatch(r"R(0[1-9]|[1-4]\d|5[0-6])", rule) for rule in service.rules)


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.notices.coverage"


@libraries
def test_the_page_has_every_line(library: str) -> None:
    prefix, _ = LINES[library]
    rows = re.findall(rf"^\| ({prefix}-\d+) \| \S", page(), re.MULTILINE)
    assert rows == sorted(ids_of(library), key=lambda line: int(line[4:]))
