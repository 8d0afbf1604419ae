"""The index follows the database, and is made anew where it is missing, old or broken."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings
from tantivy import Query

from hylla.catalogue.actions import (
    NewTitle,
    add_item,
    add_titles,
    add_usual_item_types,
    change_item,
    indexing,
    stamp_gone,
    withdraw_item,
)
from hylla.catalogue.actions.indexing import TRUSTING_SECONDS, Did, Follower, rebuild
from hylla.catalogue.index.folder import Folder, Unusable
from hylla.catalogue.index.reading import Reader
from hylla.catalogue.index.schema import SCHEMA
from hylla.catalogue.index.writing import current_up_to
from hylla.catalogue.models import Item, Record, RecordChange
from hylla.catalogue.rules import NewCopy, TitleFacts
from tests.builders import a_branch

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "search")


def shelve(*titles: str) -> tuple[int, ...]:
    """Add titles, each with a copy of its own."""
    add_usual_item_types()
    branch = a_branch()
    return add_titles(
        [
            NewTitle(title, TitleFacts(title), (NewCopy(f"B{title}", branch.pk, "book"),))
            for title in titles
        ],
        source="test",
        on=TODAY,
    )


def found(folder: Folder, word: str, *, reader: Reader | None = None) -> list[int]:
    """Return the numbers of the titles that have a word."""
    searcher = (reader or Reader(folder)).searcher()
    hits = searcher.search(Query.term_query(SCHEMA, "any", word, index_option="basic"), 10).hits
    values = searcher.fast_field_values("number", [address for _, address in hits])
    return sorted(int(each or 0) for each in values)


def with_copy_at(folder: Folder, branch_id: int) -> int:
    query = Query.term_query(SCHEMA, "branch", str(branch_id), index_option="basic")
    return len(Reader(folder).searcher().search(query, 10).hits)


def test_an_index_is_built_and_then_follows(folder: Folder) -> None:
    sult, pan = shelve("Sult", "Pan")
    follower = Follower(folder)

    assert follower.keep_current() is Did.BUILT
    reader = Reader(folder)
    assert found(folder, "sult", reader=reader) == [sult]
    assert follower.keep_current() is Did.NOTHING

    (mysterier,) = shelve("Mysterier")
    assert found(folder, "mysterier", reader=reader) == []
    assert follower.keep_current() is Did.FOLLOWED
    assert found(folder, "mysterier", reader=reader) == [mysterier]
    assert found(folder, "pan", reader=reader) == [pan]
    assert follower.keep_current() is Did.NOTHING


def test_what_is_gone_leaves_the_index(folder: Folder) -> None:
    sult, pan, victoria = shelve("Sult", "Pan", "Victoria")
    follower = Follower(folder)
    follower.keep_current()

    withdraw_item("BSult", on=TODAY)
    Item.objects.filter(record=pan).delete()
    Record.objects.filter(pk=pan).delete()
    stamp_gone([pan], on=TODAY)

    assert follower.keep_current() is Did.FOLLOWED
    assert found(folder, "sult") == []
    assert found(folder, "pan") == []
    assert found(folder, "victoria") == [victoria]

    add_item(NewCopy("B9", a_branch().pk, "book"), record_id=sult, on=TODAY)
    follower.keep_current()
    assert found(folder, "sult") == [sult]


def test_a_copy_that_moves_is_found_at_its_new_branch(folder: Folder) -> None:
    shelve("Sult")
    follower, elsewhere = Follower(folder), a_branch("elsewhere")
    follower.keep_current()
    assert with_copy_at(folder, elsewhere.pk) == 0

    change_item("BSult", branch_id=elsewhere.pk)
    follower.keep_current()

    assert with_copy_at(folder, elsewhere.pk) == 1


def test_another_process_goes_on_where_the_first_was_killed(folder: Folder) -> None:
    shelve("Sult")
    Follower(folder).keep_current()
    (pan,) = shelve("Pan")

    assert Follower(folder).keep_current() is Did.FOLLOWED
    assert found(folder, "pan") == [pan]
    assert current_up_to(folder.current()) == RecordChange.objects.latest("pk").pk
    assert Follower(folder).keep_current() is Did.NOTHING


def lose_everything(where: Path) -> None:
    shutil.rmtree(where)


def lose_the_segments(where: Path) -> None:
    for each in where.glob("*.term"):
        each.write_bytes(b"")


def lose_the_list(where: Path) -> None:
    (where / "meta.json").write_text("{half")


def lose_the_pointer(where: Path) -> None:
    (where.parent / "current.json").write_text("{")


def be_of_another_version(where: Path) -> None:
    (where.parent / "current.json").write_text(json.dumps({"version": 0, "name": where.name}))


def point_elsewhere(where: Path) -> None:
    (where.parent / "current.json").write_text(json.dumps({"version": 1, "name": "../.."}))


BROKEN = (
    lose_everything,
    lose_the_segments,
    lose_the_list,
    lose_the_pointer,
    be_of_another_version,
    point_elsewhere,
)


@pytest.mark.parametrize("breaks", BROKEN)
def test_what_cannot_be_used_is_built_anew(folder: Folder, breaks: Callable[[Path], None]) -> None:
    (sult,) = shelve("Sult")
    Follower(folder).keep_current()
    old = folder.current()

    breaks(old)

    with pytest.raises(Unusable):
        found(folder, "sult")
    assert Follower(folder).keep_current() is Did.BUILT
    assert found(folder, "sult") == [sult]
    assert [each.name for each in folder.path.glob("index-*")] == [folder.current().name]


@pytest.mark.parametrize("breaks", [lose_the_segments, lose_the_list])
def test_whoever_cannot_read_it_gets_it_built_anew_now_and_then(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, breaks: Callable[[Path], None]
) -> None:
    """Who keeps it has it open and would not notice before something changes."""
    (sult,) = shelve("Sult")
    follower = Follower(folder)
    follower.keep_current()
    follower.keep_current()

    def breaks_and_is_found_out() -> None:
        breaks(folder.current())
        reader = Reader(folder)
        with pytest.raises(Unusable):
            reader.searcher()
        reader.forget()

    breaks_and_is_found_out()
    assert follower.keep_current() is Did.BUILT
    assert found(folder, "sult") == [sult]
    assert follower.keep_current() is Did.NOTHING
    breaks_and_is_found_out()
    assert follower.keep_current() is Did.NOTHING
    monkeypatch.setattr(indexing, "monotonic", lambda: monotonic() + TRUSTING_SECONDS)
    assert follower.keep_current() is Did.BUILT


def test_changes_that_are_gone_make_the_index_too_old(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "KEPT", 2)
    shelve("Sult")
    Follower(folder).keep_current()
    other = Folder(folder.path.parent / "another machine")
    Follower(other).keep_current()

    for number in range(6):
        shelve(f"Title{number}")
    assert Follower(folder).keep_current() is Did.FOLLOWED
    assert RecordChange.objects.count() == 2
    assert Follower(other).keep_current() is Did.BUILT
    assert found(other, "sult") == found(folder, "sult") != []


def test_an_index_of_a_later_database_is_built_anew(folder: Folder) -> None:
    shelve("Sult")
    Follower(folder).keep_current()
    RecordChange.objects.all().delete()

    assert Follower(folder).keep_current() is Did.BUILT


def test_one_builds_while_others_search_and_wait(folder: Folder) -> None:
    (sult,) = shelve("Sult")
    rebuild(folder)
    with folder.building() as is_ours:
        assert is_ours
        assert rebuild(folder) is None
        assert found(folder, "sult") == [sult]
    with folder.writing() as is_ours:
        assert is_ours
        assert Follower(folder).keep_current() is Did.ANOTHER_IS_AT_IT


def test_what_a_killed_build_left_goes_with_the_next(folder: Folder) -> None:
    shelve("Sult")
    left = folder.new()
    assert rebuild(folder) == 1
    assert not left.exists()


def test_an_empty_catalogue_has_an_index_too(folder: Folder) -> None:
    assert rebuild(folder) == 0
    assert found(folder, "sult") == []


@pytest.fixture
def in_the_settings(folder: Folder, settings: Settings) -> Folder:
    settings.HYLLA_SEARCH = folder.path
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("index", *arguments)
    return capsys.readouterr().out.strip()


def test_the_command_says_what_it_did(
    in_the_settings: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    shelve("Sult", "Pan")
    assert told(capsys) == "the index was built"
    assert told(capsys) == "the index is current"
    shelve("Victoria")
    assert told(capsys) == "the index is current again"
    assert told(capsys, "--rebuild") == "the index was built: 3 titles"
    with in_the_settings.building(), pytest.raises(CommandError, match="another process"):
        told(capsys, "--rebuild")


def test_whoever_asks_for_a_rebuild_gets_one(folder: Folder) -> None:
    shelve("Sult")
    Follower(folder).keep_current()
    old = folder.current()
    folder.ask_for_rebuild()

    assert Follower(folder).keep_current() is Did.BUILT
    assert folder.current() != old
    assert not folder.is_rebuild_wanted()
