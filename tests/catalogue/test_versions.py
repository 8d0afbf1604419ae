"""How records were before they changed: kept, shown, brought back."""

from datetime import UTC, datetime

import pytest

from hylla.catalogue.actions import add_item, add_usual_item_types, versions
from hylla.catalogue.actions.batches import run_batch
from hylla.catalogue.actions.editing import (
    Hand,
    change_record,
    delete_record,
    restore_version,
    write_record,
)
from hylla.catalogue.models import Record, RecordVersion, Stamp
from hylla.catalogue.queries.versions import deleted_titles, editable, versions_of, what_changed
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.copies import NewCopy
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc import Field, Subfield
from hylla.formats.marc import Record as MarcRecord
from hylla.library.models import Branch
from hylla.library.refusals import Refused
from tests.catalogue.batches import a_cataloguer, a_profile, sent, work
from tests.catalogue.importing import TODAY
from tests.formats.marc.making import book, iso2709

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_record(title: str) -> MarcRecord:
    return MarcRecord(
        "00000nam a2200000 a 4500", (Field("245", "", "00", (Subfield("a", title),)),)
    )


def told(number: int) -> list[tuple[Why, str, str]]:
    return [(each.why, each.by, each.title) for each in versions_of(number)]


def seen(number: int) -> str:
    found = editable(number)
    assert found is not None
    return found.seen


@pytest.fixture
def staff() -> int:
    return a_cataloguer()


def written(title: str, staff: int) -> int:
    return write_record(a_record(title), by=Hand(staff, NOW, TODAY))


def changed(number: int, title: str, staff: int, *, saw: str = "") -> None:
    change_record(number, a_record(title), seen=saw or seen(number), by=Hand(staff, NOW, TODAY))


def test_each_change_keeps_what_was_and_says_who(staff: int) -> None:
    number = written("Fjellet", staff)
    assert told(number) == []
    changed(number, "Fjellene", staff)
    assert told(number) == [(Why.EDITED, "Kari Katalog", "Fjellet")]
    (only,) = versions_of(number)
    lines = [(each.before, each.after) for each in what_changed(only.id) if each.is_changed]
    assert lines == [("245 00 $a Fjellet", "245 00 $a Fjellene")]
    assert Record.objects.get(pk=number).title == "Fjellene"


def test_who_saves_later_is_told_and_nothing_is_lost(staff: int) -> None:
    number = written("Fjellet", staff)
    saw = seen(number)
    changed(number, "Fjellene", staff, saw=saw)
    with pytest.raises(Refused, match=Code.RECORD_CHANGED_MEANWHILE):
        changed(number, "Vidda", staff, saw=saw)
    with pytest.raises(Refused, match=Code.RECORD_CHANGED_MEANWHILE):
        delete_record(number, seen=saw, by=Hand(staff, NOW, TODAY))
    assert Record.objects.get(pk=number).title == "Fjellene"


def test_an_old_version_comes_back_as_one_more_change(staff: int) -> None:
    number = written("Fjellet", staff)
    changed(number, "Fjellene", staff)
    (first,) = versions_of(number)
    restore_version(first.id, by=Hand(staff, NOW, TODAY))
    assert Record.objects.get(pk=number).title == "Fjellet"
    assert [each[0] for each in told(number)] == [Why.RESTORED, Why.EDITED]


def test_a_file_keeps_versions_and_the_same_file_leaves_an_edit_alone(staff: int) -> None:
    profile = a_profile()
    for data in (iso2709(book(1)), iso2709(book(1, "Åsen"))):
        run_batch(sent(data, profile))
        work()
    number = Record.objects.get().pk
    assert told(number) == [(Why.IMPORTED, "", "Fjellet som gikk")]
    changed(number, "Åsane", staff)
    run_batch(sent(iso2709(book(1, "Åsen")), profile))
    work()
    assert Record.objects.get().title == "Åsane"
    assert Record.objects.get().control_number == "made1"


def test_a_deleted_title_comes_back_under_its_number(staff: int) -> None:
    number = written("Fjellet", staff)
    delete_record(number, seen=seen(number), by=Hand(staff, NOW, TODAY))
    assert Stamp.objects.get(number=number).is_gone
    (gone,) = deleted_titles()
    assert (gone.title, gone.by) == ("Fjellet", "Kari Katalog")
    assert restore_version(gone.id, by=Hand(staff, NOW, TODAY)) == number
    assert not Stamp.objects.get(number=number).is_gone
    assert deleted_titles() == ()
    assert Record.objects.get(pk=number).title == "Fjellet"
    with pytest.raises(Refused, match=Code.VERSION_UNKNOWN):
        restore_version(0, by=Hand(staff, NOW, TODAY))


def test_what_has_copies_or_no_title_is_refused(staff: int) -> None:
    number = written("Fjellet", staff)
    copy = NewCopy("b1", Branch.objects.get().pk, "book")
    add_usual_item_types()
    add_item(copy, record_id=number, on=TODAY)
    with pytest.raises(Refused, match=Code.RECORD_HAS_COPIES):
        delete_record(number, seen=seen(number), by=Hand(staff, NOW, TODAY))
    with pytest.raises(Refused, match=Code.TITLE_MISSING):
        changed(number, "", staff)
    with pytest.raises(Refused, match=Code.RECORD_UNKNOWN):
        change_record(0, a_record("x"), seen="", by=Hand(staff, NOW, TODAY))
    assert Record.objects.get().title == "Fjellet"


def test_old_versions_go_as_new_ones_come(staff: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST_VERSIONS", 2)
    number = written("0", staff)
    for title in "1234":
        changed(number, title, staff)
    assert [each[2] for each in told(number)] == ["3", "2"]
    assert RecordVersion.objects.count() == 2
