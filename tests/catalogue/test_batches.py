"""Files taken in by the rules of a profile: looked at first, run, and undone as a whole."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from hylla.catalogue.actions import NewTitle, add_titles, batches
from hylla.catalogue.actions.batches import reading as reading_actions
from hylla.catalogue.actions.batches import receiving, running, working
from hylla.catalogue.models import Batch, BatchRow, Item, Record, RecordKey, Stamp
from hylla.catalogue.queries.batches import batch, refused_bytes, remarks, rows_of, tallies
from hylla.catalogue.queries.making import record_of
from hylla.catalogue.rules import TitleFacts
from hylla.catalogue.rules.batches import Fate, OnMatch, OnNew, RowState, Stage
from hylla.catalogue.rules.codes import Code
from hylla.catalogue.rules.matching import MatchBy
from hylla.library.refusals import Refused
from tests.builders import a_branch
from tests.catalogue.batches import NOW, a_profile, sent, work
from tests.catalogue.importing import TODAY, everything, imported
from tests.formats.marc.making import book, field, iso2709, xml_record

pytestmark = pytest.mark.django_db

ISBN = field("020", "a9788205062061")


def fates(number: int) -> dict[str, int]:
    return {f"{each.fate} {each.reason}".strip(): each.count for each in tallies(number)}


def run(number: int) -> None:
    batches.run_batch(number)
    work()


def undo(number: int) -> None:
    batches.undo_batch(number, now=NOW)
    work()


def subjects(record: Record) -> list[str]:
    return [value for each in record_of(record).all("650", "653") for value in each.every("a")]


def test_looked_at_first_and_nothing_is_written() -> None:
    """What is new, changed, the same and refused is told, and the catalogue is as it was."""
    profile = a_profile()
    run(sent(iso2709(book(1)) + iso2709(book(2, "Åsen")), profile))
    before = everything()
    data = iso2709(book(1)) + iso2709(book(2, "Åsene")) + iso2709(book(3)) + b"00026garbage\x1d"
    number = sent(data, profile)
    assert fates(number) == {"add": 1, "change": 1, "same": 1, "refuse truncated": 1}
    found = batch(number)
    assert found is not None
    assert (found.stage, found.size, found.done) == (Stage.READY, 4, 0)
    assert everything() == before
    assert [each.title for each in rows_of(number, fate=Fate.CHANGE).rows] == ["Åsene"]
    run(number)
    assert Record.objects.count() == 3
    assert Record.objects.get(control_number="made2").title == "Åsene"


def test_what_is_refused_comes_out_as_it_came() -> None:
    """The very bytes, so that they can be mended and sent again."""
    bad, untitled = b"00026garbage\x1d", iso2709([("001", "x"), field("100", "aFrida")])
    twice = iso2709(book(1, "En annen"))
    number = sent(iso2709(book(1)) + bad + untitled + twice, a_profile())
    assert b"".join(refused_bytes(number)) == bad + untitled + twice
    assert fates(number) == {
        "add": 1,
        "refuse truncated": 1,
        "refuse no_title": 1,
        "refuse repeated_number": 1,
    }


def test_of_marcxml_the_refused_elements_come_out() -> None:
    broken = "<record><leader>0</leader><datafield></record>"
    text = f"<collection>{xml_record(book(1))}{broken}</collection>"
    number = sent(text.encode(), a_profile(), name="file.xml")
    assert b"".join(refused_bytes(number)).startswith(broken.encode())


@pytest.mark.parametrize("spoil", [lambda data: data[:-30], lambda data: data[:-30] + b"x" * 30])
def test_a_packed_file_that_broke_on_its_way_stops_no_other(
    spoil: Callable[[bytes], bytes],
) -> None:
    """What came whole is told, with the bytes of what is refused in it, and where it broke off."""
    bad = b"00026garbage\x1d"
    books = b"".join(iso2709(book(number, f"Bok {number * 7919}")) for number in range(400))
    packed = gzip.compress(iso2709(book(900)) + bad + books)
    number = sent(spoil(packed), a_profile(), name="file.mrc.gz")
    found = batch(number)
    assert found is not None
    assert found.stage is Stage.READY
    assert fates(number)["refuse unreadable_file"] == 1
    assert b"".join(refused_bytes(number)).startswith(bad)
    after = batch(sent(iso2709(book(950)), a_profile("Other")))
    assert after is not None
    assert after.stage is Stage.READY


def test_a_packed_file_does_not_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused far behind is told of, and its bytes are not fetched."""
    monkeypatch.setattr(reading_actions, "MOST_UNPACKED", 100_000)
    bad, books = b"00026garbage\x1d", b"".join(iso2709(book(number)) for number in range(1_500))
    number = sent(
        gzip.compress(iso2709(book(9000)) + bad + books + bad), a_profile(), name="file.mrc.gz"
    )
    assert sum(n for fate, n in fates(number).items() if fate.startswith("refuse")) == 2
    assert b"".join(refused_bytes(number)).count(b"garbage") == 1


