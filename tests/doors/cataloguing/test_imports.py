"""A file sent in by a cataloguer: profile, preview, yes, report, undo, and what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hylla.catalogue.actions.batches import receiving
from hylla.catalogue.models import Authority, Batch, ImportProfile, Record
from tests.catalogue.batches import work
from tests.formats.marc.making import book, field, iso2709

IMPORTS = "/en/cataloguing/imports/"
PROFILES = "/en/cataloguing/profiles/"
RULES = {
    "name": "Libris",
    "match_by": ["isbn", "title"],
    "on_match": "overlay",
    "on_new": "add",
    "kept": "9XX\n650$9",
    "branch": "",
}


@pytest.fixture
def profile(cataloguer: Client) -> int:
    """A profile, as it is written on its page."""
    assert cataloguer.post(PROFILES, RULES).status_code == 302
    return ImportProfile.objects.get().pk


def send(client: Client, data: bytes, profile: int, name: str = "new.mrc") -> str:
    """Send a file in, let the worker read it, and return where it is."""
    told = {"file": SimpleUploadedFile(name, data), "profile": str(profile)}
    answer = client.post(IMPORTS, told)
    assert answer.status_code == 302, answer.content.decode()
    work()
    return str(answer.headers["Location"])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_way(cataloguer: Client, profile: int) -> None:
    data = iso2709(book(1)) + b"00026garbage\x1d" + iso2709(book(2, "Åsen"))
    place = send(cataloguer, data, profile)
    page = read(cataloguer, place)
    for said in ("New titles", "It is cut off.", "Do it", "Throw the file away"):
        assert said in page
    assert not Record.objects.exists()
    assert "245 10 $a Åsen /" in read(cataloguer, f"{place}3/")
    refused = cataloguer.get(f"{place}refused/")
    assert b"".join(refused.streaming_content) == b"00026garbage\x1d"  # type: ignore[attr-defined] - a stream
    assert "new-refused.mrc" in refused.headers["Content-Disposition"]

    assert cataloguer.post(f"{place}run/").status_code == 302
    running = cataloguer.get(place)
    assert running.headers["Refresh"] == "4"
    assert "<progress" in running.content.decode()
    work()
    page = read(cataloguer, place)
    assert "Undo everything in this file" in page
    assert Record.objects.count() == 2
    assert "Refresh" not in cataloguer.get(place).headers

    Record.objects.filter(title="Åsen").update(title="Åsene")
    assert cataloguer.post(f"{place}undo/").status_code == 302
    work()
    page = read(cataloguer, place)
    assert "1 title was left as it is" in page
    assert "It was changed since." in page
    assert Record.objects.count() == 1


def test_an_authority_among_titles_is_refused_told_how_it_comes_in_and_given_back(
    cataloguer: Client, profile: int
) -> None:
    heading = field("100", "aEmbla, Berit,", "d1901-1970", indicators="1 ")
    authority = iso2709([("001", "auth1"), heading], kind="nz ")
    place = send(cataloguer, iso2709(book(1)) + authority, profile)
    assert "Authorities come in by ./hylla import marc." in read(cataloguer, place)
    assert cataloguer.get(f"{place}refused/").getvalue() == authority
    assert cataloguer.post(f"{place}run/").status_code == 302
    work()
    assert (Record.objects.count(), Authority.objects.count()) == (1, 0)


def test_a_change_is_shown_field_by_field(cataloguer: Client, profile: int) -> None:
    first = send(cataloguer, iso2709(book(1, "Fjellet", field("901", "aVår"))), profile)
    cataloguer.post(f"{first}run/")
    work()
    place = send(cataloguer, iso2709(book(1, "Fjellene", field("901", "aDeres"))), profile)
    page = read(cataloguer, f"{place}1/")
    assert "<del>245 10 $a Fjellet / $c Frida Nordavind.</del>" in page
    assert "<ins>245 10 $a Fjellene / $c Frida Nordavind.</ins>" in page
    assert "901 ## $a Vår" in page
    assert "Deres" not in page


def test_what_is_pressed_too_late_is_told(cataloguer: Client, profile: int) -> None:
    place = send(cataloguer, iso2709(book(1)), profile)
    answer = cataloguer.post(f"{place}undo/")
    assert answer.status_code == 422
    assert "Something else was done with this meanwhile." in answer.content.decode()
    assert cataloguer.post(f"{place}drop/").headers["Location"] == IMPORTS
    assert cataloguer.post(f"{place}run/").headers["Location"] == IMPORTS
    assert cataloguer.get(place).headers["Location"] == IMPORTS
    assert cataloguer.get(f"{place}1/").status_code == 404
    assert not Batch.objects.exists()


def test_a_file_that_is_no_marc_and_one_that_is_too_large(
    cataloguer: Client, profile: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "This is not MARC." in read(cataloguer, send(cataloguer, b"%PDF-1.7", profile))
    for data, said in ((b"", "This file is empty."), (b"12345", "more than 0 million bytes")):
        monkeypatch.setattr(receiving, "LARGEST", 4)
        told = {"file": SimpleUploadedFile("f.mrc", data), "profile": str(profile)}
        answer = cataloguer.post(IMPORTS, told)
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_a_profile_is_changed_refused_and_deleted(cataloguer: Client, profile: int) -> None:
    place = f"{PROFILES}{profile}/"
    assert "650$9" in read(cataloguer, place)
    answer = cataloguer.post(place, {**RULES, "kept": "9XX\nwhat I like"})
    assert answer.status_code == 422
    assert "Line 2 is no rule." in answer.content.decode()
    assert cataloguer.post(place, {**RULES, "name": "Bibbi"}).status_code == 302
    assert ImportProfile.objects.get().name == "Bibbi"
    send(cataloguer, iso2709(book(1)), profile)
    answer = cataloguer.post(f"{place}drop/")
    assert answer.status_code == 422
    Batch.objects.all().delete()
    assert "The profile is deleted." in cataloguer.post(f"{place}drop/").content.decode()
    assert cataloguer.get(place).status_code == 302


def test_without_a_profile_the_page_says_what_to_do_first(cataloguer: Client) -> None:
    assert "First say by which rules records are taken in." in read(cataloguer, IMPORTS)
