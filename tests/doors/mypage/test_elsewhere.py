"""A patron asks for what the library has not."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from hylla.catalogue.rules.copies import NewCopy
from hylla.interlibrary.actions import add_partner, approve, buy, decline, order, receive
from hylla.interlibrary.models import Order, Wish
from hylla.interlibrary.rules import Why
from hylla.library.actions import publish_policy
from hylla.library.queries import policy_in_force
from tests.doors.town import Patron, Town

PatronClient = Callable[[Patron], Client]
PAGE = "/en/my/elsewhere/"


def test_asked_for_and_taken_back(town: Town, patron_client: PatronClient) -> None:
    client = patron_client(town.patron())
    page = client.get(f"{PAGE}?title=Hav og himmel").content.decode()
    assert "You have asked for nothing" in page
    assert "Hav og himmel" in page
    told = {"title": "Hav og himmel", "isbn": "978-82-02-18000-3", "branch": town.main.pk}
    assert "Asked for." in client.post(PAGE, told).content.decode()
    again = client.post(PAGE, told)
    assert again.status_code == 422
    assert "This is asked for already." in again.content.decode()
    wish = Wish.objects.get()
    assert (
        "we have forgotten it"
        in client.post(f"{PAGE}take-back/", {"wish": wish.pk}).content.decode()
    )
    assert client.post(f"{PAGE}take-back/", {"wish": "x"}).status_code == 422
    assert client.get(f"{PAGE}take-back/").status_code == 302


def test_the_answer_is_read_and_what_came_is_no_link(
    town: Town, patron_client: PatronClient
) -> None:
    patron = town.patron()
    client = patron_client(patron)
    for title in ("Hav", "Fjell"):
        client.post(PAGE, {"title": title, "branch": town.main.pk})
    decline(Wish.objects.get(title="Hav").pk, why=Why.TOO_NEW, now=timezone.now())
    assert "It is too new" in client.get(PAGE).content.decode()
    partner = add_partner("Nabovik", email="fjern@nabovik.example.org")
    approve(wished := Wish.objects.get(title="Fjell").pk, policy=policy_in_force())
    ordered = order(wished, partner_id=partner, now=timezone.now())
    told = client.post(f"{PAGE}take-back/", {"wish": ordered})
    assert told.status_code == 422
    town.item()
    receive(
        ordered,
        NewCopy("NABO-1", town.main.pk, "book"),
        due_on=timezone.localdate() + timedelta(days=20),
        now=timezone.now(),
        policy=policy_in_force(),
    )
    item = Order.objects.get().item
    assert item is not None
    home = client.get("/en/my/").content.decode()
    assert "Fjell" in home
    assert f"/en/record/{item.record_id}/" not in home
    assert client.get(f"/en/record/{item.record_id}/").status_code == 404


def test_a_library_that_only_buys_says_so(
    town: Town, patron_client: PatronClient, visitor: Client
) -> None:
    only_buys = policy_in_force().text.replace("offered = true\nbuys = true", "buys = true")
    publish_policy(only_buys.replace('version = "1.0"', 'version = "1.1"'), now=timezone.now())
    client = patron_client(town.patron())
    page = client.get(PAGE).content.decode()
    assert "We may buy it." in page
    assert "another library" not in page
    client.post(PAGE, {"title": "Hav", "branch": town.main.pk})
    buy(Wish.objects.get().pk, policy=policy_in_force())
    assert "We buy it" in client.get(PAGE).content.decode()
    assert PAGE in client.get("/en/my/").content.decode()
    nothing = visitor.get("/en/search/?q=finnesikke").content.decode()
    assert "Suggest that we buy it." in nothing


def test_a_search_that_finds_nothing_leads_there(town: Town, visitor: Client) -> None:
    page = visitor.get("/en/search/?q=finnesikke").content.decode()
    assert f"{PAGE}?title=finnesikke" in page


def test_an_isbn_that_was_searched_for_is_no_title(town: Town, patron_client: PatronClient) -> None:
    client = patron_client(town.patron())
    page = client.get(f"{PAGE}?title=82-02-23513-8").content.decode()
    assert 'name="isbn" value="9788202235130"' in page
    assert 'name="title" value' not in page
    assert 'name="title" value="Sult"' in client.get(f"{PAGE}?title=Sult").content.decode()