def test_a_file_that_is_no_marc_is_told_of() -> None:
    number = sent(b"%PDF-1.7 something", a_profile())
    found = batch(number)
    assert found is not None
    assert found.stage is Stage.FAILED
    assert "not_marc" in found.fault
    with pytest.raises(Refused, match=Code.BATCH_ELSEWHERE):
        batches.run_batch(number)


def test_found_by_isbn_and_laid_over_with_our_own_fields_kept() -> None:
    """Own subjects and local notes stay, the record keeps its number, theirs stands in 035."""
    own = (field("650", "aFjellturer", "9egen"), field("590", "aVår gave"))
    imported_own = iso2709(book(1, "Fjellet", ISBN, *own))
    run(sent(imported_own, a_profile("First"), name="ours.mrc"))
    theirs = [
        ("001", "x7"),
        ("003", "LIBRIS"),
        *book(1, "Fjellet som gikk", field("650", "aMountains"))[1:],
        field("020", "a82-05-06206-4 (ib.)"),
        field("590", "aTheir gift"),
    ]
    profile = a_profile(kept="5XX\n650$9\n")
    number = sent(iso2709(theirs), profile)
    assert fates(number) == {"change": 1}
    run(number)
    record = Record.objects.get()
    assert (record.title, record.control_number) == ("Fjellet som gikk", "made1")
    assert sorted(subjects(record)) == ["Fjellturer", "Mountains"]
    told = record_of(record)
    assert [each.first("a") for each in told.all("590")] == ["Vår gave"]
    assert told.first("035", "a") == "(LIBRIS)x7"
    # By 035 the same record is known again without an ISBN, and nothing is to be done.
    again = sent(iso2709(theirs), a_profile("By number", match_by=(MatchBy.NUMBER,)))
    assert fates(again) == {"same": 1}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"on_match": OnMatch.SKIP}, {"skip here_already": 1, "add": 1}),
        ({"on_match": OnMatch.ADD}, {"add": 2}),
        ({"match_by": ()}, {"add": 2}),
        ({"on_new": OnNew.SKIP}, {"change": 1, "skip not_here": 1}),
    ],
)
def test_what_a_profile_says_is_done(rules: dict[str, object], expected: dict[str, int]) -> None:
    run(sent(iso2709(book(1, "Fjellet", ISBN)), a_profile("First"), name="ours.mrc"))
    profile = a_profile(**rules)
    data = iso2709(book(8, "Fjellet som gikk", ISBN)) + iso2709(book(9, "Noe annet"))
    assert fates(sent(data, profile, name="other.mrc")) == expected


def test_author_title_and_year_match_and_an_issn_only_of_periodicals() -> None:
    first = a_profile("First")
    serial = [*book(2, "Bladet"), field("022", "a0028-0836")]
    run(sent(iso2709(book(1)) + iso2709(serial, kind="nas"), first, name="ours.mrc"))
    by = a_profile(match_by=(MatchBy.ISSN, MatchBy.TITLE))
    data = iso2709(book(8, "Fjellet som gikk", field("500", "aNy")))
    data += iso2709([*book(9, "Nytt blad"), field("022", "a0028-0836")], kind="nas")
    data += iso2709([*book(7, "Bok i serie"), field("022", "a0028-0836")])
    assert fates(sent(data, by, name="other.mrc")) == {"change": 2, "add": 1}


def test_a_record_that_may_be_of_several_titles_is_refused() -> None:
    data = iso2709(book(1, "En", ISBN)) + iso2709(book(2, "To", ISBN))
    run(sent(data, a_profile("First", match_by=()), name="ours.mrc"))
    number = sent(iso2709(book(3, "Tre", ISBN)), a_profile(), name="other.mrc")
    assert fates(number) == {"refuse several": 1}


