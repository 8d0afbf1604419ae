"""An import takes each record once and whole, and says what it left out."""

import gzip
import random
from datetime import date
from pathlib import Path

import pytest

from hylla.catalogue.actions import import_marc
from hylla.catalogue.actions.report import WORDS
from hylla.catalogue.models import Item, Record
from hylla.catalogue.queries import record, search
from hylla.catalogue.rules import CopyLeftOut, LeftOut
from hylla.formats.marc import Reason
from hylla.formats.marc.faults import COSTS
from tests.builders import a_branch, a_hold, a_person
from tests.catalogue.importing import TODAY, everything, halves, imported, titles
from tests.formats.marc.making import Values, book, field, iso2709, xml_record
from tests.patrons.samples import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "made.mrc"


def written(path: Path, *records: Values) -> Path:
    path.write_bytes(b"".join(map(iso2709, records)))
    return path


def revised(number: int, title: str, day: str) -> Values:
    return [*book(number, title), ("005", f"{day}120000.0")]


def test_a_record_comes_with_what_it_tells(file: Path) -> None:
    fields = book(1, "Fjellet", field("020", "a82-05-29535-2"), field("650", " aFjell"))
    report = imported(written(file, [("003", "NO-Made"), *fields]))
    assert (report.read, report.added, report.skipped) == (1, 1, [])
    (hit,) = search("nordavind fjell").rows
    facts = record(hit.id)
    assert facts is not None
    assert (facts.source, facts.control_number) == ("NO-Made", "made1")
    assert (facts.title, facts.authors, facts.year) == ("Fjellet", "Nordavind, Frida", 2020)
    assert (facts.kind, facts.audience, facts.languages) == ("book", "child", ("nob",))
    assert (facts.isbns, facts.added_on) == (("9788205295353",), TODAY)
    assert bytes(Record.objects.get().marc).startswith(b"00")


def test_the_same_file_twice_changes_nothing(file: Path) -> None:
    written(file, *(book(number) for number in range(1200)))
    first = imported(file)
    before = everything()
    again = imported(file, on=date(2027, 1, 1))
    assert (first.read, first.added, first.updated) == (1200, 1200, 0)
    assert (again.read, again.added, again.updated, again.unchanged) == (1200, 0, 0, 1200)
    assert everything() == before


def test_the_form_of_the_file_is_no_change(tmp_path: Path) -> None:
    fields = [("003", "NO-Made"), *book(1, "Blåbærskogen")]
    imported(written(tmp_path / "a.mrc", fields))
    xml = tmp_path / "b.xml"
    xml.write_text(f"<collection>{xml_record(fields)}</collection>")
    packed = tmp_path / "c.mrc.gz"
    packed.write_bytes(gzip.compress(iso2709(fields, encoding="latin-1")))
    report = imported(xml, packed)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)


def test_a_changed_record_keeps_its_number_its_day_its_copies_and_its_holds(file: Path) -> None:
    branch = a_branch("hutl")
    copy = field("852", "bhutl", "hA 1", "p030100001")
    imported(written(file, book(1, "Hestne", copy), book(2, "Sjøen")))
    before = Record.objects.get(control_number="made1")
    a_hold(a_person(), record=before, placed_at=NOW)
    report = imported(
        written(file, book(1, "Hestene", copy), book(2, "Sjøen")), on=date(2027, 1, 1)
    )
    assert (report.added, report.updated, report.unchanged) == (0, 1, 1)
    after = Record.objects.get(control_number="made1")
    assert (after.pk, after.title, after.added_on) == (before.pk, "Hestene", TODAY)
    assert after.items.get().branch == branch
    assert after.hold_set.count() == 1
    assert not search("hestne").rows
    assert [hit.id for hit in search("hestene").rows] == [before.pk]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_record_revised_last_stands(tmp_path: Path, order: tuple[int, int]) -> None:
    versions = [revised(1, "Gammel", "20200101"), revised(1, "Ny", "20240101")]
    one = written(tmp_path / "one.mrc", *(versions[each] for each in order))
    imported(one)
    assert titles() == {"made1": "Ny"}
    before = everything()
    again = imported(one)
    assert (again.added, again.updated, again.unchanged, len(again.skipped)) == (0, 0, 1, 1)
    assert again.skipped[0].reason is LeftOut.OLDER
    assert everything() == before


