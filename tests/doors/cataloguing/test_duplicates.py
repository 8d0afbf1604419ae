"""Titles that may be one: found, compared and merged on a page, and their addresses last."""

import re
from pathlib import Path

import pytest
from django.test import Client

from hylla.catalogue.actions.merging import tell_apart, tell_apart_no_more
from hylla.catalogue.models import Item, Record
from hylla.catalogue.queries.duplicates import likely_duplicates
from tests.catalogue.batches import a_profile, sent, work
from tests.catalogue.importing import imported
from tests.doors.town import Town
from tests.formats.marc.making import book, field, iso2709

ADDRESS = "/en/cataloguing/duplicates/"
ISBN = field("020", "a9788205062061")


@pytest.fixture
def pair(tmp_path_factory: pytest.TempPathFactory, town: Town) -> tuple[Record, Record]:
    """Two titles with one ISBN, the second with a note of its own and a copy."""
    note = field("500", "aEgen merknad")
    file = tmp_path_factory.mktemp("came") / "came.mrc"
    one, other = book(1, "Fjellet", ISBN), book(2, "Fjellet som gikk", ISBN, note)
    file.write_bytes(iso2709(one) + iso2709(other))
    imported(file)
    first, second = Record.objects.order_by("pk")
    town.item()
    Item.objects.update(record=second)
    return first, second


def test_found_compared_and_made_one(cataloguer: Client, pair: tuple[Record, Record]) -> None:
    stays, goes = pair
    page = cataloguer.get(ADDRESS).content.decode()
    assert "the same ISBN" in page
    link = f"{ADDRESS}merge/?stays={stays.pk}&amp;goes={goes.pk}"
    assert link in page
    page = cataloguer.get(link.replace("&amp;", "&")).content.decode()
    version = re.search(r'name="version" value="(\w+)"', page)
    take = re.search(r'name="take" value="(\d+)"[^>]*> 500 ## \$a Egen merknad', page)
    assert version
    assert take
    told = {
        "stays": stays.pk,
        "goes": goes.pk,
        "version": version[1],
        "keep": re.findall(r'name="keep" value="(\d+)" checked', page),
        "take": take[1],
    }
    answer = cataloguer.post(f"{ADDRESS}merge/", told)
    undoing = answer.headers["Location"]
    page = cataloguer.get(undoing).content.decode()
    gone = f"Fjellet som gikk ({goes.pk}) has become part of Fjellet ({stays.pk})."
    for said in (gone, "1 copy came with it.", "Make two of it again", "has stayed"):
        assert said in page
    assert undoing in cataloguer.get(ADDRESS).content.decode()
    assert "<del>245 10 $a Fjellet som gikk" in cataloguer.get(f"{undoing}2/").content.decode()
    assert "<ins>500 ## $a Egen merknad" in cataloguer.get(f"{undoing}1/").content.decode()
    assert "No two titles look like one." in cataloguer.get(ADDRESS).content.decode()
    row = Record.objects.get(pk=stays.pk)
    assert b"Egen merknad" in bytes(row.marc or b"")
    assert (row.title, Item.objects.get().record_id) == ("Fjellet", stays.pk)
    # The old addresses lead on, in a page and in a file.
    old = cataloguer.get(f"/en/record/{goes.pk}/")
    assert (old.status_code, old.headers["Location"]) == (301, f"/en/record/{stays.pk}/")
    file = cataloguer.get(f"/record/{goes.pk}.ris")
    assert (file.status_code, file.headers["Location"]) == (301, f"/record/{stays.pk}.ris")


