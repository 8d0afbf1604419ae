"""How a patron logs in: chosen by them alone, changed by who has shown lately that it is them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hylla.library.models import Challenge
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import choose_user_name
from hylla.patrons.models import Passkey, Session
from hylla.privacy.erasure import ask
from hylla.privacy.extract import sections
from hylla.privacy.removal import remove_due
from tests.doors.town import PIN, Patron, Town
from tests.passkeys import SoftKey

LogIn = Callable[..., Client]
WAYS = "/en/my/ways-in/"
PASSWORD = "seven rivers and a shelf"


def new_browser() -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})


def log_in(name: str, secret: str, **more: str) -> Client:
    client = new_browser()
    client.post("/en/my/log-in/", {"card": name, "pin": secret, **more})
    return client


def is_in(client: Client) -> bool:
    return "<title>Log in" not in client.get("/en/my/").content.decode()


@pytest.fixture
def key(mine: Client) -> SoftKey:
    """A passkey of the patron's."""
    key = SoftKey(origin="http://testserver")
    options = mine.post(f"{WAYS}passkey/ask/").content.decode()
    answer = mine.post(f"{WAYS}passkey/", {"answer": key.make(options), "name": "Telephone"})
    assert "The passkey is made." in answer.content.decode()
    return key


def by_passkey(key: SoftKey, **more: str) -> Any:
    client = new_browser()
    options = client.post("/en/my/log-in/passkey/ask/").content.decode()
    assert not client.cookies, "a question sets no cookie"
    told = {"answer": key.sign(options), **more}
    return client, client.post("/en/my/log-in/passkey/", told)


def test_a_user_name_logs_in(mine: Client) -> None:
    page = mine.post(f"{WAYS}user-name/", {"user_name": "Embla.Fjell"}).content.decode()
    assert "You can log in with your user name now." in page
    assert is_in(log_in("embla.fjell", PIN))
    mine.post(f"{WAYS}user-name/", {"drop": "1"})
    assert not is_in(log_in("embla.fjell", PIN))


def test_a_name_that_is_taken_says_nothing_of_whose(mine: Client, town: Town) -> None:
    choose_user_name(town.patron(given_name="Ask").id, "raven")
    answer = mine.post(f"{WAYS}user-name/", {"user_name": "RAVEN"})
    assert answer.status_code == 422
    assert "This user name is not available." in answer.content.decode()
    assert "Ask" not in answer.content.decode()


def test_a_password_takes_over_and_others_are_logged_out(mine: Client, patron: Patron) -> None:
    elsewhere = log_in(patron.card, PIN)
    wrong = mine.post(f"{WAYS}password/", {"new": PASSWORD, "again": "another"})
    assert wrong.status_code == 422
    page = mine.post(f"{WAYS}password/", {"new": PASSWORD, "again": PASSWORD}).content.decode()
    assert "logged out everywhere else" in page
    assert PASSWORD not in page
    assert is_in(mine)
    assert not is_in(elsewhere)
    assert not is_in(log_in(patron.card, PIN))
    assert is_in(log_in(patron.card, PASSWORD))


def test_a_passkey_logs_in_and_goes_to_the_page_that_was_asked_for(key: SoftKey) -> None:
    client, answer = by_passkey(key, after="/en/my/kept/")
    assert answer["Location"] == "/en/my/kept/"
    assert set(client.cookies) == {"hylla"}
    assert is_in(client)
    _, answer = by_passkey(key, after="https://evil.example/")
    assert answer["Location"] == "/en/my/"


def test_an_answer_is_taken_once(key: SoftKey) -> None:
    client = new_browser()
    told = {"answer": key.sign(client.post("/en/my/log-in/passkey/ask/").content.decode())}
    assert client.post("/en/my/log-in/passkey/", told).status_code == 302
    again = new_browser().post("/en/my/log-in/passkey/", told)
    assert again.status_code == 422
    assert "This passkey does not work here" in again.content.decode()


