"""Readers' searches are answered from the index, and from the tables while there is none."""

import random
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from hylla.catalogue.actions import NewTitle, add_titles, add_usual_item_types
from hylla.catalogue.actions.indexing import rebuild
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.queries import (
    Asking,
    Choices,
    Facet,
    Found,
    Sorting,
    hits_of,
    shelved_beside,
    similar_to,
    suggested,
    works_found,
)
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.catalogue.rules.questions import Trouble
from tests.builders import a_branch

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
HAMSUN, LARSSON = ("Hamsun, Knut",), ("Larsson, Stieg",)
TITLES = (
    TitleFacts("Sult", authors=HAMSUN, year=1890, isbns=("9788205295353",), languages=("nob",)),
    TitleFacts("En bok om sult og fattigdom", subjects=("Nød",), languages=("nob",), year=1999),
    TitleFacts("Sultanens datter", authors=("Åsen, Kari",), languages=("nob",), kind="audiobook"),
    TitleFacts("Markens grøde", authors=HAMSUN, languages=("nob",), year=1917),
    TitleFacts("Growth of the soil", authors=HAMSUN, languages=("eng",), original="Markens grøde"),
    TitleFacts("Män som hatar kvinnor", authors=LARSSON, languages=("swe",), year=2005),
    TitleFacts(
        "Flaggermusmannen", authors=("Nesbø, Jo",), languages=("nob",), series=("Hole ; 1",)
    ),
    TitleFacts("Salt", authors=("Vik, Berit",), languages=("nob",), year=2011),
)

SCRIPTS = (
    "Ελληνικά Русский עברית العربية हिन्दी বাংলা ਪੰਜਾਬੀ ગુજરાતી ଓଡ଼ିଆ தமிழ் తెలుగు ಕನ್ನಡ മലയാളം",
    "සිංහල ไทย ລາວ မြန်မာ ខ្មែរ ქართული Հայերեն አማርኛ ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ 中文 日本語 한국어 ⵜⵉⴼⵉⵏⴰⵖ བོད་ཡིག",
    "ᠮᠣᠩᠭᠣᠯ ⲙⲉⲧⲣⲉⲙⲛⲕⲏⲙⲓ",
)


@pytest.fixture
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


@pytest.fixture
def folder(shelves: tuple[int, ...], settings: Settings, tmp_path: Path) -> Folder:
    settings.HYLLA_SEARCH = tmp_path / "search"
    folder = Folder(settings.HYLLA_SEARCH)
    rebuild(folder)
    return folder


@pytest.fixture
def without_index(shelves: tuple[int, ...], settings: Settings, tmp_path: Path) -> None:
    settings.HYLLA_SEARCH = tmp_path / "nothing"


def titles(found: Found) -> list[list[str]]:
    return [[hit.title for hit in hits_of(work.numbers)] for work in found.works]


def first(text: str) -> str:
    found = works_found(Asking(text))
    return titles(found)[0][0] if found.works else ""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("sult", "Sult"),
        ("hamsun sult", "Sult"),
        ("flagermusmanen", "Flaggermusmannen"),
        ("man som hatar kvinna", "Män som hatar kvinnor"),
        ("MARKENS GRÖDE", "Markens grøde"),
        ("978-82-05-29535-3", "Sult"),
        ("8205295352", "Sult"),
        ("B0003", "Markens grøde"),
        ("author:hamsun year:1917", "Markens grøde"),
        ('"om sult"', "En bok om sult og fattigdom"),
        ("emne:nød", "En bok om sult og fattigdom"),
        ("flaggerm", "Flaggermusmannen"),
        ("hole 1", "Flaggermusmannen"),
        ("title:hamsun", ""),
        ('"sult om"', ""),
        ('"knut hamsun" sult', "Sult"),
        ('author:"Knut Hamsun" growth', "Growth of the soil"),
        ('"hamsun sult"', ""),
    ],
)
def test_found_in_the_index(folder: Folder, text: str, title: str) -> None:
    assert first(text) == title


def test_editions_of_a_work_come_together(folder: Folder) -> None:
    found = works_found(Asking("growth of the soil hamsun"))
    assert titles(found) == [["Growth of the soil"]]
    found = works_found(Asking("hamsun"))
    assert sorted(map(sorted, titles(found))) == [["Growth of the soil", "Markens grøde"], ["Sult"]]
    assert found.titles == 3


def test_what_the_reader_reads_comes_first(folder: Folder) -> None:
    def best(*languages: str) -> str:
        found = works_found(Asking("hamsun", Choices({Facet.KIND: "book"}), languages=languages))
        return next(each[0] for each in titles(found) if len(each) == 2)

    assert best("eng") == "Growth of the soil"
    assert best("nob") == "Markens grøde"


