"""Logging in and out: one cookie, only after log-in, and nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from hylla.patrons.actions import report_card_lost
from hylla.patrons.models import Session
from tests.doors.town import PIN, Town

LogIn = Callable[..., Client]
PAGES = (
    "",
    "card/",
    "history/",
    "messages/",
    "looked/",
    "details/",
    "family/",
    "kept/",
    "erase/",
    "holds/1/",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_asks_for_a_log_in(visitor: Client, page: str) -> None:
    answer = visitor.get(f"/en/my/{page}")
    assert "<title>Log in" in answer.content.decode()
    assert not visitor.cookies


def test_logging_in_leads_to_the_page_that_was_asked_for(town: Town, visitor: Client) -> None:
    patron = town.patron()
    told = {"card": patron.card, "pin": PIN, "after": "/en/my/kept/"}
    answer = visitor.post("/en/my/log-in/", told)
    assert answer["Location"] == "/en/my/kept/"


@pytest.mark.parametrize(
    "after", ["//evil.example/", "https://evil.example/", "x", "/\\evil.example"]
)
def test_logging_in_leads_to_no_other_site(town: Town, visitor: Client, after: str) -> None:
    told = {"card": town.patron().card, "pin": PIN, "after": after}
    assert visitor.post("/en/my/log-in/", told)["Location"] == "/en/my/"


def test_one_cookie_after_log_in(town: Town, patron_client: LogIn) -> None:
    client = patron_client(town.patron())
    assert set(client.cookies) == {"hylla"}
    cookie = client.cookies["hylla"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it goes with the browser"


@pytest.mark.parametrize("pin", ["0000", "", "2580 "])
def test_a_wrong_pin(town: Town, visitor: Client, pin: str) -> None:
    patron = town.patron()
    answer = visitor.post("/en/my/log-in/", {"card": patron.card, "pin": pin})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Not logged in" in page
    assert f'value="{patron.card}"' in page, "the card number stays in the form"
    assert not visitor.cookies


def test_an_unknown_card_sounds_like_a_wrong_pin(town: Town, visitor: Client) -> None:
    known = visitor.post("/en/my/log-in/", {"card": town.patron().card, "pin": "0000"})
    unknown = visitor.post("/en/my/log-in/", {"card": "20000000000000", "pin": "0000"})
    errors = [answer.context["form"].non_field_errors() for answer in (known, unknown)]
    assert errors[0]
    assert errors[0] == errors[1]


def test_five_wrong_pins_lock(town: Town, visitor: Client) -> None:
    told = {"card": town.patron().card, "pin": "0000"}
    wrong = [visitor.post("/en/my/log-in/", told) for _ in range(5)][-1]
    answer = visitor.post("/en/my/log-in/", {**told, "pin": PIN})
    assert answer.status_code == 422
    assert "Locked" in answer.content.decode()
    assert "Locked" not in wrong.content.decode()


def test_a_lost_card_lets_nobody_in(town: Town, visitor: Client) -> None:
    patron = town.patron()
    report_card_lost(patron.id, on=timezone.localdate())
    answer = visitor.post("/en/my/log-in/", {"card": patron.card, "pin": PIN})
    assert (
        "This card has been reported lost." in answer.content.decode()
        or answer.context["form"].non_field_errors()
    )
    assert not visitor.cookies


def test_logging_out_leaves_nothing(town: Town, patron_client: LogIn) -> None:
    client = patron_client(town.patron())
    answer = client.post("/en/my/log-out/")
    assert "You are logged out." in answer.content.decode()
    assert client.cookies["hylla"].value == ""
    assert not Session.objects.exists()


def test_a_form_from_another_site_is_refused(town: Town, patron_client: LogIn) -> None:
    client = patron_client(town.patron())
    answer = client.post("/en/my/renew-all/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_patrons_page_is_kept_by_no_cache(town: Town, patron_client: LogIn) -> None:
    answer = patron_client(town.patron()).get("/en/my/")
    assert answer["Cache-Control"] == "no-store"


def test_whoever_is_logged_in_is_not_asked_again(town: Town, patron_client: LogIn) -> None:
    answer = patron_client(town.patron()).get("/en/my/log-in/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/my/")


def test_who_wants_to_wait_reads_that_the_hold_comes_next(town: Town, visitor: Client) -> None:
    """Also after a wrong PIN; and the log-in leads to the page where it is confirmed."""
    record, patron = town.record("Vinterfjell & vår"), town.patron()
    address = f"/en/my/holds/{record.pk}/"
    asked = visitor.get(address).content.decode()
    told = {"card": patron.card, "pin": "0000", "after": address}
    for page in (asked, visitor.post("/en/my/log-in/", told).content.decode()):
        assert "You want to wait for “Vinterfjell &amp; vår”." in page
        assert f'<a href="/en/record/{record.pk}/">' in page
        assert f'name="after" value="{address}"' in page
    answer = visitor.post("/en/my/log-in/", {**told, "pin": PIN})
    assert answer["Location"] == address
    page = visitor.get(address).content.decode()
    assert "Vinterfjell &amp; vår" in page
    assert "Pick-up branch" in page


@pytest.mark.parametrize("after", ["", "/en/my/", "/en/my/holds/987654/", "x", "/en/my/holds/"])
def test_who_wants_something_else_reads_nothing_of_holds(
    town: Town, visitor: Client, after: str
) -> None:
    page = visitor.post("/en/my/log-in/", {"card": "1", "pin": "1", "after": after})
    assert "You want to wait" not in page.content.decode()