def test_a_passkey_of_one_is_not_added_by_another(key: SoftKey, town: Town) -> None:
    """Whoever gets hold of an answer makes no key to it in their own account, or in another's."""
    other = log_in(town.patron().card, PIN)
    options = other.post(f"{WAYS}passkey/ask/").content.decode()
    third = log_in(town.patron().card, PIN)
    answer = third.post(f"{WAYS}passkey/", {"answer": SoftKey("http://testserver").make(options)})
    assert answer.status_code == 422
    number = Passkey.objects.get().pk
    other.post(f"{WAYS}passkey/remove/", {"passkey": str(number)})
    assert Passkey.objects.filter(pk=number).exists(), "and nobody removes another's"


@pytest.mark.parametrize("told", ["", "x", "-1", "9" * 30])
def test_what_is_no_passkey_is_not_removed(mine: Client, key: SoftKey, told: str) -> None:
    assert mine.post(f"{WAYS}passkey/remove/", {"passkey": told}).status_code == 200
    assert Passkey.objects.exists()


def test_a_removed_passkey_lets_nobody_in(mine: Client, key: SoftKey) -> None:
    mine.post(f"{WAYS}passkey/remove/", {"passkey": str(Passkey.objects.get().pk)})
    assert not Passkey.objects.exists()
    client, answer = by_passkey(key)
    assert answer.status_code == 422
    assert not client.cookies


def test_the_device_is_told_no_name_and_no_number(mine: Client, patron: Patron) -> None:
    told = mine.post(f"{WAYS}passkey/ask/").content.decode()
    assert patron.card not in told
    assert str(patron.id) not in told
    assert patron.id.hex not in told
    assert "Embla" not in told