def test_of_two_records_with_one_number_the_first_is_taken(file: Path) -> None:
    written(file, book(1, "Den ene"), book(1, "Den andre"), book(2))
    for expected in ((2, 0, 0), (0, 0, 2)):
        report = imported(file)
        assert (report.added, report.updated, report.unchanged) == expected
        (skipped,) = report.skipped
        assert (skipped.number, skipped.reason) == (2, LeftOut.REPEATED_NUMBER)
    assert titles(["made1"]) == {"made1": "Den ene"}


def test_numbers_count_within_their_source(tmp_path: Path) -> None:
    for name in ("a.mrc", "b.mrc"):
        imported(written(tmp_path / name, book(1)))
    with_source = [("003", "NO-Made"), *book(1)]
    for name in ("a.mrc", "b.mrc"):
        imported(written(tmp_path / name, with_source))
    assert sorted(Record.objects.values_list("source", flat=True)) == ["NO-Made", "a.mrc", "b.mrc"]


def test_a_name_that_is_no_text_is_no_harm(tmp_path: Path) -> None:
    file = written(tmp_path / b"b\xe5t.mrc".decode("utf-8", "surrogateescape"), book(1))
    file.write_bytes(file.read_bytes() + b"00026nam")
    report = imported(file)
    assert (report.added, len(report.skipped)) == (1, 1)
    assert Record.objects.get().source == "b?t.mrc"
    assert report.in_words().encode()


def test_a_record_without_a_number_gets_one(file: Path) -> None:
    nameless = book(1)[1:]
    written(file, nameless, book(2))
    assert imported(file).added == 2
    assert imported(file).unchanged == 2
    assert imported(written(file, [("001", "9" * 200), *nameless])).added == 1
    assert imported(file).unchanged == 1


def test_bad_records_are_reported_by_place_and_reason(file: Path) -> None:
    good = iso2709(book(1))
    holdings = iso2709(book(2), kind="nu ")
    nameless = iso2709([("001", "made3"), field("500", "aNo title")])
    broken = b"00999" + good[5:40] + b"\x1d"
    file.write_bytes(good + holdings + nameless + broken + iso2709(book(5)))
    report = imported(file)
    assert {(each.number, each.reason) for each in report.skipped} == {
        (2, LeftOut.NOT_BIBLIOGRAPHIC),
        (3, LeftOut.NO_TITLE),
        (4, Reason.BAD_DIRECTORY),
    }
    assert report.read == report.added + report.updated + report.unchanged + len(report.skipped)
    assert set(titles()) == {"made1", "made5"}
    assert "made.mrc: record 2 describes no title" in report.in_words()


def test_files_that_are_not_marc_are_told_apart(tmp_path: Path, file: Path) -> None:
    (tmp_path / "empty.mrc").touch()
    (tmp_path / "notes.txt").write_text("Remember the milk.")
    written(file, book(1))
    report = imported(tmp_path / "empty.mrc", tmp_path / "gone.mrc", tmp_path / "notes.txt", file)
    assert [each.reason for each in report.unreadable] == [
        Reason.EMPTY_FILE,
        Reason.UNREADABLE_FILE,
        Reason.NOT_MARC,
    ]
    assert report.added == 1
    assert "not read: notes.txt is not MARC" in report.in_words()