def test_facets_are_counted_and_chosen_by(folder: Folder) -> None:
    found = works_found(Asking("hamsun"))
    counted = {each.value: each.titles for each in found.counts[Facet.LANGUAGE]}
    assert counted == {"nob": 2, "eng": 1}
    assert {each.value for each in found.counts[Facet.DECADE]} == {"1890", "1910"}
    for facet, value, left in (
        (Facet.LANGUAGE, "eng", ["Growth of the soil"]),
        (Facet.DECADE, "1890", ["Sult"]),
        (Facet.DECADE, "x", []),
        (Facet.KIND, "audiobook", []),
        (Facet.BRANCH, str(a_branch("elsewhere").pk), []),
    ):
        chosen = works_found(Asking("hamsun", Choices({facet: value})))
        assert [title for work in titles(chosen) for title in work] == left


def test_choices_alone_are_a_question(folder: Folder) -> None:
    assert titles(works_found(Asking("", Choices({Facet.KIND: "audiobook"})))) == [
        ["Sultanens datter"]
    ]
    assert works_found(Asking("")).works == ()


def test_sorted_by_year(folder: Folder) -> None:
    oldest = works_found(Asking("sult", sorting=Sorting.OLDEST))
    newest = works_found(Asking("sult", sorting=Sorting.NEWEST))
    assert [each[0] for each in titles(oldest)] == ["Sult", "En bok om sult og fattigdom"]
    assert titles(newest) == titles(oldest)[::-1]


ORDERED = {
    Sorting.TITLE: ["En bok", "Flaggermus", "Growth", "Män", "Salt", "Sult"],
    Sorting.AUTHOR: ["Growth", "Sult", "Män", "Flaggermus", "Salt", "En bok"],
    Sorting.NEWEST: ["Salt", "Män", "En bok", "Markens", "Sult"],
    Sorting.OLDEST: ["Sult", "Markens", "En bok", "Män", "Salt"],
}


@pytest.mark.parametrize("has_index", [True, False])
def test_sorted_the_same_with_the_index_and_without(
    folder: Folder, settings: Settings, *, has_index: bool
) -> None:
    """Whoever has no author stands last, and a work stands by the first of its editions."""
    if not has_index:
        settings.HYLLA_SEARCH = folder.path / "nothing"
    for sorting, wanted in ORDERED.items():
        found = works_found(Asking("", Choices({Facet.KIND: "book"}), sorting))
        told = [work[0] for work in titles(found)]
        dated = {"Flaggermus", "Growth"} if sorting in {Sorting.NEWEST, Sorting.OLDEST} else set()
        named = [next(each for each in (*wanted, *dated) if t.startswith(each)) for t in told]
        assert [each for each in named if each not in dated] == wanted


def test_what_comes_near_is_told_as_what_may_be_meant(folder: Folder) -> None:
    assert works_found(Asking("flagermusmanen nesbo")).meant == "Flaggermusmannen Nesbø"
    assert works_found(Asking("flaggermusmannen")).meant == ""
    assert works_found(Asking("flagger musmannen nesbø")).meant == "Flaggermusmannen Nesbø"
    some = works_found(Asking("sult xyzzyx"))
    assert some.has_only_some_words
    assert titles(some)[0] == ["Sult"]


def test_one_of_the_words_tells_more_than_what_comes_near_to_both(folder: Folder) -> None:
    """Salt is near to sult, and has neither."""
    some = works_found(Asking("kvinnor sult"))
    assert some.has_only_some_words
    assert {"Sult", "Män som hatar kvinnor"} <= {each[0] for each in titles(some)}
    assert ["Salt"] not in titles(some)
    both = titles(works_found(Asking("vik kvinnorr")))
    assert both == [["Salt"], ["Män som hatar kvinnor"]]


def test_few_of_the_same_stem_do_not_hide_what_is_nearer(folder: Folder) -> None:
    """The Swedish stem of `villanden` is `vill`; what was meant is the wild duck, and is asked."""
    facts = TitleFacts("Vill", languages=("swe",)), TitleFacts("Vildanden", languages=("dan",))
    made = [NewTitle(str(number), each) for number, each in enumerate(facts)]
    add_titles(made, source="near", on=TODAY)
    rebuild(folder)
    found = works_found(Asking("villanden"))
    assert (titles(found), found.meant) == ([["Vill"]], "Vildanden")
    assert works_found(Asking("vildanden")).meant == ""
    assert works_found(Asking("kvinnorna")).meant == ""


def test_suggestions_begin_with_what_is_typed(folder: Folder) -> None:
    assert {hit.title for hit in suggested("sul")} == {TITLES[place].title for place in range(3)}
    assert [hit.title for hit in suggested("hams mark")] == []
    assert [hit.title for hit in suggested("hamsun mark")] == ["Markens grøde"]
    assert suggested("") == suggested("9788205295353") == ()


def test_similar_titles_have_something_in_common_and_are_other_works(
    folder: Folder, shelves: tuple[int, ...]
) -> None:
    assert {hit.title for hit in similar_to(shelves[3])} == {"Sult"}
    assert similar_to(shelves[5]) == ()
    assert similar_to(0) == ()


