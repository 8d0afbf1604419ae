"""An authority gets another heading, and its titles with it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hylla.catalogue.actions.authorities.writing import (
    Saved,
    change_authority,
    delete_authority,
    write_authority,
)
from hylla.catalogue.actions.batches import drop_batch, run_batch, undo_batch
from hylla.catalogue.actions.batches.merging_authorities import prepare_merge
from hylla.catalogue.actions.batches.reheading import rehead_some
from hylla.catalogue.actions.editing import Hand
from hylla.catalogue.models import (
    Authority,
    AuthorityVersion,
    Batch,
    BatchRow,
    Record,
    RecordVersion,
    TitleHeading,
)
from hylla.catalogue.queries.authorities import authority, counts_of_titles
from hylla.catalogue.queries.batches import batch
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.queries.reheading import heading_change, title_compared
from hylla.catalogue.rules.batches import Fate, RowState, Stage
from hylla.catalogue.rules.codes import Code, LeftOut
from hylla.catalogue.rules.comparing import field_text
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc import Field, Subfield
from hylla.formats.marc import Record as MarcRecord
from hylla.library.refusals import Refused
from tests.catalogue.batches import a_cataloguer, work
from tests.catalogue.importing import TODAY, everything, imported
from tests.catalogue.test_authorities import NAME, authors, by, person, ties, titles
from tests.formats.marc.making import field

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def hand() -> Hand:
    return Hand(a_cataloguer(), NOW, TODAY)


@pytest.fixture
def number(tmp_path: Path) -> int:
    """An authority with three titles, beside somebody else's."""
    imported(
        authors(tmp_path, person(1, field("400", "aVind, F.", indicators="1 "))),
        titles(
            tmp_path,
            by(1, *NAME, "eforfatter", title="Fjellet"),
            by(2, "aNordavind, F.", "0(NO-Made)auth1", "4trl", tag="700", title="Vidda"),
            by(3, *NAME, "xLiv og verk", tag="600", title="Livet"),
            by(4, "aVestavind, Ola", title="Sjøen"),
        ),
    )
    return Authority.objects.get().pk


def an_authority(name: str, years: str = "", *, tag: str = "100") -> MarcRecord:
    parts = [Subfield("a", name)] + ([Subfield("d", years)] if years else [])
    return MarcRecord("00000nz  a2200000n  4500", (Field(tag, "", "1 ", tuple(parts)),))


def changed(number: int, record: MarcRecord, hand: Hand) -> Saved:
    told = authority(number)
    assert told is not None
    return change_authority(number, record, seen=told.seen, by=hand)


def names() -> dict[str, str]:
    """Return the field of each title that names somebody."""
    return {
        row.title: next(
            field_text(each) for each in record_of(row).fields if each.tag in {"100", "600", "700"}
        )
        for row in Record.objects.all()
    }


NEW = an_authority("Nordavind Os, Frida,", "1931-2004")
AFTER = {
    "Fjellet": "100 1# $a Nordavind Os, Frida, $d 1931-2004 $e forfatter",
    "Vidda": "700 1# $a Nordavind Os, Frida, $d 1931-2004 $0 (NO-Made)auth1 $4 trl",
    "Livet": "600 1# $a Nordavind Os, Frida, $d 1931-2004 $x Liv og verk",
    "Sjøen": "100 1# $a Vestavind, Ola",
}


def test_the_titles_are_named_first_and_nothing_is_changed(number: int, hand: Hand) -> None:
    before = everything()
    saved = changed(number, NEW, hand)
    assert everything() == before
    assert saved.batch is not None
    told = heading_change(saved.batch)
    assert told is not None
    assert (told.old, told.new) == ("Nordavind, Frida, 1931-2004", "Nordavind Os, Frida, 1931-2004")
    assert Batch.objects.get().size == 3
    rows = BatchRow.objects.filter(record_number=Record.objects.get(title="Livet").pk)
    lines = title_compared(saved.batch, rows.get().place)
    assert [(each.before, each.after) for each in lines if each.is_changed] == [
        ("600 1# $a Nordavind, Frida, $d 1931-2004 $x Liv og verk", AFTER["Livet"])
    ]