def test_copies_become_items_or_are_counted(file: Path) -> None:
    here = a_branch("hutl")
    written(
        file,
        book(
            1,
            "Fjellet",
            field("852", "bhutl", "hA 1", "p0301"),
            field("852", "bHUTL", "p0302"),
            field("852", "belsewhere", "p0303"),
            field("852", "bhutl", "hA 1"),
            field("852", "bhutl", "p03 04 |"),
            field("852", "bhutl", "p" + "5" * 31),
        ),
        book(2, "Sjøen", field("852", "bhutl", "p0301")),
    )
    report = imported(file)
    assert report.copies_added == 2
    assert report.copies_left_out == {
        CopyLeftOut.BRANCH_UNKNOWN: 1,
        CopyLeftOut.NO_BARCODE: 1,
        CopyLeftOut.BARCODE_UNFIT: 2,
        CopyLeftOut.BARCODE_TAKEN: 1,
    }
    items = Item.objects.order_by("barcode").values_list(
        "barcode", "branch", "shelf_mark", "item_type"
    )
    assert list(items) == [("0301", here.pk, "A 1", "book"), ("0302", here.pk, "", "book")]


def test_copies_of_other_branches_go_where_they_are_sent(file: Path) -> None:
    written(file, book(1, "Fjellet", field("852", "belsewhere", "p0303")))
    report = imported(file, branch_id=a_branch("main").pk)
    assert report.copies_added == 1
    assert Item.objects.get().branch.code == "main"


def test_what_stops_an_import_leaves_whole_batches(file: Path) -> None:
    written(file, *(book(number) for number in range(1200)))

    def stop(done: int, records: int) -> None:
        if records == 1100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_marc([file], on=TODAY, progress=stop)
    assert Record.objects.count() == 1000
    assert not halves()
    report = imported(file)
    assert (report.added, report.unchanged) == (200, 1000)


def test_a_batch_that_fails_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("the disk is full")

    written(file, book(1, "Fjellet", field("852", "bhutl", "p0301")))
    a_branch("hutl")
    monkeypatch.setattr("hylla.catalogue.actions.holdings.file_copies", fail)
    with pytest.raises(RuntimeError):
        imported(file)
    assert everything() == []


def test_progress_goes_on_to_the_end(tmp_path: Path) -> None:
    paths = [
        written(tmp_path / name, *(book(number) for number in range(300)))
        for name in ("a.mrc", "b.mrc")
    ]
    (tmp_path / "empty.mrc").touch()
    shown: list[tuple[int, int]] = []
    import_marc(
        [*paths, tmp_path / "empty.mrc"],
        on=TODAY,
        progress=lambda done, records: shown.append((done, records)),
    )
    assert shown == sorted(shown)
    assert shown[-1] == (sum(path.stat().st_size for path in paths), 600)


def test_no_text_is_too_long_or_too_odd(file: Path) -> None:
    odd: Values = [
        ("001", "odd\x00"),
        ("008", "010101s9999    no".ljust(35) + "nob  "),
        field("041", "a" + "engfreger" * 20),
        field("082", "a" + "8" * 200),
        field("245", "a" + "Lang\x00 tittel \ud7ff" * 500, "b\u2028" + "z" * 5000),
        field("100", "a" + "x" * 3000),
        *[field("650", f"aEmne {number}") for number in range(900)],
    ]
    report = imported(written(file, odd))
    assert (report.added, report.skipped) == (1, [])
    assert search("lang tittel").total == 1
    assert imported(file).unchanged == 1


def test_damaged_bytes_cost_only_their_own_records(file: Path) -> None:
    chance = random.Random(1)
    good = b"".join(iso2709(book(number)) for number in range(40))
    for _ in range(25):
        damaged = bytearray(good)
        for _ in range(20):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        file.write_bytes(damaged)
        first = imported(file)
        assert first.read == first.added + first.updated + first.unchanged + len(first.skipped)
        assert not halves()
        again = imported(file)
        assert (again.read, again.added, again.updated) == (first.read, 0, 0)


def test_every_reason_has_its_words() -> None:
    assert set(WORDS) == {*Reason, *LeftOut, *CopyLeftOut, *COSTS}
