"""The catalogue is written whole, read again as it was, and no table about people is touched."""

import json
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hylla.catalogue.actions import (
    NewTitle,
    add_item,
    add_titles,
    add_usual_item_types,
    stamp_gone,
    withdraw_item,
)
from hylla.catalogue.models import BORROWED, Record
from hylla.catalogue.queries.harvest import (
    Changed,
    Span,
    change_of,
    changed,
    count_of_changed,
    earliest_change,
    every_title,
    highest_number,
    numbers_between,
    titles_told,
)
from hylla.catalogue.rules import NewCopy, TitleFacts
from hylla.formats.marc import Field, Subfield
from hylla.formats.marc import Record as MarcRecord
from hylla.formats.marc.writing_xml import FIRST, LAST, marcxml_of
from hylla.privacy.declarations import PersonalData
from tests.builders import a_branch
from tests.catalogue.importing import TODAY, everything, imported
from tests.formats.marc.making import book, field, iso2709

pytestmark = pytest.mark.django_db

LATER = TODAY + timedelta(days=3)


def address(number: int) -> str:
    return f"https://library.example/record/{number}/"


def export(form: str, file: Path) -> str:
    told = StringIO()
    call_command("export", form, str(file), "--site", "https://library.example", stderr=told)
    return told.getvalue()


@pytest.fixture
def catalogue(tmp_path: Path) -> list[object]:
    """Two titles from a file, one of them with a field that is odd, and one added by hand."""
    file = tmp_path / "came.mrc"
    odd = field("500", "aÆøå & <b>", "aÅsen", indicators="1x")
    file.write_bytes(iso2709(book(1, "Fjellet", odd)) + iso2709(book(2, "Åsen")))
    imported(file)
    add_titles(
        [NewTitle("h1", TitleFacts("Sult", authors=("Hamsun, Knut",)))], source="h", on=TODAY
    )
    return [row for row in everything() if isinstance(row, tuple)]


@pytest.mark.parametrize("form", ["mrc", "marcxml"])
def test_what_is_exported_comes_in_again_as_it_was(
    form: str, catalogue: list[object], tmp_path: Path
) -> None:
    """Field by field: the record that is kept has the same digest."""
    before = kept()
    file = tmp_path / "came.mrc.out"
    assert "3 titles written" in export(form, file)
    Record.objects.all().delete()
    file = file.rename(tmp_path / "came.mrc")
    assert imported(file).added == 3
    after = kept()
    assert after == before
    assert Record.objects.get(source="h").authors == "Hamsun, Knut"


def kept() -> list[tuple[object, ...]]:
    """Return what is kept of the titles of files, in an order that both databases give."""
    rows = Record.objects.exclude(source="h").order_by("digest")
    return [tuple(map(bytes_or_text, each)) for each in rows.values_list("digest", "marc", "title")]


def bytes_or_text(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def test_an_export_in_words_and_what_is_odd(catalogue: list[object], tmp_path: Path) -> None:
    export("jsonld", tmp_path / "all.json")
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["@graph"]
    assert [each["name"] for each in told] == ["Fjellet", "Åsen", "Sult"]
    assert told[0]["url"].startswith("https://library.example/record/")
    long = "n" * 12_000
    (tmp_path / "long.mrc").write_bytes(iso2709(book(3, "Lang", field("500", f"a{long}"))))
    imported(tmp_path / "long.mrc")
    assert "1 have a field of more than 9,999 bytes" in export("mrc", tmp_path / "all.mrc")


def test_a_file_that_is_there_is_not_written_over(catalogue: list[object], tmp_path: Path) -> None:
    (tmp_path / "kept.csv").write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        export("csv", tmp_path / "kept.csv")
    with pytest.raises(CommandError, match="cannot be written"):
        export("csv", tmp_path / "nowhere" / "all.csv")
    assert (tmp_path / "kept.csv").read_text() == "mine"


def test_what_a_format_has_no_room_for_is_told_when_it_comes(tmp_path: Path) -> None:
    record = MarcRecord(
        "00000nam a2200000 a 4500",
        (
            Field("001", "odd1"),
            Field("245", "", "10", (Subfield("a", "Rart"), Subfield("LOCAL", "x"))),
            Field("RELATED", "", "  ", (Subfield("a", "y"),)),
        ),
    )
    file = tmp_path / "odd.xml"
    file.write_text(FIRST + marcxml_of(record, in_collection=True) + LAST, encoding="utf-8")
    report = imported(file)
    assert report.added == 1
    assert [each.reason for each in report.altered] == ["odd_code", "odd_tag"]
    assert "altered: odd.xml: record 1 has a tag" in report.in_words()


def test_nothing_about_people_is_read(catalogue: list[object]) -> None:
    """No table that says it keeps personal data is named in any statement of a harvest."""
    personal = {
        model._meta.db_table
        for model in apps.get_models()
        if isinstance(getattr(model, "personal_data", None), PersonalData)
    }
    assert len(personal) > 20
    with CaptureQueriesContext(
        connection,
    ) as queries:
        numbers = [told.title.number for told in every_title(address=address)]
        changed(Span(TODAY, TODAY, "book"), after=(TODAY, 0), count=5)
        count_of_changed()
        change_of(1)
        earliest_change()
        numbers_between(1, highest_number())
        titles_told(numbers, address=address)
    named = set(re.findall(r'"(\w+)"', " ".join(each["sql"] for each in queries)))
    assert "catalogue_record" in named
    assert not named & personal


def test_a_title_is_told_of_by_the_day_it_changed_and_for_good_when_it_went() -> None:
    add_usual_item_types()
    branch = a_branch()
    copies = (NewCopy("B1", branch.pk, "book", "A"), NewCopy("B2", branch.pk, "book", "A"))
    one, two = add_titles(
        [NewTitle("1", TitleFacts("Sult"), copies), NewTitle("2", TitleFacts("Pan"))],
        source="test",
        on=TODAY,
    )
    assert changed(count=10) == (
        Changed(one, "book", TODAY, False),
        Changed(two, "book", TODAY, False),
    )
    withdraw_item("B1", on=TODAY)
    assert change_of(one) == Changed(one, "book", TODAY, False)
    withdraw_item("B2", on=LATER)
    withdraw_item("B2", on=LATER + timedelta(days=1))
    assert changed(Span(LATER), count=10) == (Changed(one, "book", LATER, True),)
    assert numbers_between(0, highest_number()) == ((two, TODAY),)
    add_item(NewCopy("B3", branch.pk, "book", "A"), record_id=one, on=LATER)
    assert change_of(one) == Changed(one, "book", LATER, False)
    with pytest.raises(ValueError, match="not gone"):
        stamp_gone([two], on=LATER)
    Record.objects.get(pk=two).delete()
    stamp_gone([two], on=LATER)
    assert change_of(two) == Changed(two, "book", LATER, True)
    assert earliest_change() == LATER
    assert changed(after=(LATER, one), count=10) == (Changed(two, "book", LATER, True),)


def test_what_another_library_lends_us_is_never_told_of() -> None:
    """Such a title stands for somebody's wish, and is no part of the catalogue."""
    borrowed = Record.objects.create(
        source=BORROWED, control_number="1", digest="", kind="other", title="x", added_on=TODAY
    )
    assert not changed(count=10)
    assert not list(every_title(address=address))
    assert not titles_told([borrowed.pk], address=address)
