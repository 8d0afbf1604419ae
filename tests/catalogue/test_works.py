"""Which titles are editions of one work: together what belongs together, and no more."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.catalogue.actions import add_record
from hylla.catalogue.models import Record
from hylla.catalogue.rules.title_facts import TitleFacts, title_facts
from hylla.catalogue.rules.works import author_key, title_key, work_key
from hylla.formats.marc import describe
from hylla.formats.marc.record import Field, Subfield
from hylla.formats.marc.record import Record as Marc


def facts(title: str, author: str = "Hamsun, Knut", **more: Any) -> TitleFacts:
    return TitleFacts(title, authors=(author,) if author else (), **more)


def key(told: TitleFacts) -> str:
    return work_key(told, alone=repr(told))


SULT = facts("Sult")
TOGETHER = [
    (SULT, facts("Sult", subtitle="roman", year=1890)),
    (SULT, facts("SULT", "Knut Hamsun", year=1999)),
    (SULT, facts("Hunger", original="Sult", languages=("eng",))),
    (SULT, facts("Sult", kind="audiobook", subtitle="en roman")),
    (facts("The hobbit"), facts("Hobbiten", original="Hobbit")),
    (facts("Min kamp. Bind 2"), facts("Min kamp. 2")),
    (facts("Min kamp. 2"), facts("My struggle", original="Min kamp. Book II")),
    (facts("Bibelen", "", uniform="Bibelen"), facts("Die Bibel", "Luther, M.", uniform="Bibelen")),
    (
        facts("Jazz styles of today", subtitle="a history"),
        facts("Jazz styles of today", subtitle="history and analysis"),
    ),
]  # fmt: skip
APART = [
    (SULT, facts("Sult", "Andersen, Tone")),
    (SULT, facts("Pan")),
    (SULT, facts("Sult", kind="film")),
    (facts("Samlede verker. 1"), facts("Samlede verker. 1", year=1950)),
    (facts("Works. Selections", original="Works"), facts("Poems, 1923", original="Works")),
    (facts("Min kamp. 1"), facts("Min kamp. 2")),
    (facts("Matematikk", subtitle="8. trinn"), facts("Matematikk", subtitle="9. trinn")),
    (facts("Perl", subtitle="the complete reference"), facts("Perl", subtitle="for beginners")),
    (facts("Årsmelding", "Oslo kommune"), facts("Årsmelding", "Oslo kommune", year=1999)),
    (facts("Norske eventyr", ""), facts("Norske eventyr", "", year=1999)),
    (facts("Symphonies", kind="music"), facts("Symphonies", kind="music", year=1999)),
]


@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_editions_and_translations_come_together(one: TitleFacts, other: TitleFacts) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_only_looks_alike_stays_apart(one: TitleFacts, other: TitleFacts) -> None:
    assert key(one) != key(other)


LETTERS = st.text(st.sampled_from("abcæøåÅÉéöđ 1.,:"), max_size=20)


@given(LETTERS)
def test_a_key_of_a_key_is_that_key(text: str) -> None:
    assert author_key(author_key(text)) == author_key(text)


@given(LETTERS)
def test_case_makes_no_difference(text: str) -> None:
    assert title_key(text.upper()) == title_key(text.lower())
    assert author_key(text.title()) == author_key(text)


@given(st.builds(facts, LETTERS, LETTERS, kind=st.sampled_from(["book", "film"])))
def test_it_is_never_empty_and_always_the_same(told: TitleFacts) -> None:
    assert key(told) == key(told) != ""
    assert len(key(told)) == 32


def marc(*fields: tuple[str, str]) -> Marc:
    """Make a record of fields such as ("245", "aSult|pDel to")."""
    return Marc(
        "00000nam a2200000 a 4500",
        tuple(
            Field(tag, subfields=tuple(Subfield(p[0], p[1:]) for p in told.split("|")))
            for tag, told in fields
        ),
    )


HAMSUN = ("100", "aHamsun, Knut,|d1859-1952")


@pytest.mark.parametrize(
    "fields",
    [
        [HAMSUN, ("245", "aSult :|broman")],
        [HAMSUN, ("240", "aSult|lEngelsk"), ("245", "aHunger")],
        [HAMSUN, ("245", "aHunger"), ("765", "aHamsun, Knut|tSult")],
        [HAMSUN, ("245", "aHunger"), ("574", "aOriginaltittel: Sult")],
        [HAMSUN, ("245", "aSvält"), ("500", "aOriginaltitel: Sult")],
        [HAMSUN, ("245", "aHunger"), ("500", 'aTranslation of: "Sult".')],
        # A choice of pieces is told by $k, and so that field does not count.
        [HAMSUN, ("240", "aPan|kUtvalg"), ("245", "aSult")],
    ],
)
def test_a_record_names_its_work_in_many_ways(fields: list[tuple[str, str]]) -> None:
    assert key(title_facts(describe(marc(*fields)))) == key(SULT)


def test_a_part_is_taken_from_where_it_is_told() -> None:
    title = ("245", "aMy struggle|nBook 2")
    told = title_facts(describe(marc(HAMSUN, ("240", "aMin kamp|lEngelsk"), title)))
    assert key(told) == key(facts("Min kamp. 2"))
    told = title_facts(describe(marc(HAMSUN, ("240", "aMin kamp|n2|lEngelsk"), title)))
    assert key(told) == key(facts("Min kamp. 2"))


@pytest.mark.django_db
def test_it_stands_with_the_title() -> None:
    def added(title: str, **more: Any) -> Record:
        number = f"{title}{more}"
        on = date(2026, 11, 2)
        pk = add_record(facts(title, **more), source="desk", control_number=number, on=on)
        return Record.objects.get(pk=pk)

    assert added("Sult").work_key == added("Hunger", original="Sult").work_key
    assert added("Utvalg").work_key != added("Utvalg", year=1900).work_key


@pytest.mark.django_db
def test_a_title_that_nothing_told_of_stands_alone() -> None:
    on = date(2026, 11, 2)
    rows = [
        Record.objects.create(source="a", control_number=n, title="T", added_on=on) for n in "12"
    ]
    assert len({each.work_key for each in rows}) == 2
