"""A cataloguer takes records from other catalogues: as a beginning, or laid over ours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hylla.catalogue.models import Batch, Record
from hylla.catalogue.queries.making import record_of as ours
from hylla.formats.marc.writing import iso2709_of
from hylla.site.demo.neighbours import TITLES, record_of
from tests.catalogue.batches import a_profile, work
from tests.catalogue.importing import imported
from tests.clients.catalogues.neighbours import the_demos
from tests.doors.cataloguing.forms import filled

ADDRESS = "/en/cataloguing/elsewhere/"
ALL = "among=Libris&among=Alma&among=BS"


@pytest.fixture
def catalogues(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """Three catalogues, one of which is away."""
    with the_demos() as address:
        write(settings, tmp_path, libris=f"{address}/libris", alma=f"{address}/alma")
        yield address


def write(settings: Settings, folder: Path, **addresses: str) -> None:
    names = {"libris": "Libris", "alma": "Alma", "biblioteksentralen": "BS"}
    addresses["biblioteksentralen"] = "http://127.0.0.1:9/"
    tables = (
        f'[[source]]\nname = "{names[each]}"\nprofile = "{each}"\naddress = "{address}"\n'
        for each, address in addresses.items()
    )
    settings.HYLLA_SOURCES = str(folder / "sources.toml")
    Path(settings.HYLLA_SOURCES).write_text("\n".join(tables))


def page(client: Client, query: str, status: int = 200) -> str:
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == status
    return answer.content.decode()


def test_each_catalogue_answers_for_itself(cataloguer: Client, catalogues: str) -> None:
    told = page(cataloguer, f"{ALL}&author=Fj%C3%A6re")
    assert re.findall(r'<h2 id="answer-\d">([^<]+)', told) == [
        "Libris: 2 titles",
        "Alma: 2 titles",
        "BS",
    ]
    assert "It cannot be reached. Try again later." in told
    assert told.count("Vinden fra nes til nes") >= 2
    assert "245 10 $a Vinden fra nes til nes" in told
    assert "Here already" not in told


def test_one_is_begun_with_looked_over_and_saved(cataloguer: Client, catalogues: str) -> None:
    told = page(cataloguer, "among=Libris&number=978-82-9999-001-1")
    marc = re.search(r'name="marc" value="([^"]+)"', told)
    assert marc
    begun = cataloguer.post(f"{ADDRESS}begin/", {"marc": marc[1]})
    assert "nothing is in the catalogue yet" in begun.content.decode()
    assert not Record.objects.exists()
    saved = cataloguer.post("/en/cataloguing/titles/new/", {**filled(begun), "act": "save"})
    assert saved.status_code == 302
    record = Record.objects.get()
    assert (record.title, record.source) == ("Vinden fra nes til nes", "own")
    assert ours(record).first("035", "a") == "(NO-Demo)8001"
    # From now on it is known to be here, by any of its numbers.
    again = page(cataloguer, "among=Alma&title=nes")
    assert "Here already" in again
    assert f'href="/en/cataloguing/titles/{record.pk}/"' in again


def test_one_of_ours_gets_theirs_laid_over_it_and_back(
    cataloguer: Client, catalogues: str, tmp_path: Path
) -> None:
    file = tmp_path / "ours.mrc"
    theirs = iso2709_of(record_of(TITLES[0]))
    file.write_bytes(theirs.replace(b"Vinden", b"Vindyn").replace(b"NO-Demo", b"NO-Ours"))
    imported(file)
    record = Record.objects.get()
    profile = a_profile("Libris")
    told = page(cataloguer, f"among=Libris&number={TITLES[0].isbn}")
    marc = re.search(r'name="marc" value="([^"]+)"', told)
    assert marc
    sent = {"marc": marc[1], "profile": profile, "source": "Libris"}
    where = cataloguer.post(f"{ADDRESS}lay-over/", sent).headers["Location"]
    work()
    assert "Titles that change" in cataloguer.get(where).content.decode()
    cataloguer.post(f"{where}run/")
    work()
    record.refresh_from_db()
    assert record.title == "Vinden fra nes til nes"
    assert record.items.count() == 0
    cataloguer.post(f"{where}undo/")
    work()
    record.refresh_from_db()
    assert record.title == "Vindyn fra nes til nes"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"{ALL}&number=9788299990012", "a digit is wrong"),
        (ALL, "Write a number, or a few words of the title."),
        ("among=Nobody&words=fjell", "Nobody is not one of the available choices"),
    ],
)
def test_what_cannot_be_looked_for_is_told(
    cataloguer: Client, catalogues: str, query: str, said: str
) -> None:
    assert said in page(cataloguer, query, 422)


@pytest.mark.parametrize("marc", ["", "!!!", "aGVp", "x" * 900_000])
def test_a_record_that_did_not_come_whole_is_not_taken(
    cataloguer: Client, catalogues: str, marc: str
) -> None:
    for way in ("begin", "lay-over"):
        answer = cataloguer.post(f"{ADDRESS}{way}/", {"marc": marc, "profile": "1"})
        assert answer.status_code == 422
        assert "did not come whole" in answer.content.decode()
    assert not Batch.objects.exists()


def test_without_a_file_none_is_asked(cataloguer: Client, settings: Settings) -> None:
    settings.HYLLA_SOURCES = ""
    assert "No other catalogue is asked by this library" in page(cataloguer, "")


def test_a_file_that_went_wrong_is_told(
    cataloguer: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.HYLLA_SOURCES = str(tmp_path / "gone.toml")
    assert "gone.toml cannot be read" in page(cataloguer, "")


def test_coming_by_a_link_asks_nobody(
    cataloguer: Client, catalogues: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that comes along stands in the form; only the button sends it."""
    monkeypatch.setattr("hylla.catalogue.sources.asked", None)
    assert 'value="9788299990011"' in page(cataloguer, "number=9788299990011")
    for way in ("begin", "lay-over"):
        assert cataloguer.get(f"{ADDRESS}{way}/").headers["Location"] == ADDRESS
