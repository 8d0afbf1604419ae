"""Editions that a cataloguer ties together or apart, and how that lasts."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from hylla.catalogue.actions.batches import run_batch, undo_batch
from hylla.catalogue.actions.editing import Hand, change_record, delete_record, restore_version
from hylla.catalogue.actions.works import let_record_say, tie_editions, untie_edition
from hylla.catalogue.models import (
    BORROWED,
    FormerWork,
    Record,
    RecordChange,
    RecordVersion,
    WorkTie,
)
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.queries.works import work_now, work_of
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.seen import seen_of
from hylla.library.refusals import Refused
from tests.catalogue.batches import NOW, a_cataloguer, a_profile, sent, work
from tests.catalogue.importing import TODAY, imported
from tests.formats.marc.making import book, field, iso2709

pytestmark = pytest.mark.django_db

Books = dict[str, int]
"""Titles' numbers by their names: two by their records one work, and two that are others."""


def brought(folder: Path, titles: Iterable[tuple[int, str]], *, note: str = "") -> None:
    folder.mkdir(exist_ok=True)
    more = [field("500", f"a{note}")] if note else []
    file = folder / "own.mrc"
    file.write_bytes(b"".join(iso2709(book(number, title, *more)) for number, title in titles))
    imported(file)


@pytest.fixture
def books(tmp_path: Path) -> Books:
    brought(tmp_path, [(1, "Fjellet"), (2, "Fjellet"), (3, "The mountain"), (4, "Sjøen")])
    names = ("first", "second", "translated", "other")
    return dict(zip(names, Record.objects.order_by("pk").values_list("pk", flat=True), strict=True))


def together(number: int) -> set[int]:
    facts = work_of(number)
    assert facts is not None
    return {each.title.id for each in facts.editions}


def by_hand(number: int) -> set[int]:
    facts = work_of(number)
    assert facts is not None
    return {each.title.id for each in facts.editions if each.by_hand}


def key(number: int) -> str:
    return Record.objects.get(pk=number).work_key


@pytest.fixture
def hand() -> Hand:
    return Hand(a_cataloguer(), NOW, TODAY)


def test_a_tie_is_of_one_work_until_it_is_taken_back(books: Books) -> None:
    one, two, translated, other = books.values()
    former = key(translated)
    seen = RecordChange.objects.count()
    tie_editions(one, [translated])
    assert together(translated) == {one, two, translated}
    assert by_hand(one) == {one, translated}
    assert RecordChange.objects.count() == seen + 1
    assert work_now(former) == key(one)
    let_record_say(translated)
    assert (key(translated), by_hand(one), together(other)) == (former, set(), {other})
    assert not WorkTie.objects.exists()
    let_record_say(translated)


def test_what_is_said_outlasts_imports_and_corrections(books: Books, tmp_path: Path) -> None:
    """Also where the record that others were tied to gets another title."""
    one, two, translated, other = books.values()
    tie_editions(one, [translated])
    untie_edition(two)
    assert (together(one), together(two)) == ({one, translated}, {two})
    again = [(1, "Fjell"), (2, "Fjellet"), (3, "Mountains"), (4, "Sjøen")]
    brought(tmp_path / "again", again, note="Ny utgave")
    assert Record.objects.get(pk=translated).title == "Mountains"
    assert (together(one), together(two), together(other)) == ({one, translated}, {two}, {other})
    # What the record says meanwhile is what it goes back to.
    let_record_say(translated)
    assert together(translated) == {translated}
    let_record_say(two)
    assert (together(two), by_hand(two)) == ({one, two}, {one})


def test_an_old_version_and_a_deleted_title_come_back_to_the_work(books: Books, hand: Hand) -> None:
    one, _two, translated, _other = books.values()
    tie_editions(one, [translated])
    changed = record_of(Record.objects.get(pk=translated))
    change_record(translated, changed, seen=seen_of(changed), by=hand)
    version = RecordVersion.objects.filter(record_number=translated).latest("pk").pk
    restore_version(version, by=hand)
    assert translated in together(one)
    now = seen_of(record_of(Record.objects.get(pk=translated)))
    delete_record(translated, seen=now, by=hand)
    assert translated not in together(one)
    restore_version(RecordVersion.objects.latest("pk").pk, by=hand)
    assert translated in together(one)
    let_record_say(translated)
    assert together(translated) == {translated}


def test_a_file_that_is_undone_leaves_what_was_said(books: Books) -> None:
    """And brings nothing back that was taken back since."""
    one, _two, translated, _other = books.values()
    alone = key(translated)
    tie_editions(one, [translated])
    number = sent(iso2709(book(3, "Mountains")), a_profile(), name="own.mrc")
    run_batch(number)
    work()
    assert Record.objects.get(pk=translated).title == "Mountains"
    undo_batch(number, now=NOW)
    work()
    assert Record.objects.get(pk=translated).title == "The mountain"
    assert translated in together(one)
    let_record_say(translated)
    assert key(translated) == alone


def test_suggests_the_authors_other_titles_those_alike_first(books: Books, tmp_path: Path) -> None:
    brought(tmp_path / "more", [(5, "Fjellet og sjøen")])
    facts = work_of(books["first"])
    assert facts is not None
    assert facts.likely[0].title == "Fjellet og sjøen"
    assert {each.id for each in facts.likely[1:]} == {books["translated"], books["other"]}
    assert work_of(0) is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (lambda books: tie_editions(books["first"], []), Code.NOTHING_CHOSEN),
        (lambda books: tie_editions(books["first"], [books["first"]]), Code.SAME_TITLE),
        (lambda books: tie_editions(books["first"], [0]), Code.RECORD_UNKNOWN),
        (lambda books: tie_editions(0, [books["first"]]), Code.RECORD_UNKNOWN),
        (lambda books: tie_editions(books["first"], [books["other"]]), Code.WORK_OTHER_KIND),
        (lambda books: untie_edition(books["other"]), Code.EDITION_ALONE),
        (lambda books: untie_edition(0), Code.RECORD_UNKNOWN),
        (lambda books: let_record_say(0), Code.RECORD_UNKNOWN),
        (lambda books: tie_editions(books["first"], [books["translated"]]), Code.RECORD_UNKNOWN),
    ],
)
def test_refuses_what_cannot_be(books: Books, said: Callable[[Books], None], code: Code) -> None:
    Record.objects.filter(pk=books["other"]).update(kind="film")
    Record.objects.filter(pk=books["translated"]).update(source=BORROWED)
    before = {each: key(each) for each in books.values()}
    with pytest.raises(Refused, match=code):
        said(books)
    assert {each: key(each) for each in books.values()} == before
    assert not WorkTie.objects.exists()


def test_a_former_address_leads_to_where_its_title_is_now(books: Books, tmp_path: Path) -> None:
    former = key(books["other"])
    changed = [(1, "Fjellet"), (2, "Fjellet"), (3, "The mountain"), (4, "Havet")]
    brought(tmp_path / "again", changed)
    assert work_now(former) == key(books["other"])
    # And back, without going round.
    brought(tmp_path / "back", [(4, "Sjøen")], note="Rettet")
    assert key(books["other"]) == former
    assert work_now(former) is None
    assert work_now("0") is None
    assert FormerWork.objects.filter(number=books["other"]).count() == 2