def test_two_records_of_one_title_in_a_file_become_one() -> None:
    """The second is laid over the first, which is written by then."""
    data = iso2709(book(1, "Fjellet", ISBN)) + iso2709(book(2, "Fjellet som gikk", ISBN))
    number = sent(data, a_profile())
    assert fates(number) == {"add": 1, "change": 1}
    run(number)
    assert Record.objects.get().title == "Fjellet som gikk"
    undo(number)
    assert not Record.objects.exists()


def test_undone_everything_is_as_it_was() -> None:
    """Titles, words, keys and copies; what was added leaves a stamp for those who harvest."""
    branch = a_branch("hb").pk
    run(sent(iso2709(book(1, "Fjellet", ISBN)), a_profile("First"), name="ours.mrc"))
    add_titles(
        [NewTitle("h1", TitleFacts("Sult", authors=("Hamsun, Knut",)))], source="h", on=TODAY
    )
    keys = list(RecordKey.objects.values_list("record", "key"))
    before = everything()
    copy = field("952", "pB001", "aHB", "o839 NOR")
    data = iso2709(book(7, "Fjellet som gikk", ISBN, copy)) + iso2709(book(9, "Ny", copy))
    profile = a_profile(branch_id=branch)
    number = sent(data, profile, name="other.mrc")
    run(number)
    assert Item.objects.get().barcode == "B001"
    gone = Record.objects.get(title="Ny").pk
    assert everything() != before
    undo(number)
    assert everything() == before
    assert list(RecordKey.objects.values_list("record", "key")) == keys
    assert Stamp.objects.get(pk=gone).is_gone
    found = batch(number)
    assert found is not None
    assert found.stage is Stage.UNDONE


def test_what_was_changed_since_is_left_and_named() -> None:
    run(sent(iso2709(book(1)) + iso2709(book(2)), a_profile("First")))
    number = sent(iso2709(book(1, "Fjell")) + iso2709(book(2, "Ås")), a_profile())
    run(number)
    Record.objects.filter(title="Ås").update(title="Åsen")
    undo(number)
    assert sorted(Record.objects.values_list("title", flat=True)) == ["Fjellet som gikk", "Åsen"]
    left = BatchRow.objects.get(batch=number, state=RowState.LEFT)
    assert (left.title, left.reason) == ("Ås", "changed_since")


def test_a_title_with_copies_of_its_own_by_now_is_left() -> None:
    number = sent(iso2709(book(1)), a_profile())
    run(number)
    branch = a_branch("hb").pk
    imported_copy = Item(
        barcode="B9", record=Record.objects.get(), item_type_id="book", branch_id=branch,
        added_on=TODAY,
    )  # fmt: skip
    imported_copy.save()
    undo(number)
    assert BatchRow.objects.get(batch=number).reason == "in_use"
    assert Item.objects.get().record_id == Record.objects.get().pk


def test_what_changed_since_the_preview_is_judged_anew() -> None:
    """A title that came meanwhile from elsewhere is not added twice."""
    number = sent(iso2709(book(1, "Fjellet", ISBN)), a_profile(), name="other.mrc")
    assert fates(number) == {"add": 1}
    run(sent(iso2709(book(5, "Fjellet", ISBN)), a_profile("Meanwhile"), name="ours.mrc"))
    run(number)
    assert fates(number) == {"change": 1}
    assert Record.objects.count() == 1


def test_a_batch_killed_on_its_way_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_A_TIME", 2)
    number = sent(b"".join(iso2709(book(each, f"Bok {each}")) for each in range(5)), a_profile())
    batches.run_batch(number)
    assert batches.work_on_batches(now=NOW, on=TODAY)
    found = batch(number)
    assert found is not None
    assert (found.done, Record.objects.count()) == (2, 2)
    work()
    assert Record.objects.count() == 5


