"""Names and titles stand in the order of the reader's alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.language import in_order, sort_key, tongues

# Each is in its right order.
ORDERED = {
    "nb": ["Zola", "Ærlig", "Ärlig", "Ødegård", "Ödegård", "Åse", "Aase", "Åsta", "Aasta"],
    "nn": ["Zola", "Ærlig", "Ødegård", "Øygard", "Åse", "Aasen"],
    "da": ["Zola", "Ærø", "Ørsted", "Aalborg", "Årø", "Aarø"],
    "sv": ["Aase", "Ahl", "Zola", "Åse", "Ärlig", "Ærlig", "Öberg", "Øberg"],
    "en": ["Aase", "Ahl", "Arla", "Ärla", "Åse", "Oberg", "Öberg", "Zola"],
    "fi": ["Aalto", "Zola", "Åkerblom", "Äijälä", "Öberg"],
    "se": ["Aikio", "Áilu", "Cuoŋu", "Čáhci", "Nilsen", "Ŋálbi", "Sara", "Šohkka", "Zola", "Øst"],
}
ANYWHERE = [
    # A space comes before every letter, and a hyphen is one.
    ["Ann Karin", "Ann-Marie", "Anna", "Annabel"],
    # An accent decides only where nothing else does, and a capital last of all.
    ["cote", "coté", "coter", "cotes"],
    ["ole", "Ole", "Olea"],
    # Numbers by their size.
    ["Bind 2", "Bind 10", "Bind 10 del 3", "Binde"],
    # Signs do not count.
    ["O'Hara", "Ohm", "«Ola»", "Ole"],
    # Other scripts come after.
    ["Zola", "Жук", "中文"],
]
LANGUAGES = sorted(tongues())
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize(
    ("language", "names"),
    [*ORDERED.items(), *((code, names) for code in LANGUAGES for names in ANYWHERE)],
)
def test_the_alphabet(language: str, names: list[str]) -> None:
    assert list(in_order(reversed(names), by=str, language=language)) == names


def test_equal_names_keep_their_order() -> None:
    people = [("Berg", 2), ("Aas", 1), ("Berg", 1), ("Berg", 3)]
    ordered = in_order(people, by=lambda person: person[0], language="sv")
    assert ordered == (("Aas", 1), ("Berg", 2), ("Berg", 1), ("Berg", 3))


@given(texts, texts, st.sampled_from(LANGUAGES))
def test_only_the_same_text_has_the_same_place(one: str, other: str, language: str) -> None:
    """With three texts in order by their keys the order is total: tuples see to the rest."""
    assert (sort_key(one, language) == sort_key(other, language)) == (one == other)


@given(st.lists(texts, max_size=8), st.sampled_from(LANGUAGES), st.randoms())
def test_the_order_does_not_depend_on_where_one_begins(
    names: list[str], language: str, chance: object
) -> None:
    shuffled = list(names)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' own Random
    assert in_order(names, by=str, language=language) == in_order(
        shuffled, by=str, language=language
    )


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøåäö ", max_size=8), texts)
def test_what_begins_another_word_comes_before_it(name: str, rest: str) -> None:
    """Except where two letters become one, as a and a do in Norwegian."""
    if "a" in rest[:1].lower() or not name.strip():
        return
    assert sort_key(name, "sv") <= sort_key(name + " " + rest, "sv") or not rest.strip()
