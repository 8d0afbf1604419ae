"""Titles and names in the order of an alphabet, as numbers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.catalogue.rules.ordering import LAST, Alphabet, places, without_article

NORWEGIAN = (
    "",
    "17 dikter",
    "1984",
    "C++ for alle",
    "Ca. ti",
    "Čáhci",
    "De tre",
    "Det",
    "Dett",
    "Hamsun, Knut",
    "Hamsund, Ada",
    "Long titles go on, one",
    "Long titles go on, two",
    "Zoo",
    "Æsops fabler",
    "Ættesaga",
    "Östersund",
    "Øyene",
    "Ål",
    "Åsen",
    "Азбука",
    "Война",
    "שלום",
    "中国",
)
SWEDISH = ("Zoo", "Ål", "Åsen", "Ällingsås", "Æsops", "Östersund", "Øyene")


@pytest.mark.parametrize(
    ("alphabet", "texts"), [(Alphabet.NORWEGIAN, NORWEGIAN), (Alphabet.SWEDISH, SWEDISH)]
)
def test_in_the_order_of_the_alphabet(alphabet: Alphabet, texts: tuple[str, ...]) -> None:
    mixed = random.Random(1).sample(texts, len(texts))
    assert tuple(sorted(mixed, key=lambda each: places(each, alphabet))) == texts


def test_case_accents_and_signs_make_no_difference() -> None:
    assert places("  «Sult!»  ") == places("sult")
    assert places("Crème brûlée") == places("creme brulee")
    assert places("Ärla") == places("ærla")


@pytest.mark.parametrize(
    ("title", "language", "told"),
    [
        ("Den lille prinsen", "nob", "lille prinsen"),
        ("The Hobbit", "eng", "Hobbit"),
        ("Die Hard", "eng", "Die Hard"),
        ("Die Verwandlung", "ger", "Verwandlung"),
        ("Det", "nob", "Det"),
        ("Ett öga rött", "swe", "öga rött"),
        ("Den store boka", "", "Den store boka"),
    ],
)
def test_an_article_of_the_titles_own_language_does_not_count(
    title: str, language: str, told: str
) -> None:
    assert without_article(title, [language] if language else []) == told


@given(st.text(), st.sampled_from(Alphabet))
def test_every_text_has_a_place_that_the_index_can_keep(text: str, alphabet: Alphabet) -> None:
    assert all(0 <= each < LAST for each in places(text, alphabet))