def test_two_titles_in_one_record_are_refused_and_the_choice_stays(
    cataloguer: Client, pair: tuple[Record, Record]
) -> None:
    stays, goes = pair
    page = cataloguer.get(f"{ADDRESS}merge/?stays={stays.pk}&goes={goes.pk}").content.decode()
    version = re.search(r'name="version" value="(\w+)"', page)
    take = re.search(r'name="take" value="(\d+)"[^>]*> 245', page)
    assert version
    assert take
    kept = re.findall(r'name="keep" value="(\d+)" checked', page)
    told = {"stays": stays.pk, "goes": goes.pk, "version": version[1], "take": take[1]}
    answer = cataloguer.post(f"{ADDRESS}merge/", {**told, "keep": kept[1:]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A record has field 245 only once. Keep the one or take the other." in page
    assert f'name="take" value="{take[1]}" checked' in page
    assert re.findall(r'name="keep" value="(\d+)" checked', page) == kept[1:]
    assert f'name="keep" value="{kept[0]}" autocomplete' in page
    assert Record.objects.filter(pk__in=(stays.pk, goes.pk)).count() == 2


def test_the_same_file_again_brings_no_duplicate_back(
    cataloguer: Client, pair: tuple[Record, Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    stays, goes = pair
    page = cataloguer.get(f"{ADDRESS}merge/?stays={stays.pk}&goes={goes.pk}").content.decode()
    version = re.search(r'name="version" value="(\w+)"', page)
    assert version
    told = {"stays": stays.pk, "goes": goes.pk, "version": version[1], "keep": range(40)}
    cataloguer.post(f"{ADDRESS}merge/", told)
    file = tmp_path_factory.mktemp("again") / "came.mrc"
    file.write_bytes(iso2709(book(2, "Fjellet som gikk", ISBN)))
    assert [each.reason for each in imported(file).skipped] == ["merged"]
    # By a profile it is of the title that stayed.
    number = sent(file, a_profile(match_by=()), name="came.mrc")
    page = cataloguer.get(f"/en/cataloguing/imports/{number}/").content.decode()
    assert "Titles that change" in page
    work()
    assert Record.objects.filter(pk=goes.pk).count() == 0


def test_numbers_that_are_no_two_titles_and_a_page_that_is_old(
    cataloguer: Client, pair: tuple[Record, Record]
) -> None:
    stays, goes = pair
    for asked in ("stays=1&goes=404404", "stays=x&goes=2", ""):
        assert cataloguer.get(f"{ADDRESS}merge/?{asked}").status_code == 422
    told = {"stays": stays.pk, "goes": goes.pk, "version": "old"}
    answer = cataloguer.post(f"{ADDRESS}merge/", told)
    assert answer.status_code == 422
    assert "One of the titles has changed meanwhile." in answer.content.decode()
    assert Record.objects.filter(pk=goes.pk).exists()


def test_two_that_are_not_one_are_not_shown_again(
    cataloguer: Client, pair: tuple[Record, Record]
) -> None:
    one, other = pair
    told = {"stays": other.pk, "goes": one.pk}
    assert "They are not one" in cataloguer.get(f"{ADDRESS}merge/", told).content.decode()
    for _ in range(2):
        assert cataloguer.post(f"{ADDRESS}apart/", told).headers["Location"] == ADDRESS
    page = cataloguer.get(ADDRESS).content.decode()
    assert "No two titles look like one." in page
    assert f"{ADDRESS}merge/?stays={one.pk}&amp;goes={other.pk}" in page
    page = cataloguer.get(f"{ADDRESS}merge/", told).content.decode()
    assert "It was said of these two that they are not one." in page
    cataloguer.post(f"{ADDRESS}apart/", {**told, "undo": "yes"})
    assert "the same ISBN" in cataloguer.get(ADDRESS).content.decode()
    same = cataloguer.post(f"{ADDRESS}apart/", {**told, "goes": other.pk})
    assert same.status_code == 422
    assert cataloguer.get(f"{ADDRESS}apart/").headers["Location"] == ADDRESS


def test_of_three_two_may_still_be_one(
    cataloguer: Client, pair: tuple[Record, Record], tmp_path: Path
) -> None:
    first, second = pair
    file = tmp_path / "third.mrc"
    file.write_bytes(iso2709(book(3, "Fjellet igjen", ISBN)))
    imported(file)
    third = Record.objects.latest("pk")
    tell_apart(first.pk, third.pk)
    tell_apart(third.pk, second.pk)

    def groups() -> list[list[int]]:
        return [[hit.id for hit in each.titles] for each in likely_duplicates()[0]]

    assert groups() == [[first.pk, second.pk]]
    tell_apart(first.pk, second.pk)
    assert groups() == []
    tell_apart_no_more(second.pk, third.pk)
    assert groups() == [[second.pk, third.pk]]