def test_all_titles_follow_and_say_why(number: int, hand: Hand) -> None:
    saved = changed(number, NEW, hand)
    assert saved.batch is not None
    run_batch(saved.batch)
    work()
    assert names() == AFTER
    assert Authority.objects.get().heading == "Nordavind Os, Frida, 1931-2004"
    assert {tag for _title, tag, _who in ties()} == {"100", "600", "700"}
    assert counts_of_titles([number]) == {number: 3}
    assert set(RecordVersion.objects.values_list("why", "staff")) == {(Why.HEADING, None)}
    assert RecordVersion.objects.count() == 3
    assert AuthorityVersion.objects.get().why == Why.HEADING


def test_it_is_undone_the_same_way(number: int, hand: Hand) -> None:
    before, was = names(), Authority.objects.get().marc
    saved = changed(number, NEW, hand)
    assert saved.batch is not None
    run_batch(saved.batch)
    work()
    assert names() != before
    undo_batch(saved.batch, now=NOW + timedelta(days=1))
    work()
    assert names() == before
    assert bytes(Authority.objects.get().marc) == bytes(was)
    assert counts_of_titles([number]) == {number: 3}
    told = batch(saved.batch)
    assert told is not None
    assert told.stage is Stage.UNDONE


def test_what_was_changed_since_is_left_when_it_is_undone(number: int, hand: Hand) -> None:
    saved = changed(number, NEW, hand)
    assert saved.batch is not None
    run_batch(saved.batch)
    work()
    Record.objects.filter(title="Vidda").update(year=1999)
    undo_batch(saved.batch, now=NOW)
    work()
    assert names()["Vidda"] == AFTER["Vidda"]
    assert names()["Livet"] != AFTER["Livet"]
    assert BatchRow.objects.get(state=RowState.LEFT).title == "Vidda"


