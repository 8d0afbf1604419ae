"""The demonstration's titles are what the tables promise."""

from collections import Counter

import pytest

from hylla.site.demo import titles as module
from hylla.site.demo.titles import COLUMNS, Audience, DemoTitle, TitleKind, titles

TITLES = titles()
GOOD = "Sult||Hamsun, Knut|1890|nob|book|adult||sult;forfattere|3"
WRONG = {
    "no title": ("Sult", ""),
    "no author": ("Hamsun, Knut", ""),
    "no year": ("1890", "MDCCC"),
    "no such language": ("nob", "no"),
    "no such kind": ("book", "scroll"),
    "no such audience": ("adult", "grown-up"),
    "not Dewey": ("|adult||", "|adult|84|"),
    "no subjects": ("sult;forfattere", ""),
    "too many copies": ("|3", "|6"),
    "a column too few": ("||Hamsun", "|Hamsun"),
}


def test_there_are_enough_of_all_sorts() -> None:
    assert len(TITLES) >= 560
    assert sum(title.audience is not Audience.ADULT for title in TITLES) >= 120
    assert {title.kind for title in TITLES} == set(TitleKind)
    languages = Counter(title.language for title in TITLES)
    assert min(languages[code] for code in ("nob", "nno", "swe", "dan", "fin", "sme", "ice")) >= 10
    classes = {title.classification[:1] for title in TITLES if title.kind is TitleKind.BOOK}
    assert classes == {"", *"0123456789"}


def test_no_title_stands_there_twice() -> None:
    keys = Counter(
        (each.title.casefold(), each.authors, each.language, each.kind) for each in TITLES
    )
    assert [key for key, times in keys.items() if times > 1] == []


def test_works_have_editions_in_other_languages_and_read_aloud() -> None:
    """Each line of the table of works is of a title that stands on the shelves."""
    with (module._data() / "works" / "works.tsv").open(encoding="utf-8") as text:
        lines = len(text.readlines()) - 1
    told = [each for each in TITLES if each.original or each.series]
    read_aloud = sum(each.kind is TitleKind.AUDIOBOOK for each in told)
    assert len(told) - read_aloud == lines
    editions = Counter(each.original for each in TITLES if each.original)
    assert editions["Sult"] == 2
    assert {each.series for each in TITLES if each.title.startswith("Harry Potter og")} == {
        (f"Harry Potter ; {number}",) for number in range(1, 5)
    }


def test_every_title_has_two_or_three_subjects_and_a_year_that_was() -> None:
    assert [each.title for each in TITLES if not 2 <= len(each.subjects) <= 3] == []
    assert [each.title for each in TITLES if not 1500 <= each.year <= 2025] == []


def test_authors_have_clean_names() -> None:
    names = {author for each in TITLES for author in each.authors}
    assert [name for name in names if name.count(",") > 1 or name != " ".join(name.split())] == []


def row(text: str) -> DemoTitle:
    """Read one row written with bars for tabs."""
    return module._title(text.split("|"))


def test_a_good_row_is_read() -> None:
    assert row(GOOD) == DemoTitle(
        title="Sult",
        subtitle="",
        authors=("Hamsun, Knut",),
        year=1890,
        language="nob",
        kind=TitleKind.BOOK,
        audience=Audience.ADULT,
        classification="",
        subjects=("sult", "forfattere"),
        copies=3,
    )


@pytest.mark.parametrize(("old", "new"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_refused(old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(ValueError, match=r"."):
        row(GOOD.replace(old, new, 1))


def test_a_wrong_header_is_refused() -> None:
    with pytest.raises(ValueError, match="the columns are title"):
        module._check_header([*COLUMNS[1:], COLUMNS[0]])
