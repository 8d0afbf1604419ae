"""Titles that nobody wrote, plain ones and such as break what is careless."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from hylla.formats.marc.charset import clean
from hylla.formats.marc.facts import Audience, Material
from hylla.formats.marc.wording import plain
from hylla.formats.titles import Title


def a_title(**changes: Any) -> Title:
    """Return an ordinary book."""
    values: dict[str, Any] = {
        "number": 7,
        "address": "https://library.example/record/7/",
        "source": "test",
        "control_number": "b7",
        "name": "Fjellet som gikk",
        "subtitle": "en roman",
        "authors": ("Nordavind, Frida", "Fjordvik folkebibliotek"),
        "year": 2019,
        "languages": ("nob", "sme"),
        "publisher": "Vindskeivt",
        "isbns": ("9788205295353",),
        "classification": "839.823",
        "subjects": ("Fjell - Norge", "Vandring"),
        "series": ("Elite ; 14",),
        "kind": "book",
        "audience": "child",
        "added_on": date(2026, 3, 2),
        "changed_on": date(2026, 4, 5),
    }
    return Title(**{**values, **changes})


# Signs that one format or another takes for its own, and letters of every kind.
_SIGNS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('<>&"{}\\%$#_~^=;,|@\n')
TEXTS = st.text(_SIGNS, min_size=1, max_size=20).map(clean).map(lambda text: " ".join(text.split()))
FILLED = TEXTS.map(plain).filter(bool)
KINDS = st.sampled_from([*(each.value for each in Material), "tool"])
TITLES = st.builds(
    a_title,
    name=FILLED,
    subtitle=TEXTS,
    authors=st.lists(FILLED, max_size=3, unique=True).map(tuple),
    year=st.none() | st.integers(1400, 2099),
    publisher=TEXTS,
    subjects=st.lists(FILLED, max_size=3, unique=True).map(tuple),
    series=st.lists(FILLED, max_size=2, unique=True).map(tuple),
    kind=KINDS,
    audience=st.sampled_from([each.value for each in Audience]),
)