def test_killed_in_the_middle_it_goes_on(
    number: int, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hylla.catalogue.actions.batches.reheading.AT_A_TIME", 1)
    saved = changed(number, NEW, hand)
    assert saved.batch is not None
    run_batch(saved.batch)
    assert rehead_some(saved.batch, on=TODAY)
    assert rehead_some(saved.batch, on=TODAY)
    assert sum(names()[each] == AFTER[each] for each in ("Fjellet", "Vidda", "Livet")) == 1
    work()
    assert names() == AFTER


def test_titles_that_came_meanwhile_follow_too(number: int, hand: Hand, tmp_path: Path) -> None:
    saved = changed(number, NEW, hand)
    imported(titles(tmp_path, by(5, *NAME, title="Havet")))
    assert saved.batch is not None
    run_batch(saved.batch)
    work()
    assert names()["Havet"] == "100 1# $a Nordavind Os, Frida, $d 1931-2004"


def test_a_title_that_is_somebody_elses_by_now_is_left(
    number: int, hand: Hand, tmp_path: Path
) -> None:
    saved = changed(number, NEW, hand)
    imported(
        titles(tmp_path, [*by(1, "aVestavind, Ola", title="Fjellet"), ("005", "20260101000000.0")])
    )
    assert saved.batch is not None
    run_batch(saved.batch)
    work()
    assert names()["Fjellet"] == "100 1# $a Vestavind, Ola"
    assert BatchRow.objects.get(title="Fjellet").fate == Fate.SAME


def test_two_of_one_heading_are_told_apart_by_number(
    number: int, hand: Hand, tmp_path: Path
) -> None:
    """The titles with a number follow theirs; of the others nobody knows whose they are."""
    imported(authors(tmp_path, person(2)))
    imported(titles(tmp_path, by(6, *NAME, "0(NO-Made)auth2", title="Dalen")))
    saved = changed(number, NEW, hand)
    assert saved.batch is not None
    run_batch(saved.batch)
    work()
    assert names()["Vidda"] == AFTER["Vidda"]
    assert names()["Dalen"].startswith("100 1# $a Nordavind, Frida,")
    assert names()["Fjellet"] == "100 1# $a Nordavind, Frida, $d 1931-2004 $e forfatter"


def test_an_authority_that_changed_meanwhile_stops_it(
    number: int, hand: Hand, tmp_path: Path
) -> None:
    saved = changed(number, NEW, hand)
    assert saved.batch is not None
    imported(authors(tmp_path, person(1, field("400", "aNy form", indicators="1 "))))
    run_batch(saved.batch)
    work()
    told = batch(saved.batch)
    assert told is not None
    assert (told.stage, told.fault) == (Stage.FAILED, Code.AUTHORITY_CHANGED_MEANWHILE)
    assert names()["Fjellet"].startswith("100 1# $a Nordavind, Frida,")
    drop_batch(saved.batch)


def test_a_second_change_takes_the_place_of_one_that_waits(number: int, hand: Hand) -> None:
    first = changed(number, NEW, hand)
    second = changed(number, an_authority("Nord, Frida"), hand)
    assert list(Batch.objects.values_list("pk", flat=True)) == [second.batch] != [first.batch]


def test_other_fields_are_saved_at_once(number: int, hand: Hand) -> None:
    told = authority(number)
    assert told is not None
    same = MarcRecord(
        told.record.leader,
        (*told.record.fields, Field("678", "", "  ", (Subfield("a", "Norsk forfatter."),))),
    )
    assert changed(number, same, hand) == Saved(number)
    assert Authority.objects.get().note == "Norsk forfatter"
    assert AuthorityVersion.objects.get().staff_id == hand.staff_id
    with pytest.raises(Refused, match=Code.AUTHORITY_CHANGED_MEANWHILE):
        change_authority(number, same, seen=told.seen, by=hand)


def test_a_new_one_ties_the_titles_that_are_there(number: int, hand: Hand) -> None:
    new = write_authority(an_authority("Vestavind, Ola"), by=hand)
    assert counts_of_titles([new]) == {new: 1}
    assert Authority.objects.get(pk=new).source == "own"


def test_refusals_say_what_to_do(number: int, hand: Hand) -> None:
    with pytest.raises(Refused, match=Code.HEADING_TAKEN):
        write_authority(an_authority("NORDAVIND Frida", "1931-2004"), by=hand)
    with pytest.raises(Refused, match=Code.HEADING_MISSING):
        write_authority(MarcRecord("", (Field("670", "", "  ", (Subfield("a", "x"),)),)), by=hand)
    with pytest.raises(Refused, match=Code.AUTHORITY_OTHER_KIND):
        changed(number, an_authority("Nordavind", tag="110"), hand)
    told = authority(number)
    assert told is not None
    with pytest.raises(Refused, match=Code.AUTHORITY_HAS_TITLES):
        delete_authority(number, seen=told.seen, by=hand)
    with pytest.raises(Refused, match=Code.AUTHORITY_UNKNOWN):
        delete_authority(number + 1, seen=told.seen, by=hand)


def test_when_one_of_two_goes_the_other_has_the_titles(
    number: int, hand: Hand, tmp_path: Path
) -> None:
    imported(authors(tmp_path, person(2)))
    other = Authority.objects.get(control_number="auth2")
    assert TitleHeading.objects.filter(authority=number).count() == 1
    told = authority(other.pk)
    assert told is not None
    delete_authority(other.pk, seen=told.seen, by=hand)
    assert counts_of_titles([number]) == {number: 3}
    assert AuthorityVersion.objects.get().why == Why.DELETED


@pytest.fixture
def double(number: int, tmp_path: Path) -> int:
    """The same person again, under another name and with titles, one of them by number alone."""
    imported(
        authors(
            tmp_path, person(2, field("400", "aN., F.", indicators="1 "), name=("aVind, Frida",))
        ),
        titles(
            tmp_path,
            by(11, "aVind, Frida,", "eoversetter", tag="700", title="Dalen"),
            by(12, "aV., F.", "0(NO-Made)auth2", title="Elva"),
        ),
    )
    return Authority.objects.get(control_number="auth2").pk


def merged(goes: int, stays: int) -> int:
    batch = prepare_merge(goes, stays=stays, now=NOW)
    run_batch(batch)
    work()
    return batch


def test_two_become_one_with_their_titles_forms_and_numbers(number: int, double: int) -> None:
    before = everything()
    batch = prepare_merge(double, stays=number, now=NOW)
    assert everything() == before
    assert Batch.objects.get().size == 2
    run_batch(batch)
    work()
    assert names()["Dalen"] == "700 1# $a Nordavind, Frida, $d 1931-2004, $e oversetter"
    assert names()["Elva"] == "100 1# $a Nordavind, Frida, $d 1931-2004 $0 (NO-Made)auth1"
    told = authority(number)
    assert told is not None
    assert told.variants == ("Vind, F.", "Vind, Frida", "N., F.")
    assert "no-made:auth2" in told.numbers
    assert authority(double) is None
    assert counts_of_titles([number, double]) == {number: 5}
    whys = set(AuthorityVersion.objects.values_list("authority_number", "why"))
    assert whys == {(number, Why.MERGED), (double, Why.MERGED)}


def test_a_merge_is_undone(number: int, double: int) -> None:
    before = everything()
    batch = merged(double, number)
    undo_batch(batch, now=NOW)
    work(NOW + timedelta(days=1))
    after = everything()
    # The forms are written anew, and the days of the two are as they were.
    assert after == before
    assert authority(double) is not None


def test_who_changed_since_stays_and_the_other_comes_back(
    number: int, double: int, hand: Hand
) -> None:
    batch = merged(double, number)
    told = authority(number)
    assert told is not None
    note = Field("678", "", "  ", (Subfield("a", "Ny note."),))
    changed(number, MarcRecord(told.record.leader, (*told.record.fields, note)), hand)
    undo_batch(batch, now=NOW)
    work()
    assert Authority.objects.get(pk=number).note == "Ny note"
    assert Authority.objects.get(pk=double).heading == "Vind, Frida"
    left = BatchRow.objects.filter(state=RowState.LEFT).values_list("place", flat=True)
    assert list(left) == [1]


def test_the_one_that_went_does_not_come_again_with_its_file(
    number: int, double: int, tmp_path: Path
) -> None:
    merged(double, number)
    report = imported(authors(tmp_path, person(2, name=("aVind, Frida",))))
    assert [each.reason for each in report.skipped] == [LeftOut.MERGED_AUTHORITY]
    assert Authority.objects.count() == 1


def test_a_merge_is_not_done_where_one_has_changed(
    number: int, double: int, tmp_path: Path
) -> None:
    batch_number = prepare_merge(double, stays=number, now=NOW)
    imported(authors(tmp_path, person(2, name=("aVind, Frida Os",))))
    run_batch(batch_number)
    work()
    told = batch(batch_number)
    assert told is not None
    assert (told.stage, told.fault) == (Stage.FAILED, Code.AUTHORITY_CHANGED_MEANWHILE)
    assert Authority.objects.count() == 2


def test_what_cannot_be_merged_is_refused(number: int, hand: Hand) -> None:
    body = MarcRecord("", (Field("110", "", "2 ", (Subfield("a", "Fjellbok"),)),))
    other = write_authority(body, by=hand)
    for goes, stays, code in (
        (number, number, Code.SAME_AUTHORITY),
        (number, 0, Code.AUTHORITY_UNKNOWN),
        (other + 1, number, Code.AUTHORITY_UNKNOWN),
        (number, other, Code.AUTHORITY_OTHER_KIND),
    ):
        with pytest.raises(Refused, match=code):
            prepare_merge(goes, stays=stays, now=NOW)
