"""A patron puts titles on lists from their pages, and keeps, shows and deletes the lists."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.models import Record
from hylla.lists.models import Entry, Interest, TitleList
from tests.doors.town import PIN, Patron, Town, change_policy

PatronClient = Callable[[Patron], Client]
PAGE = "/en/my/lists/"


@pytest.fixture
def title(town: Town) -> Record:
    """A title that stands on its shelf."""
    return town.item("Hesteliv").record


def put(client: Client, title: Record, **told: str) -> int:
    """Put a title on a list, the ready one unless told otherwise."""
    return client.post(f"{PAGE}put/{title.pk}/", {"list": "ready", **told}).status_code


def the_list() -> UUID:
    return TitleList.objects.values_list("pk", flat=True).get()


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def step(client: Client, list_id: UUID, step: str, **told: str) -> str:
    answer = client.post(f"{PAGE}{list_id}/change/", {"step": step, **told})
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_title_by_log_in_and_back(town: Town, visitor: Client, title: Record) -> None:
    patron = town.patron()
    for address in (f"/en/record/{title.pk}/", f"/en/work/{title.work_key}/"):
        assert f"{PAGE}put/{title.pk}/" in page_of(visitor, address)
    after = f"{PAGE}put/{title.pk}/"
    assert "Log in" in page_of(visitor, after)
    told = visitor.post("/en/my/log-in/", {"card": patron.card, "pin": PIN, "after": after})
    assert told.headers["Location"] == after
    page = page_of(visitor, after)
    assert "Reading list" in page
    assert "Only you see your lists" in page


def test_one_press_and_back_to_where_it_was(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    here = f"/en/record/{title.pk}/"
    assert "To my list" in page_of(client, here)
    told = client.post(f"{PAGE}put/{title.pk}/", {"list": "ready", "back": f"{here}#x"})
    assert told.headers["Location"] == f"{here}#x"
    page = page_of(client, here)
    assert "On your list" in page
    assert "To my list" not in page
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/a\nb", "x" * 2000):
        told = client.post(f"{PAGE}put/{title.pk}/", {"list": "ready", "back": back})
        assert told.headers["Location"] == here
    assert Entry.objects.count() == 1


def test_a_list_of_ones_own_is_chosen_or_made(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    assert put(client, title, list="new", name="") == 422
    assert put(client, title, list="new", name="Til ferien") == 302
    assert put(client, town.record("Hav"), list=str(the_list())) == 302
    assert put(client, title, list="new", name="til FERIEN") == 422
    assert put(client, title, list=str(uuid4())) == 422
    assert list(TitleList.objects.values_list("name", flat=True)) == ["Til ferien"]
    assert "It stands on:" in page_of(client, f"{PAGE}put/{title.pk}/")
    assert client.get(f"{PAGE}put/{10**8}/").status_code == 404


def test_any_edition_of_a_work(town: Town, patron_client: PatronClient, title: Record) -> None:
    """It leads to the work, and is in when any edition is."""
    client = patron_client(town.patron())
    assert "Any edition will do" not in page_of(client, f"{PAGE}put/{title.pk}/")
    other = town.record("Horse life")
    Record.objects.filter(pk=other.pk).update(work_key=title.work_key)
    assert "Any edition will do" in page_of(client, f"{PAGE}put/{other.pk}/")
    assert put(client, other, work="on") == 302
    page = page_of(client, f"{PAGE}{the_list()}/")
    assert f"/en/work/{title.work_key}/" in page
    assert "1 copy is in" in page


def test_lists_are_made_named_and_deleted(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    assert "There is nothing on your lists" in page_of(client, PAGE)
    assert client.post(f"{PAGE}make/", {"name": ""}).status_code == 422
    page = client.post(f"{PAGE}make/", {"name": "Ferie"}).content.decode()
    assert "There is nothing on this list" in page
    mine = the_list()
    assert "Påske" in step(client, mine, "rename", name="Påske")
    told = client.post(f"{PAGE}{mine}/change/", {"step": "rename", "name": ""})
    assert told.status_code == 422
    put(client, title, list=str(mine))
    assert "1 title" in page_of(client, PAGE)
    assert "deleted for good" in step(client, mine, "delete")
    assert client.get(f"{PAGE}{mine}/").status_code == 404
    gone = client.post(f"{PAGE}{mine}/change/", {"step": "keep"})
    assert gone.status_code == 422
    assert "This list is gone" in gone.content.decode()
    assert client.post(f"{PAGE}{mine}/change/", {"step": "x"}).status_code == 302


def test_titles_are_noted_moved_sorted_and_removed(town: Town, patron_client: PatronClient) -> None:
    client = patron_client(town.patron())
    for name in ("Bjørn", "Alm", "Cirkus"):
        put(client, town.record(name))
    mine = the_list()
    address = f"{PAGE}{mine}/"

    def order(sort: str = "own") -> list[str]:
        return re.findall(
            r"Note, order and list<span class=\"hidden\">: (\w+)<",
            page_of(client, f"{address}?sort={sort}"),
        )

    def do(name: str, step: str, **told: str) -> int:
        entry = Entry.objects.get(title=name)
        told = {"entry": str(entry.pk), "step": step, **told}
        return client.post(f"{address}title/", told).status_code

    assert order() == ["Bjørn", "Alm", "Cirkus"]
    assert order("title") == ["Alm", "Bjørn", "Cirkus"]
    assert order("newest") == ["Cirkus", "Alm", "Bjørn"]
    assert do("Cirkus", "up") == 200
    assert order("bogus") == ["Bjørn", "Cirkus", "Alm"]
    assert do("Bjørn", "down") == 200
    assert order() == ["Cirkus", "Bjørn", "Alm"]
    assert do("Alm", "note", note="Til <b>mor</b>") == 200
    assert "Til &lt;b&gt;mor&lt;/b&gt;" in page_of(client, address)
    assert do("Alm", "note", note="x" * 301) == 422
    client.post(f"{PAGE}make/", {"name": "Gaver"})
    other = TitleList.objects.get(name="Gaver").pk
    assert do("Alm", "move", into=str(other)) == 200
    assert order() == ["Cirkus", "Bjørn"]
    assert "Til &lt;b&gt;mor" in page_of(client, f"{PAGE}{other}/")
    assert do("Bjørn", "drop") == 200
    assert order() == ["Cirkus"]
    gone = client.post(f"{address}title/", {"entry": str(uuid4()), "step": "drop"})
    assert gone.status_code == 422


def test_what_has_left_the_library_says_so(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    gone = town.record("Utgått")
    put(client, title)
    put(client, gone)
    Record.objects.get(pk=gone.pk).delete()
    page = page_of(client, f"{PAGE}{the_list()}/")
    assert "No longer in the library" in page
    assert "Utgått" in page
    assert page.count("Place hold") == 1


def test_a_list_is_taken_along_as_a_file(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    put(client, title)
    Entry.objects.update(note="=HYPERLINK(1)")
    mine = the_list()
    told = client.get(f"{PAGE}{mine}/file.csv")
    head, row = csv.reader(io.StringIO(told.content.decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["note"] == "'=HYPERLINK(1)"
    assert f"/record/{title.pk}/" in row[-1]
    assert "@" in client.get(f"{PAGE}{mine}/file.bib").content.decode()
    assert "TY  - " in client.get(f"{PAGE}{mine}/file.ris").content.decode()
    assert client.get(f"{PAGE}{mine}/file.exe").status_code == 404


def test_a_link_shows_titles_and_nothing_of_whose_they_are(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    patron = town.patron(given_name="Embla")
    client = patron_client(patron)
    put(client, title, list="new", name="Emblas ønsker")
    Entry.objects.update(note="Til mor")
    mine = the_list()
    (link,) = set(re.findall(r'"[^"]*(/en/shared/[\w-]+/)"', step(client, mine, "share")))
    visitor = Client(headers={"Accept-Language": "en"})
    page = page_of(visitor, link)
    assert "Hesteliv" in page
    assert "noindex" in page
    for told in ("Embla", "Til mor", str(patron.id), str(mine)):
        assert told not in page
    step(client, mine, "close")
    told = visitor.get(link)
    assert told.status_code == 404
    assert "Hesteliv" not in told.content.decode()


def test_a_list_that_goes_soon_says_so_and_is_kept(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    put(client, title)
    mine = the_list()
    assert "This list goes on" not in page_of(client, f"{PAGE}{mine}/")
    old = timezone.localdate() - timedelta(days=3 * 365 - 20)
    TitleList.objects.update(touched_on=old)
    assert "Goes on" in page_of(client, PAGE)
    assert "This list goes on" in page_of(client, f"{PAGE}{mine}/")
    assert "The list stays." in step(client, mine, "keep")
    assert "This list goes on" not in page_of(client, f"{PAGE}{mine}/")


def test_interests_are_written_and_deleted(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    """BER-32."""
    Record.objects.filter(pk=title.pk).update(subjects="Hester")
    client = patron_client(town.patron())
    assert client.post(f"{PAGE}interests/", {"topic": ""}).status_code == 422
    page = client.post(f"{PAGE}interests/", {"topic": "hester"}).content.decode()
    assert "New about it" in page
    assert "Hesteliv" in page
    gone = {"interest": str(Interest.objects.get().pk)}
    page = client.post(f"{PAGE}interests/forget/", gone).content.decode()
    assert "deleted for good" in page
    assert "Hesteliv" not in page


def test_nobody_opens_anothers(town: Town, patron_client: PatronClient, title: Record) -> None:
    put(patron_client(town.patron()), title)
    stranger = patron_client(town.patron())
    mine, entry = the_list(), str(Entry.objects.get().pk)
    assert "Hesteliv" not in page_of(stranger, PAGE)
    assert stranger.get(f"{PAGE}{mine}/").status_code == 404
    assert stranger.get(f"{PAGE}{mine}/file.csv").status_code == 404
    for way, told in (("change", {"step": "delete"}), ("title", {"step": "drop", "entry": entry})):
        assert stranger.post(f"{PAGE}{mine}/{way}/", told).status_code == 422
    assert Entry.objects.exists()
    assert "On your list" not in page_of(stranger, f"/en/record/{title.pk}/")


def test_a_library_without_lists_shows_none(
    town: Town, patron_client: PatronClient, title: Record
) -> None:
    client = patron_client(town.patron())
    put(client, title)
    change_policy(("offered = true\ninterests = true", "offered = false\ninterests = false"))
    for address in (f"/en/record/{title.pk}/", "/en/my/"):
        page = page_of(client, address)
        assert "my list" not in page
        assert "/lists/" not in page
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}put/{title.pk}/").status_code == 404
