"""Words meet across spellings, and no text breaks the folding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.catalogue.rules.words import (
    LONGEST_WORD,
    MOST_WORDS_ASKED,
    forms_in,
    words_asked,
    words_in,
)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("Åsen", "Aasen"),
        ("aasen", "Åsen"),
        ("asen", "Åsen"),
        ("Jølsen", "Jölsen"),
        ("jolsen", "Jølsen"),
        ("joelsen", "Jølsen"),
        ("hjärtat", "hjærtat"),
        ("hjartat", "hjärtat"),
        ("A\u030asen", "Åsen"),
        ("sapmi", "Sápmi"),
        ("Ŋuorjovuotna", "nuorjovuotna"),
        ("duodji", "duođji"),
        ("Čáppa", "cappa"),
        ("muller", "Müller"),
        ("mueller", "Müller"),
        ("strasse", "Straße"),
        ("O'Brien", "obrien"),
        ("obrien", "O’Brien"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ПЁТР", "петр"),
        ("ﬁn", "fin"),
        ("thorbjorn", "Þorbjörn"),
        ("１２", "12"),
    ],
)
def test_these_meet(asked: str, kept: str) -> None:
    (word,) = words_in(asked)
    assert word in forms_in(kept)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("ål", "al"), ("för", "for"), ("är", "ar"), ("asen", "Aasen"), ("hav", "havet")],
)
def test_these_do_not_meet(asked: str, kept: str) -> None:
    (word,) = words_in(asked)
    assert word not in forms_in(kept)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("   ", ()),
        ("?! ... - /", ()),
        ("%_\\'\";--", ()),
        ("\x00\ud800", ()),
        ("Krig & fred", ("krig", "fred")),
        ("Jan-Erik: 2. utg.", ("jan", "erik", "2", "utg")),
        ("नमस्ते", ("नमसत",)),
    ],
)
def test_a_text_is_taken_apart(text: str, words: tuple[str, ...]) -> None:
    assert words_in(text) == words


def test_a_question_has_each_word_once_and_its_last_word_last() -> None:
    assert words_asked("the cat the dog cat") == ("the", "dog", "cat")


def test_a_long_question_is_cut() -> None:
    long = " ".join(f"word{number}" for number in range(2000))
    assert len(words_asked(long)) <= MOST_WORDS_ASKED
    assert words_asked("x" * 10_000) == ("x" * LONGEST_WORD,)


@given(st.text())
def test_any_text_folds_to_words_that_fit_and_stay(text: str) -> None:
    for word in forms_in(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert words_in(word) == (word,)


@given(st.text())
def test_what_is_kept_is_found_by_its_own_spelling(text: str) -> None:
    assert set(words_in(text)) <= set(forms_in(text))