def test_shelves_are_by_class_author_and_title(folder: Folder, shelves: tuple[int, ...]) -> None:
    assert [hit.title for hit in shelved_beside(shelves[3])] == [
        "En bok om sult og fattigdom",
        "Growth of the soil",
        "Sult",
        "Män som hatar kvinnor",
        "Flaggermusmannen",
    ]
    assert shelved_beside(0) == ()


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000,
        "sult*" * 2_000,
        "a* b* c* d* e* f* g* h* i* j* k* l*",
        "q" * 10_000,
        " ".join(f"flagermusmanen{number}" for number in range(2_000)),
        "(((((",
        "title:author:series:",
        "\x00\ud800",
        "9" * 13,
        "🦆 𝕳𝖆𝖒𝖘𝖚𝖓 ﷽",
        "year:9999999999",
        "year:0000-99999",
        "*:*",
        "[a TO z]",
    ],
)
def test_odd_questions_are_answered_soon(folder: Folder, text: str) -> None:
    began = time.process_time()
    works_found(Asking(text))
    suggested(text)
    assert time.process_time() - began < 2


def test_records_of_every_script_and_size(
    shelves: tuple[int, ...], settings: Settings, tmp_path: Path
) -> None:
    """In thirty scripts, with very long texts, and with a title of signs alone."""
    scripts = [word for line in SCRIPTS for word in line.split()]
    facts = [TitleFacts(each) for each in scripts]
    long = "Langt " + " ".join(f"ord{number}" for number in range(400_000))
    facts += [TitleFacts(long, subjects=(long,) * 50), TitleFacts("?!"), TitleFacts("…", year=1990)]
    add_titles(
        [NewTitle(f"s{number}", each) for number, each in enumerate(facts)], source="s", on=TODAY
    )
    settings.HYLLA_SEARCH = tmp_path / "search"
    rebuild(Folder(settings.HYLLA_SEARCH))
    assert len(scripts) == 30
    assert [first(each) for each in scripts] == scripts
    assert first("langt").startswith("Langt ord0")
    assert first("year:1990") == "…"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("hamsun sult", "Sult"),
        ("8205295352", "Sult"),
        ("B0003", "Markens grøde"),
        ("author:hamsun year:1917", "Markens grøde"),
        ("year:1917", "Markens grøde"),
    ],
)
def test_found_in_the_tables(without_index: None, text: str, title: str) -> None:
    assert first(text) == title
    assert works_found(Asking(text)).counts == {}
    assert suggested(text) == similar_to(1) == shelved_beside(1) == ()


def test_the_tables_choose_and_bring_together_as_well(without_index: None) -> None:
    assert sorted(map(len, titles(works_found(Asking("hamsun"))))) == [1, 2]
    english = works_found(Asking("hamsun", Choices({Facet.LANGUAGE: "eng"})))
    assert titles(english) == [["Growth of the soil"]]
    assert english.titles == 1
    by_choice = works_found(Asking("", Choices({Facet.DECADE: "1890", Facet.KIND: "book"})))
    assert titles(by_choice) == [["Sult"]]
    assert works_found(Asking("author:")).troubles == (Trouble.EMPTY_FIELD,)


@pytest.mark.parametrize("facet", Facet)
@pytest.mark.parametrize("value", ["9" * 30, "%", "-1", "x"])
def test_odd_choices_leave_nothing_in_the_tables_either(
    without_index: None, facet: Facet, value: str
) -> None:
    assert works_found(Asking("hamsun", Choices({facet: value}))).works == ()


def test_search_goes_on_while_the_index_is_broken_and_after(folder: Folder) -> None:
    assert works_found(Asking("hamsun")).counts
    where = folder.current()
    for each in list(where.iterdir()):
        # A file that readers have open is not cut short under them, but replaced.
        each.unlink()
        each.write_bytes(random.Random(1).randbytes(100))
    folder.ask_for_rebuild()
    (where / "meta.json").write_text("{")
    assert first("hamsun sult") == "Sult"
    shutil.rmtree(where)
    assert first("hamsun sult") == "Sult"
    rebuild(folder)
    assert works_found(Asking("hamsun")).counts


KILLED = """
import sys
from pathlib import Path
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.index.values import IndexedTitle
from hylla.catalogue.index.writing import put
folder, change = Folder(Path(sys.argv[1])), 1
print("begun", flush=True)
while True:
    change += 1
    # Numbers that no title of the tables has: PostgreSQL counts on from test to test.
    numbers = range(1_000_000_500, 1_000_000_900)
    titles = [IndexedTitle(n, f"{n:032x}", f"Tittel {n} {change}") for n in numbers]
    put(folder.current(), titles, gone=(), change=change)
"""


def test_killed_while_writing_leaves_an_index_that_answers(folder: Folder) -> None:
    """A real process, killed at another moment each time; nothing is half of a change."""
    chance = random.Random(3)
    for _ in range(2):
        command = [sys.executable, "-c", KILLED, str(folder.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writing:
            assert writing.stdout
            assert writing.stdout.readline() == b"begun\n"
            time.sleep(chance.uniform(0.02, 0.15))
            writing.kill()
        found = works_found(Asking("hamsun"))
        assert found.counts
        assert found.titles == 3
        assert works_found(Asking("tittel")).titles in {0, 400}
