"""A title is found by its words, its barcode and its ISBN, and odd questions do no harm."""

from datetime import date

import pytest

from hylla.catalogue.actions import NewTitle, add_titles, add_usual_item_types, withdraw_item
from hylla.catalogue.queries import Hit, items_of, newest, record, search
from hylla.catalogue.rules import NewCopy, TitleFacts
from tests.builders import a_branch

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
TITLES = (
    TitleFacts(title="Sult", authors=("Hamsun, Knut",), year=1890, isbns=("9788205295353",)),
    TitleFacts(title="En bok om sult og fattigdom", authors=("Moe, Ida",), subjects=("Nød",)),
    TitleFacts(title="Sultanens datter", authors=("Åsen, Kari", "Lie, Jo")),
    TitleFacts(title="Markens grøde", subtitle="roman", authors=("Hamsun, Knut",)),
    TitleFacts(title="Hamsuns hus", subjects=("Sult", "100%_vill")),
    TitleFacts(title="Ut og stjæle hester", series=("Elite ; 14",)),
)


@pytest.fixture(autouse=True)
def shelves() -> tuple[int, ...]:
    add_usual_item_types()
    branch = a_branch()
    return add_titles(
        [
            NewTitle(str(number), facts, (NewCopy(f"B{number:04}", branch.pk, "book", "A"),))
            for number, facts in enumerate(TITLES)
        ],
        source="test",
        on=TODAY,
    )


def found(words: str) -> list[str]:
    return [hit.title for hit in search(words).rows]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("sult", ["Sult", "En bok om sult og fattigdom", "Sultanens datter", "Hamsuns hus"]),
        ("hamsun sult", ["Sult"]),
        ("SULT, hamsun", ["Sult", "Hamsuns hus"]),
        ("sult ham", ["Sult", "Hamsuns hus"]),
        ("markens grode", ["Markens grøde"]),
        ("Markens GRÖDE", ["Markens grøde"]),
        ("groed", ["Markens grøde"]),
        ("stjele", []),
        ("stjaele elite", ["Ut og stjæle hester"]),
        ("aasen kari", ["Sultanens datter"]),
        ("asen", ["Sultanens datter"]),
        ("nod", ["En bok om sult og fattigdom"]),
        ("sul datter", []),
    ],
)
def test_every_word_must_match_and_the_last_may_be_begun(words: str, titles: list[str]) -> None:
    assert sorted(found(words)) == sorted(titles)


def test_title_tells_more_than_author_than_subject_and_whole_words_than_beginnings() -> None:
    assert found("sult") == [
        "Sult",
        "En bok om sult og fattigdom",
        "Sultanens datter",
        "Hamsuns hus",
    ]
    assert found("hamsun") == ["Markens grøde", "Sult", "Hamsuns hus"]


@pytest.mark.parametrize(
    "words", ["9788205295353", "978-82-05-29535-3", "ISBN 82-05-29535-2", "8205295352", " B0000 "]
)
def test_an_isbn_or_a_barcode_finds_the_title(words: str) -> None:
    assert found(words) == ["Sult"]


@pytest.mark.parametrize(
    "words",
    ["", " ", "?!-", "%", "_", "sult%", "' OR 1=1 --", "\x00", "\ud800", "q" * 10_000, "9" * 13],
)
def test_odd_questions_are_answered(words: str) -> None:
    page = search(words)
    assert page.total == len(page.rows)
    assert page.number == 1
    if words != "sult%":
        assert not page.rows


def test_wildcards_are_no_wildcards() -> None:
    assert found("su%t") == []
    assert found("s_lt") == []
    assert found("100%_vill") == ["Hamsuns hus"]


def test_a_very_long_question_is_answered() -> None:
    assert found("sult " * 2_000)[0] == "Sult"


def test_pages_hold_every_title_once() -> None:
    whole = search("sult", per_page=50)
    pages = [search("sult", page=number, per_page=3) for number in (1, 2)]
    assert [page.total for page in pages] == [4, 4]
    assert [page.count_of_pages for page in pages] == [2, 2]
    assert [page.first for page in pages] == [1, 4]
    assert (*pages[0].rows, *pages[1].rows) == whole.rows


@pytest.mark.parametrize(("asked", "shown"), [(0, 1), (-5, 1), (3, 2), (10**30, 2)])
def test_a_page_that_is_not_there_is_the_nearest(asked: int, shown: int) -> None:
    page = search("sult", page=asked, per_page=3)
    assert page.number == shown
    assert page.rows


def test_a_title_tells_what_is_known(shelves: tuple[int, ...]) -> None:
    facts = record(shelves[2])
    assert facts is not None
    assert facts.authors == "Åsen, Kari; Lie, Jo"
    assert facts.added_on == TODAY
    assert record(0) is None
    (item,) = items_of(shelves[2])
    assert (item.barcode, item.branch, item.shelf_mark) == ("B0002", "Main", "A")


def test_new_titles_are_those_with_a_copy(shelves: tuple[int, ...]) -> None:
    withdraw_item("B0005", on=TODAY)
    assert [hit.id for hit in newest(2)] == [shelves[4], shelves[3]]
    assert isinstance(newest(1)[0], Hit)
