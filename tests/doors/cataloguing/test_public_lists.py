"""A cataloguer recommends titles on a list, and readers see it on the first page."""

import json
import re
from collections.abc import Callable

from django.test import Client

from hylla.lists.models import PublicEntry, PublicList
from hylla.privacy.vocabulary import Role
from tests.doors.town import Town

PAGE = "/en/cataloguing/lists/"
FULL = {"name": "Crime from the north", "about": "Dark <b>evenings</b>.", "is_shown": "on"}


def test_from_a_name_to_the_first_page(town: Town, cataloguer: Client, visitor: Client) -> None:
    title = town.item("Hesteliv").record
    assert "There is no list yet." in cataloguer.get(PAGE).content.decode()
    assert cataloguer.post(PAGE, {"name": ""}).status_code == 422
    made = cataloguer.post(PAGE, FULL).headers["Location"]
    number = PublicList.objects.get().pk
    assert made == f"{PAGE}{number}/"
    assert "Crime" not in visitor.get("/en/").content.decode(), "there is nothing on it"
    found = cataloguer.get(f"{made}?q=Hesteliv").content.decode()
    assert f'value="{title.pk}"' in found
    told = {"title": str(title.pk), "step": "add"}
    assert (
        "Stands on the list" in cataloguer.post(f"{made}title/?q=Hesteliv", told).content.decode()
    )
    cataloguer.post(f"{made}title/", {**told, "step": "note", "note": "Short & good"})
    for address in ("/en/", "/en/lists/", f"/en/lists/{number}/"):
        page = visitor.get(address).content.decode()
        assert "Crime from the north" in page
        assert "Hesteliv" in page
        assert "Dark &lt;b&gt;evenings&lt;/b&gt;." in page
    assert "Short &amp; good" in page
    (told_to_programs,) = re.findall(r'ld\+json">(.*?)</script>', page)
    listed = json.loads(told_to_programs)
    assert (listed["@type"], listed["numberOfItems"]) == ("ItemList", 1)
    assert listed["itemListElement"][0]["name"] == "Hesteliv"


def test_titles_move_and_go_and_so_does_the_list(
    town: Town, cataloguer: Client, visitor: Client
) -> None:
    made = cataloguer.post(PAGE, FULL).headers["Location"]
    number = PublicList.objects.get().pk
    one, two = town.item("Alm").record, town.item("Bjørn").record
    for each in (one, two):
        cataloguer.post(f"{made}title/", {"title": str(each.pk), "step": "add"})
    cataloguer.post(f"{made}title/", {"title": str(two.pk), "step": "up"})
    told = visitor.get(f"/en/lists/{number}/").content.decode()
    assert told.index("Bjørn") < told.index("Alm")
    cataloguer.post(f"{made}title/", {"title": str(two.pk), "step": "drop"})
    assert PublicEntry.objects.get().record == one
    gone = cataloguer.post(f"{made}title/", {"title": str(two.pk), "step": "up"})
    assert gone.status_code == 422
    assert cataloguer.post(made, {"name": ""}).status_code == 422
    assert "Saved." in cataloguer.post(made, {"name": "Hidden"}).content.decode()
    assert visitor.get(f"/en/lists/{number}/").status_code == 404
    assert "The list is deleted." in cataloguer.post(f"{made}delete/").content.decode()
    assert cataloguer.post(f"{made}delete/").status_code == 422
    assert cataloguer.get(made).status_code == 302


def test_only_cataloguers_make_them(
    town: Town, staff_client: Callable[[str], Client], visitor: Client
) -> None:
    desk = staff_client(town.staff(Role.DESK, username="desk"))
    assert desk.get(PAGE).status_code == 403
    assert desk.post(PAGE, FULL).status_code == 403
    assert visitor.get(PAGE).status_code != 200
    assert not PublicList.objects.exists()
    assert "There is no list now." in visitor.get("/en/lists/").content.decode()