def test_what_cannot_be_done_lets_others_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours with one file is told when nothing else is left to do."""
    profile = a_profile()
    numbers = [
        batches.receive_file([iso2709(book(each))], name="x", profile_id=profile, now=NOW)
        for each in (1, 2)
    ]

    def read(number: int) -> None:
        if number == numbers[0]:
            raise OSError("the disk is full")
        reading_actions.read_batch(number)

    monkeypatch.setattr(working, "read_batch", read)
    with pytest.raises(OSError, match="full"):
        work()
    first, second = (Batch.objects.get(pk=number) for number in numbers)
    assert (first.stage, second.stage) == (Stage.READING, Stage.READY)
    monkeypatch.undo()
    work()
    first.refresh_from_db()
    assert first.stage == Stage.READY


def test_a_file_that_another_worker_reads_too_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes first to a piece has it; the other leaves it, and no record stands twice."""
    monkeypatch.setattr(reading_actions, "AT_A_TIME", 1)
    data = b"".join(iso2709(book(each, f"Bok {each}")) for each in range(3))
    number = batches.receive_file([data], name="f", profile_id=a_profile(), now=NOW)
    slow, quick = (_reading(number, tmp_path / name) for name in ("slow", "quick"))
    quick.read()
    with pytest.raises(reading_actions.TakenElsewhere), transaction.atomic():
        slow.read()
    assert fates(number) == {"add": 3}


def _reading(number: int, folder: Path) -> reading_actions.Reading:
    folder.mkdir()
    return reading_actions.Reading(number, folder)


def test_what_was_guessed_about_characters_is_told() -> None:
    latin = iso2709(book(1, "Blåbær på Ås"), encoding="latin-1", said=" ")
    number = sent(latin * 1, a_profile())
    assert dict(remarks(number)) == {"said_marc8_was_latin1": 1}


def test_files_that_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = a_profile()
    for chunks, code in (([], Code.FILE_EMPTY), ([b"12345"] * 3, Code.FILE_TOO_LARGE)):
        monkeypatch.setattr(receiving, "LARGEST", 10)
        with pytest.raises(Refused, match=code):
            batches.receive_file(chunks, name="f", profile_id=profile, now=NOW)
    with pytest.raises(Refused, match=Code.PROFILE_UNKNOWN):
        batches.receive_file([b"1"], name="f", profile_id=0, now=NOW)
    assert not Batch.objects.exists()


def test_old_batches_are_forgotten_and_cannot_be_undone() -> None:
    number = sent(iso2709(book(1)), a_profile())
    run(number)
    late = NOW + timedelta(days=31)
    with pytest.raises(Refused, match=Code.BATCH_TOO_OLD):
        batches.undo_batch(number, now=late)
    work(late)
    assert batch(number) is None
    assert Record.objects.count() == 1


def test_profiles() -> None:
    number = a_profile("Libris")
    for told, code in (
        ({"name": "Libris"}, Code.PROFILE_NAME_TAKEN),
        ({"kept": "9XX\nhello"}, Code.KEEP_RULE_UNFIT),
        ({"branch_id": 404}, Code.BRANCH_UNKNOWN),
    ):
        with pytest.raises(Refused, match=code):
            a_profile(**{"name": "Other", **told})
    waiting = sent(iso2709(book(1)), number)
    with pytest.raises(Refused, match=Code.PROFILE_IN_USE):
        batches.drop_profile(number)
    batches.drop_batch(waiting)
    batches.drop_profile(number)
    with pytest.raises(Refused, match=Code.PROFILE_UNKNOWN):
        batches.drop_profile(number)
    with pytest.raises(Refused, match=Code.BATCH_UNKNOWN):
        batches.run_batch(waiting)


def test_what_another_library_lends_us_is_never_matched() -> None:
    facts = TitleFacts("Fjellet", isbns=("9788205062061",))
    add_titles([NewTitle("b1", facts)], source="interlibrary", on=TODAY)
    assert fates(sent(iso2709(book(1, "Fjellet", ISBN)), a_profile())) == {"add": 1}


def test_a_title_written_by_hand_keeps_what_a_rule_names() -> None:
    facts = TitleFacts("Fjellet", isbns=("9788205062061",), subjects=("Fjellturer",))
    add_titles([NewTitle("h1", facts)], source="h", on=TODAY)
    run(sent(iso2709(book(1, "Fjellet som gikk", ISBN)), a_profile(kept="653")))
    record = Record.objects.get()
    assert (record.title, record.subjects) == ("Fjellet som gikk", "Fjellturer")


def test_what_the_command_has_imported_is_the_same_here(tmp_path: Path) -> None:
    file = tmp_path / "came.mrc"
    file.write_bytes(iso2709(book(1)))
    imported(file)
    assert fates(sent(file, a_profile(), name="came.mrc")) == {"same": 1}
