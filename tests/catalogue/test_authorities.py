"""Authorities: read from files, kept whole, and titles tied to them."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from hylla.catalogue.actions.adding import NewTitle, add_titles
from hylla.catalogue.actions.indexing import Follower
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.models import (
    Authority,
    AuthorityForm,
    AuthorityVersion,
    Record,
    RecordChange,
    TitleHeading,
)
from hylla.catalogue.queries import Asking, works_found
from hylla.catalogue.queries.authorities import (
    authorities_found,
    authority,
    counts_of_titles,
    titles_under,
)
from hylla.catalogue.rules import LeftOut, TitleFacts
from hylla.catalogue.rules.versions import Why
from hylla.formats.marc import Field, ReadRecord, read_records
from hylla.formats.marc.authorities import AuthorityKind
from tests.catalogue.importing import TODAY, everything, imported
from tests.formats.marc.making import Values, book, field, iso2709

pytestmark = pytest.mark.django_db

NAME = ("aNordavind, Frida,", "d1931-2004")


def person(number: int, *more: tuple[str, str], name: tuple[str, ...] = NAME) -> Values:
    """Write an authority of somebody who never lived."""
    return [
        ("001", f"auth{number}"),
        ("003", "NO-Made"),
        ("008", "010101n||aznnnabbn          |a aaa     d"),
        field("100", *name, indicators="1 "),
        *more,
    ]


def written(path: Path, *records: Values, kind: str = "nz ") -> Path:
    path.write_bytes(b"".join(iso2709(each, kind=kind) for each in records))
    return path


def authors(tmp_path: Path, *records: Values) -> Path:
    return written(tmp_path / "authorities.mrc", *records)


def titles(tmp_path: Path, *records: Values) -> Path:
    return written(tmp_path / "titles.mrc", *records, kind="nam")


def by(number: int, *subfields: str, tag: str = "100", title: str = "Fjellet") -> Values:
    plain = [each for each in book(number, title) if each[0] != "100"]
    return [*plain, field(tag, *subfields, indicators="1 ")]


def fields_in(file: Path) -> list[tuple[Field, ...]]:
    read = [each for each in read_records(file) if isinstance(each, ReadRecord)]
    return [each.record.fields for each in read]


def ties() -> set[tuple[str, str, str]]:
    """Return title, tag and authority of every field that is under one."""
    rows = TitleHeading.objects.exclude(authority=None)
    return set(rows.values_list("record__control_number", "tag", "authority__control_number"))


def test_an_authority_comes_with_what_it_tells(tmp_path: Path) -> None:
    more = (
        field("024", "a0000 0001 2099 9104", "2isni", indicators="7 "),
        field("400", "aNordavinden, Frida", indicators="1 "),
        field("500", "aVestavind, Ola", indicators="1 "),
        field("678", "aNorsk forfatter."),
    )
    report = imported(authors(tmp_path, person(1, *more)))
    assert (report.read, report.authorities.added, report.skipped) == (1, 1, [])
    assert "1 authorities: 1 added, 0 updated, 0 unchanged" in report.in_words()
    told = authority(Authority.objects.get().pk)
    assert told is not None
    assert (told.kind, told.heading) == (AuthorityKind.PERSON, "Nordavind, Frida, 1931-2004")
    assert (told.name, told.note) == ("Nordavind, Frida", "Norsk forfatter")
    assert (told.variants, told.related) == (("Nordavinden, Frida",), ("Vestavind, Ola",))
    assert told.numbers == ("no-made:auth1", "isni:0000000120999104")
    assert not Record.objects.exists()


def test_the_same_authorities_twice_change_nothing(tmp_path: Path) -> None:
    file = authors(tmp_path, *(person(n, name=(f"aNordavind, Frida {n}",)) for n in range(600)))
    assert imported(file).authorities.added == 600
    before = everything()
    again = imported(file, on=date(2027, 1, 1))
    assert (again.authorities.unchanged, again.authorities.total) == (600, 600)
    assert everything() == before
    assert not AuthorityVersion.objects.exists()


def test_a_changed_authority_keeps_how_it_was(tmp_path: Path) -> None:
    imported(authors(tmp_path, person(1)))
    report = imported(authors(tmp_path, person(1, name=("aNordavind, Frida",))))
    assert (report.authorities.updated, report.added) == (1, 0)
    assert Authority.objects.get().heading == "Nordavind, Frida"
    kept = AuthorityVersion.objects.get()
    assert (kept.why, kept.staff, kept.until_on) == (Why.IMPORTED, None, TODAY)
    assert b"1931-2004" in bytes(kept.marc)


def test_of_one_number_the_one_revised_last_stands(tmp_path: Path) -> None:
    old = [*person(1), ("005", "20200101120000.0")]
    new = [*person(1, name=("aNordavind, F.",)), ("005", "20240101120000.0")]
    for order in ((old, new), (new, old)):
        Authority.objects.all().delete()
        imported(authors(tmp_path, *order))
        assert Authority.objects.get().heading == "Nordavind, F."
    report = imported(authors(tmp_path, old))
    assert [each.reason for each in report.skipped] == [LeftOut.OLDER]


def test_without_a_heading_it_is_left_out_and_said(tmp_path: Path) -> None:
    nameless = [each for each in person(1) if each[0] != "100"]
    report = imported(authors(tmp_path, nameless, person(2)))
    (skipped,) = report.skipped
    assert (skipped.number, skipped.reason) == (1, LeftOut.NO_HEADING)
    assert "record 1 is an authority without a heading (1XX): auth1" in report.in_words()
    assert report.authorities.added == 1


@pytest.mark.parametrize("authorities_first", [True, False])
def test_a_heading_ties_whatever_comes_first(tmp_path: Path, authorities_first: bool) -> None:
    files = [
        authors(tmp_path, person(1)),
        titles(
            tmp_path,
            by(1, "aNORDAVIND, Frida,", "d1931-2004,", "eforfatter"),
            by(2, "aNordavind, Frida", "d1931-2004.", "tFjellet", tag="700"),
            by(3, "aNordavind, Frida,", "d1931-2004", "xLiv og verk", tag="600"),
            by(4, "aNordavind, Frida"),
            by(5, "aNordavind, Frida", "d1931-2004", tag="610"),
        ),
    ]
    for file in files if authorities_first else reversed(files):
        imported(file)
    assert ties() == {
        ("made1", "100", "auth1"),
        ("made2", "700", "auth1"),
        ("made3", "600", "auth1"),
    }
    number = Authority.objects.get().pk
    assert counts_of_titles([number]) == {number: 3}
    assert [hit.title for hit in titles_under(number).rows] == ["Fjellet"] * 3


def test_a_number_ties_before_the_heading(tmp_path: Path) -> None:
    gnd = field("035", "a(DE-588)118540238")
    imported(authors(tmp_path, person(1, gnd), person(2, name=("aVestavind, Ola",))))
    imported(
        titles(
            tmp_path,
            by(1, "aNordawind, F.", "0(NO-Made)auth1"),
            by(2, "aVestavind, Ola", "0https://d-nb.info/gnd/118540238"),
            by(3, "aVestavind, Ola", "0(NO-Made)unknown"),
            by(4, "aFjell", "0(NO-Made)auth1", tag="650"),
        )
    )
    assert ties() == {
        ("made1", "100", "auth1"),
        ("made2", "100", "auth1"),
        ("made3", "100", "auth2"),
    }


def test_of_two_with_one_heading_only_the_number_decides(tmp_path: Path) -> None:
    file = titles(tmp_path, by(1, *NAME), by(2, *NAME, "0(NO-Made)auth2"))
    imported(authors(tmp_path, person(1)), file)
    assert ties() == {("made1", "100", "auth1"), ("made2", "100", "auth1")}
    imported(authors(tmp_path, person(2)))
    assert ties() == {("made2", "100", "auth2")}
    imported(authors(tmp_path, person(1, name=("aNordavind, Frida",))))
    assert ties() == {("made1", "100", "auth2"), ("made2", "100", "auth2")}


def test_a_subject_is_under_the_narrowest_that_there_is(tmp_path: Path) -> None:
    def subject(number: int, *parts: str) -> Values:
        return [("001", f"auth{number}"), ("003", "NO-Made"), field("150", *parts)]

    imported(
        titles(
            tmp_path, by(1, "aFjell", "xHistorie", "zNorge", tag="650"), by(2, "aFjell", tag="650")
        )
    )
    imported(authors(tmp_path, subject(1, "aFjell")))
    assert ties() == {("made1", "650", "auth1"), ("made2", "650", "auth1")}
    imported(authors(tmp_path, subject(2, "aFjell", "xHistorie", "zNorge")))
    assert ties() == {("made1", "650", "auth2"), ("made2", "650", "auth1")}


def test_a_series_and_its_volumes(tmp_path: Path) -> None:
    series = [
        ("001", "auth1"),
        ("003", "NO-Made"),
        ("008", "010101n| azaaaaabn          |a aaa      "),
        field("130", "aFjellserien", indicators=" 0"),
    ]
    imported(authors(tmp_path, series))
    imported(titles(tmp_path, by(1, "aFjellserien ;", "v14", "x0000-0000", tag="830")))
    assert Authority.objects.get().kind == AuthorityKind.SERIES
    assert ties() == {("made1", "830", "auth1")}


def test_titles_without_a_record_are_tied_by_their_authors(tmp_path: Path) -> None:
    imported(authors(tmp_path, person(1, name=("aNordavind, Frida",))))
    facts = TitleFacts(title="Fjellet", authors=("Vestavind, Ola", "Nordavind, Frida"))
    add_titles([NewTitle("made1", facts)], source="own", on=TODAY)
    assert ties() == {("made1", "700", "auth1")}


def test_a_changed_variant_lets_the_index_look_at_the_titles(tmp_path: Path) -> None:
    imported(authors(tmp_path, person(1)), titles(tmp_path, by(1, *NAME), by(2, "aVestavind, Ola")))
    RecordChange.objects.all().delete()
    variant = field("400", "aNordavinden, Frida", indicators="1 ")
    imported(authors(tmp_path, person(1, variant)))
    changed = set(RecordChange.objects.values_list("record_number", flat=True))
    assert changed == {Record.objects.get(control_number="made1").pk}


def test_readers_find_titles_by_the_variants_of_their_authorities(
    tmp_path: Path, settings: Settings
) -> None:
    settings.HYLLA_SEARCH = tmp_path / "search"
    folder = Folder(settings.HYLLA_SEARCH)
    follower = Follower(folder)
    name = "aČechov, Anton,", "d1860-1904"
    translator = by(2, "aVestavind, Ola", title="Vidda")
    imported(
        titles(
            tmp_path,
            [*by(1, *name, title="Steppen"), field("650", "aMåker", indicators=" 7")],
            [*translator, field("700", *name, "eoversetter", indicators="1 ")],
        )
    )
    steppe = Record.objects.get(control_number="made1").pk

    def found(asked: str) -> list[int]:
        follower.keep_current()
        return [n for work in works_found(Asking(asked)).works for n in work.numbers]

    assert found("tsjekhov") == found("subject:fiskemåke") == []
    gulls = [
        ("001", "auth2"),
        ("003", "NO-Made"),
        field("150", "aMåker"),
        field("450", "aFiskemåker"),
    ]
    imported(
        authors(
            tmp_path, person(1, field("400", "aTsjekhov, Anton", indicators="1 "), name=name), gulls
        )
    )
    assert found("Tsjekhov") == found("author:tsjekhov") == [steppe]
    assert found("subject:fiskemåker") == found("anton tsjekov") == [steppe]
    assert found("author:fiskemåker") == found("subject:tsjekhov") == []
    imported(authors(tmp_path, person(1, name=name)))
    assert found("tsjekhov") == []


def test_they_are_looked_up_by_any_form_and_begun_words(tmp_path: Path) -> None:
    variant = field("400", "aČech, Frída", indicators="1 ")
    topic = [("001", "auth2"), ("003", "NO-Made"), field("150", "aTsjekkere")]
    imported(authors(tmp_path, person(1, variant), topic))
    found = [(hit.form, hit.heading) for hit in authorities_found("frida cech").rows]
    assert found == [("Čech, Frída", "Nordavind, Frida, 1931-2004")]
    assert authorities_found("nordav 1931").total == 1
    assert authorities_found("%").total == authorities_found("").total == 3
    assert authorities_found("", kind=AuthorityKind.TOPIC).total == 1
    assert authorities_found("xyz", page=9).rows == ()


def test_they_come_out_as_they_came_in(tmp_path: Path) -> None:
    came = authors(
        tmp_path,
        person(1, field("400", "aČech, Frída", "wnne", "9v:eldre", indicators="1 ")),
        person(2, field("670", "aFjellet, 1951"), field("678", "aNorsk."), name=("aÅs",)),
    )
    imported(came)
    for form in ("mrc", "marcxml"):
        out = tmp_path / f"out.{form}"
        call_command("export", form, str(out), authorities=True, stderr=StringIO())
        assert fields_in(out) == fields_in(came)
    assert imported(tmp_path / "out.mrc").authorities.unchanged == 2
    with pytest.raises(CommandError, match="mrc or marcxml"):
        call_command("export", "ris", str(tmp_path / "no"), authorities=True, stderr=StringIO())


def test_a_title_that_goes_takes_its_headings_along(tmp_path: Path) -> None:
    imported(authors(tmp_path, person(1)), titles(tmp_path, by(1, *NAME)))
    Record.objects.get().delete()
    assert not TitleHeading.objects.exists()
    assert AuthorityForm.objects.exists()


def test_odd_signs_and_lengths_break_nothing(tmp_path: Path) -> None:
    odd = "aOd\x00d\x07,\ud7ff Name\u2028"
    many = [field("400", f"aForm {each}", indicators="1 ") for each in range(2_500)]
    more = (
        field("035", "a(X\x00Y)1\x01"),
        field("024", f"a{'9' * 3_000}", "2viaf", indicators="7 "),
        field("400", f"a{'å' * 200_000}", indicators="1 "),
        field("678", "aNo\x00te"),
    )
    imported(
        authors(tmp_path, person(1, *more, name=(odd,)), person(2, *many)),
        titles(tmp_path, by(1, odd, "0(X\x00Y)1\x01")),
    )
    told = authority(Authority.objects.get(control_number="auth1").pk)
    assert told is not None
    assert "\x00" not in told.heading + told.note
    assert told.heading.startswith("Odd,")
    assert max(map(len, told.variants)) <= 1_000
    assert ties() == {("made1", "100", "auth1")}
    assert 1_000 < AuthorityForm.objects.filter(authority__control_number="auth2").count() < 2_500
    assert authorities_found("a " * 5_000).total == authorities_found("a").total


@pytest.mark.parametrize(
    "name", ["a\u05d0\u05d1\u05d2", "a\u4e2d\u6587", "aТолстой, Лев", "a---", "aC++"]
)
def test_every_script_has_a_key_of_its_own(tmp_path: Path, name: str) -> None:
    imported(
        authors(tmp_path, person(1, name=(name,)), person(2, name=("aAndre, En",))),
        titles(tmp_path, by(1, name), by(2, "a???"), by(3, "aC#"), by(4, "aC")),
    )
    assert ties() == {("made1", "100", "auth1")}
