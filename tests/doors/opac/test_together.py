"""Pages of what belongs together: editions, an author's works, neighbours, what is alike."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from hylla.catalogue.actions import NewTitle, add_record, add_titles, withdraw_item
from hylla.catalogue.actions.indexing import rebuild
from hylla.catalogue.index.folder import Folder
from hylla.catalogue.models import Record
from hylla.catalogue.queries import author_address
from hylla.catalogue.rules import TitleFacts
from tests.doors.opac.test_records import text
from tests.doors.town import Town

pytestmark = pytest.mark.django_db
NORD = ("Nord, Embla B.",)
SKIING = ("Skiing",)
TITLES = {
    "Vinterfjell": TitleFacts(
        "Vinterfjell", authors=NORD, languages=("nob",), subjects=SKIING, series=("Fjell",)
    ),
    "Winter mountain": TitleFacts(
        "Winter mountain", authors=NORD, languages=("eng",), original="Vinterfjell"
    ),
    "Sommerhav": TitleFacts("Sommerhav", authors=("Embla B. Nord",), languages=("nob",)),
    "Ski i mai": TitleFacts("Ski i mai", authors=("Vik, Iben",), subjects=SKIING),
    "Nordlys": TitleFacts("Nordlys", authors=("Nord, Embla",), languages=("nob",)),
}


@pytest.fixture
def numbers(town: Town, settings: Settings, tmp_path: Path) -> dict[str, int]:
    """Put the titles on a shelf in this order, and return their numbers."""
    made = {}
    for place, (name, facts) in enumerate(TITLES.items()):
        number = add_record(
            facts, source="made", control_number=str(place), on=timezone.localdate()
        )
        town.item(record=Record.objects.get(pk=number), shelf_mark=f"N {place}")
        made[name] = number
    settings.HYLLA_SEARCH = tmp_path / "search"
    rebuild(Folder(settings.HYLLA_SEARCH))
    return made


def section(page: str, name: str) -> list[str]:
    """Return the titles in a part of a page, in their order."""
    found = re.search(rf'aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return re.findall(r'/record/\d+/">([^<]*)</a>', found[1]) if found else []


def test_a_work_has_its_editions_in_the_readers_language_first(
    visitor: Client, numbers: dict[str, int]
) -> None:
    page = text(visitor, f"/en/record/{numbers['Vinterfjell']}/")
    address = re.search(r'href="(/en/work/[^"]+)"', page)
    assert address
    both = ["Winter mountain", "Vinterfjell"]
    assert section(text(visitor, address[1]), "editions") == both
    in_swedish = text(visitor, address[1].replace("/en/", "/nb/"))
    assert section(in_swedish, "editions") == both[::-1]


def test_nobody_is_led_to_wait_for_what_has_no_copy(
    visitor: Client, numbers: dict[str, int]
) -> None:
    """Where any edition has one, they may wait; where none has, what is left is to ask for it."""

    def offered(path: str) -> tuple[bool, bool]:
        page = text(visitor, path)
        return "Place hold" in page, "?title=Winter%20mountain" in page

    number = numbers["Winter mountain"]
    winter = Record.objects.get(pk=number)
    paths = (f"/en/record/{number}/", f"/en/work/{winter.work_key}/")
    winter.items.update(status="lost")
    assert [offered(each)[0] for each in paths] == [True, True]
    Record.objects.get(pk=numbers["Vinterfjell"]).items.update(status="missing")
    assert [offered(each) for each in paths] == [(False, True), (False, True)]


def test_a_work_tells_programs_what_it_is_and_which_editions_it_has(
    visitor: Client, numbers: dict[str, int]
) -> None:
    """And the map of the site names it, once, and no work of which there is one edition."""
    key = Record.objects.get(pk=numbers["Vinterfjell"]).work_key
    page = text(visitor, f"/en/work/{key}/")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])
    site = "http://testserver"
    assert told["@id"] == f"{site}/nb/work/{key}/"
    assert (told["name"], told["author"][0]["name"]) == ("Winter mountain", "Embla B. Nord")
    editions = {each["@id"]: each["inLanguage"] for each in told["workExample"]}
    assert editions == {
        f"{site}/record/{numbers['Winter mountain']}/": ["en"],
        f"{site}/record/{numbers['Vinterfjell']}/": ["nb"],
    }
    maps = re.findall(r"/sitemap-\d+\.xml", visitor.get("/sitemap.xml").content.decode())
    mapped = "".join(visitor.get(each).content.decode() for each in maps)
    assert re.findall(r"/nb/work/(\w+)/", mapped) == [key]


def test_an_author_has_each_work_once_however_the_name_is_written(
    visitor: Client, numbers: dict[str, int]
) -> None:
    page = text(visitor, "/nb/author/b-embla-nord/")
    assert "<h1>Embla B. Nord</h1>" in page
    assert re.findall(r'<h2><a href="[^"]+">([^<]*)<', page) == ["Sommerhav", "Vinterfjell"]
    assert "Nordlys" not in page
    assert author_address("Nord, Embla B.") == author_address("embla b nord") == "b-embla-nord"


@pytest.mark.parametrize("path", ["work/0123abc/", "author/nobody-here/", "author/-/"])
def test_what_is_not_here_has_no_page(visitor: Client, town: Town, path: str) -> None:
    assert visitor.get(f"/en/{path}").status_code == 404


def test_a_title_leads_to_its_author_its_series_its_subjects(
    visitor: Client, numbers: dict[str, int]
) -> None:
    page = text(visitor, f"/en/record/{numbers['Vinterfjell']}/")
    for address in (
        "/en/author/b-embla-nord/",
        "/en/search/?series=Fjell",
        "/en/search/?subject=Skiing",
    ):
        assert f'href="{address}"' in page
        assert visitor.get(address).status_code == 200


def test_who_wrote_much_has_several_pages(visitor: Client, town: Town) -> None:
    """Each work stands on one of them, in the reader's alphabet, and no page is heavy."""
    names = [f"Skrift {number:03}" for number in range(85)]
    made = [NewTitle(name, TitleFacts(name, authors=("Nord, Ask",))) for name in names]
    add_titles(made, source="made", on=timezone.localdate())
    pages = [text(visitor, f"/nb/author/ask-nord/?page={number}") for number in (1, 2, 3, 99_999)]
    told = [re.findall(r'<h2><a href="[^"]+">([^<]*)<', each) for each in pages]
    assert [name for page in told[:3] for name in page] == names
    assert told[3] == told[2]
    assert "85 verk" in pages[0]
    assert max(len(each.encode()) for each in pages) < 100_000


def test_what_is_withdrawn_stands_nowhere(
    visitor: Client, numbers: dict[str, int], town: Town
) -> None:
    gone = Record.objects.get(pk=numbers["Sommerhav"])
    withdraw_item(gone.items.get().barcode, on=timezone.localdate())
    for path in (f"record/{numbers['Vinterfjell']}/", "author/b-embla-nord/", "new/"):
        page = text(visitor, f"/en/{path}")
        assert "Sommerhav" not in page
    assert visitor.get(f"/en/work/{gone.work_key}/").status_code == 404


def test_what_is_new_stands_on_a_page(visitor: Client, numbers: dict[str, int]) -> None:
    page = text(visitor, "/en/new/")
    assert page.index("Nordlys") < page.index("Vinterfjell")
    assert "/en/new.atom" in page
