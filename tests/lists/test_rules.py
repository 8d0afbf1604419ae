"""What lists, notes and topics may be, and in which order titles stand."""

from dataclasses import dataclass
from datetime import date

import pytest

from hylla.lists.rules import (
    MOST_INTERESTS,
    NAME_LENGTH,
    NOTE_LENGTH,
    TOPIC_LENGTH,
    Code,
    Sorting,
    in_order,
    is_about,
    moved,
    name_faults,
    note_faults,
    tidied,
    topic_faults,
)


@dataclass(frozen=True)
class Title:
    title: str
    authors: str
    position: int
    added_on: date = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("", [Code.NAME_MISSING]),
        ("Sommer", []),
        ("x" * NAME_LENGTH, []),
        ("x" * (NAME_LENGTH + 1), [Code.NAME_TOO_LONG]),
        ("FERIE", [Code.NAME_TAKEN]),
    ],
)
def test_names_of_lists(name: str, faults: list[Code]) -> None:
    assert [each.code for each in name_faults(name, others=["Ferie"])] == faults


def test_notes_are_short() -> None:
    assert not note_faults("x" * NOTE_LENGTH)
    assert [each.code for each in note_faults("x" * (NOTE_LENGTH + 1))] == [Code.NOTE_TOO_LONG]


@pytest.mark.parametrize(
    ("topic", "has", "faults"),
    [
        ("", 0, [Code.TOPIC_MISSING]),
        ("Strikking", MOST_INTERESTS - 1, []),
        ("Strikking", MOST_INTERESTS, [Code.TOO_MANY_INTERESTS]),
        ("x" * (TOPIC_LENGTH + 1), 0, [Code.TOPIC_TOO_LONG]),
    ],
)
def test_topics(topic: str, has: int, faults: list[Code]) -> None:
    others = [str(each) for each in range(has)]
    assert [each.code for each in topic_faults(topic, others=others)] == faults


def test_texts_become_one_line() -> None:
    assert tidied("  Til\x00\r\n  ferien ") == "Til ferien"


@pytest.mark.parametrize(
    ("topic", "subjects", "is_new"),
    [
        ("hest", "Hester\nStall", False),
        ("Hest", "Ridning : hest", True),
        ("STRIKKING", "Håndarbeid\nStrikking", True),
        ("c++", "C++\nProgrammering", True),
        ("(", "Noe (annet)", False),
        ("øl", "Ølbrygging\nØl", True),
    ],
)
def test_a_topic_is_a_whole_word_of_a_subject(topic: str, subjects: str, *, is_new: bool) -> None:
    assert is_about(topic, subjects) is is_new


def test_orders() -> None:
    early, late = date(2026, 1, 1), date(2026, 2, 1)
    sult = Title("Sult", "Hamsun, Knut", 1, early)
    anon = Title("anonym", "", 2, late)
    hav = Title("Hav", "Aasen, Ivar", 3, early)
    told = {each: in_order([hav, sult, anon], each) for each in Sorting}
    assert told[Sorting.OWN] == [sult, anon, hav]
    assert told[Sorting.TITLE] == [anon, hav, sult]
    assert told[Sorting.AUTHOR] == [hav, sult, anon]
    assert told[Sorting.NEWEST] == [anon, hav, sult]


@pytest.mark.parametrize(
    ("row", "by", "after"),
    [("b", -1, "bacd"), ("b", 1, "acbd"), ("a", -1, "abcd"), ("d", 1, "abcd"), ("a", 9, "bcda")],
)
def test_a_title_moves(row: str, by: int, after: str) -> None:
    assert moved(list("abcd"), row, by=by) == list(after)
