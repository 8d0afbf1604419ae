"""Titles are found by all that they are called, in every writing, by every subject they show."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from hylla.catalogue.actions import NewTitle, add_titles, add_usual_item_types
from hylla.catalogue.actions.indexing import rebuild
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.queries import Asking, Choices, Facet, hits_of, works_found
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.doors.parts.told import LONGEST
from tests.builders import a_branch

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
LONG = "ord " * 60
Shelve = Callable[..., None]


@pytest.fixture
def shelve(settings: Settings, tmp_path: Path) -> Shelve:
    """Put titles on shelves, the last of them in many copies, and index them."""
    settings.HYLLA_SEARCH = tmp_path / "search"

    def shelved(*facts: TitleFacts) -> None:
        add_usual_item_types()
        branch = a_branch().pk
        copies = tuple(NewCopy(f"C{number:04}", branch, "book") for number in range(9))
        made = [NewTitle(str(number), each) for number, each in enumerate(facts[:-1])]
        add_titles([*made, NewTitle("last", facts[-1], copies)], source="test", on=TODAY)
        rebuild(Folder(settings.HYLLA_SEARCH))

    return shelved


def first(asking: Asking) -> str:
    works = works_found(asking).works
    return hits_of(works[0].numbers)[0].title if works else ""


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Øye for øye", "Øye for"),
        ("紅樓夢", "夢紅樓"),
        (
            "En ganske lang tittel med flere ord enn noen noen gang ville ha skrevet ned",
            "En ganske lang tittel med flere ord enn noen gang ville ha skrevet og ned",
        ),
    ],
)
def test_a_whole_title_comes_first_with_each_word_as_often_as_it_has_it(
    shelve: Shelve, title: str, other: str
) -> None:
    shelve(TitleFacts(title), TitleFacts(other))
    assert first(Asking(title)) == title


def test_writing_without_blanks_is_found_from_its_middle(shelve: Shelve) -> None:
    """Each sign of Chinese and Japanese is a word; those side by side come first."""
    texts = "哈利波特與魔法石", "ノルウェイの森", "かもめのジョナサン", "石魔法師"
    shelve(*map(TitleFacts, texts))
    assert first(Asking("魔法石")) == "哈利波特與魔法石"
    assert first(Asking("ウェイ")) == "ノルウェイの森"
    assert first(Asking("ジョナサン")) == "かもめのジョナサン"
    assert first(Asking("魔森")) == ""
    assert first(Asking("哈利波特与魔法石")) == "哈利波特與魔法石"
    assert works_found(Asking("かもめのジョナサン全集第二巻と哈利波特與魔法石")).troubles == ()


@pytest.mark.parametrize("subject", ["Emne 0", "Emne 97", LONG[:LONGEST].strip()])
def test_whatever_subject_a_title_shows_leads_to_it(shelve: Shelve, subject: str) -> None:
    """As an address has it: not more than two hundred characters, and no blank at the end."""
    subjects = (*(f"Emne {number}" for number in range(98)), LONG)
    shelve(TitleFacts("Mange emner", subjects=subjects), TitleFacts("Sult"))
    assert first(Asking("", Choices({Facet.SUBJECT: subject}))) == "Mange emner"