@pytest.mark.parametrize(
    "what", ["user-name", "password", "passkey", "passkey/ask", "passkey/remove"]
)
def test_an_old_log_in_changes_nothing(
    mine: Client, patron: Patron, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser in which someone stays logged in is not enough to make another way in."""
    session = mine.session
    session["fresh"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    told = {"user_name": "raven", "new": PASSWORD, "again": PASSWORD, "drop": "1"}
    page = mine.post(f"{WAYS}{what}/", told).content.decode()
    assert "show once more that it is you" in page
    assert not Challenge.objects.exists()
    assert is_in(log_in(patron.card, PIN))
    assert mine.get(WAYS).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("what", ["user-name/", "passkey/", "passkey/ask/", "end/"])
def test_another_site_changes_nothing(mine: Client, what: str, site: str) -> None:
    told = {"user_name": "raven"}
    answer = mine.post(f"{WAYS}{what}", told, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403


def test_nothing_is_changed_by_opening_an_address(mine: Client, key: SoftKey) -> None:
    for what in ("user-name", "password", "passkey", "passkey/ask", "passkey/remove", "end"):
        assert mine.get(f"{WAYS}{what}/").status_code == 302
    assert Passkey.objects.exists()


def test_who_stays_has_a_cookie_for_as_long_as_the_policy_says(patron: Patron) -> None:
    client = log_in(patron.card, PIN, stays="on")
    cookie = client.cookies["hylla"]
    assert 29 * 86_400 < int(cookie["max-age"]) < 31 * 86_400
    row = Session.objects.get()
    assert row.stays_from_at is not None
    assert row.begun_at == row.stays_from_at


def test_staying_is_not_the_rule(mine: Client) -> None:
    assert not mine.cookies["hylla"]["max-age"]
    assert Session.objects.get().stays_from_at is None
    assert 'name="stays"' in new_browser().get("/en/my/").content.decode()
    assert "checked" not in new_browser().get("/en/my/").content.decode()


def test_who_stays_is_out_after_the_period_however_often_they_came(patron: Patron) -> None:
    client = log_in(patron.card, PIN, stays="on")
    session = client.session
    session["begun"] = (timezone.now() - timedelta(days=29, hours=23)).isoformat()
    session["minute"] -= 1
    session.save()
    assert is_in(client)
    # Days are counted on the library's clock, which may have been put back an hour meanwhile.
    assert int(client.cookies["hylla"]["max-age"]) <= 7200, "the cookie does not begin anew"
    session = client.session
    session["begun"] = (timezone.now() - timedelta(days=30, hours=2)).isoformat()
    session.save()
    assert not is_in(client)
    assert not Session.objects.exists()


def test_the_night_removes_who_stayed_too_long(patron: Patron) -> None:
    log_in(patron.card, PIN, stays="on")
    now = datetime.now(UTC)
    remove_due(policy_in_force(), now=now + timedelta(days=29))
    assert Session.objects.exists()
    remove_due(policy_in_force(), now=now + timedelta(days=30, hours=2))
    assert not Session.objects.exists()


def test_one_of_my_log_ins_is_ended(mine: Client, patron: Patron) -> None:
    elsewhere = log_in(patron.card, PIN, stays="on")
    page = mine.get(WAYS).content.decode()
    (token,) = re.findall(r'name="log_in" value="([0-9a-f]+)"', page)
    assert not [key for key in Session.objects.values_list("pk", flat=True) if key in page]
    mine.post(f"{WAYS}end/", {"log_in": token})
    assert is_in(mine)
    assert not is_in(elsewhere)


def test_nobody_ends_anothers(mine: Client, town: Town) -> None:
    other = log_in(town.patron().card, PIN)
    page = log_in(town.patron().card, PIN).get(WAYS).content.decode()
    assert not re.findall(r'name="log_in"', page), "their own only"
    (token,) = re.findall(r'name="log_in" value="([0-9a-f]+)"', _with_two(town))
    mine.post(f"{WAYS}end/", {"log_in": token})
    assert is_in(other)
    assert Session.objects.count() == 5


def _with_two(town: Town) -> str:
    patron = town.patron()
    log_in(patron.card, PIN)
    return log_in(patron.card, PIN).get(WAYS).content.decode()


def test_logging_out_everywhere(mine: Client, patron: Patron) -> None:
    elsewhere = log_in(patron.card, PIN, stays="on")
    page = mine.post(f"{WAYS}end/").content.decode()
    assert "You are logged out everywhere." in page
    assert not is_in(mine)
    assert not is_in(elsewhere)
    assert not Session.objects.exists()


def test_a_log_in_has_a_key_that_nobody_knew_before(town: Town, patron: Patron) -> None:
    """Session fixation: what a browser was made to hold is worth nothing after the log-in."""
    client = log_in(town.patron().card, PIN)
    planted = client.cookies["hylla"].value
    client.post("/en/my/log-in/", {"card": patron.card, "pin": PIN})
    assert client.cookies["hylla"].value != planted
    thief = new_browser()
    thief.cookies["hylla"] = planted
    assert not is_in(thief)
    stranger = new_browser()
    stranger.cookies["hylla"] = "madeupmadeupmadeupmadeupmadeup12"
    stranger.post("/en/my/log-in/", {"card": patron.card, "pin": PIN})
    assert stranger.cookies["hylla"].value != "madeupmadeupmadeupmadeupmadeup12"


def test_the_extract_has_it_all_and_no_secret(mine: Client, key: SoftKey, patron: Patron) -> None:
    choose_user_name(patron.id, "raven")
    told = {each.name: each.rows for each in sections(patron.id, policy=policy_in_force())}
    assert told["patrons.UserName"][0].values["name"] == "raven"
    (row,) = told["patrons.Passkey"]
    assert row.values["name"] == "Telephone"
    assert row.values["public_key"] == "•••"


def test_it_all_goes_with_the_patron(mine: Client, key: SoftKey, patron: Patron) -> None:
    choose_user_name(patron.id, "raven")
    assert ask(patron.id, policy=policy_in_force(), now=timezone.now())
    assert not Passkey.objects.exists()
    assert not Session.objects.exists()
    assert not is_in(log_in("raven", PIN))


def test_under_a_number_the_page_says_where_passkeys_work(mine: Client) -> None:
    page = mine.get(WAYS, headers={"host": "127.0.0.1:8123"}).content.decode()
    assert 'href="http://localhost:8123/en/my/ways-in/"' in page
    page = mine.get(WAYS, headers={"host": "localhost:8123"}).content.decode()
    assert "needs scripts" in page
    assert "http://localhost:8123" not in page
