"""What a phone is given, asks and is told; each answer says no more than its question needs."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hylla.clients.push import Subscription
from hylla.clients.push.fake import Browser
from hylla.doors.parts.facets import groups
from hylla.doors.parts.phones import UNSENT_COOKIE
from hylla.library.queries import policy_in_force
from hylla.messages.models import Message, PushSubscription, Template
from hylla.patrons.actions import report_card_lost
from hylla.patrons.models import KeptCard, Person
from hylla.privacy import erasure
from hylla.privacy.extract import sections
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.terms import Outcome
from hylla.site.clock import machine_time
from tests.doors.town import Patron, Town, change_policy

ERASES = '"storage"'
PHONE = "/en/my/phone/"


@pytest.fixture
def kept(mine: Client) -> dict[str, Any]:
    """What the patron's phone was given to keep."""
    told: dict[str, Any] = mine.post(f"{PHONE}keep/").json()
    return told


def a_phone(host: str = "fcm.googleapis.com") -> Subscription:
    return Browser(f"https://{host}/wp/d2Vi", "").subscription


def sent(client: Client, what: str, subscription: Subscription) -> int:
    answer = client.post(
        f"{PHONE}push/{what}/", subscription.text(), content_type="application/json"
    )
    return answer.status_code


def test_a_phone_is_given_the_card_and_the_days_and_no_title(
    mine: Client, patron: Patron, town: Town
) -> None:
    for title in ("Vinterfjell", "Sommerhav"):
        town.lend(patron, town.item(title))
    late = town.lend(patron, town.item("Trollunger"), days_ago=40)
    answer = mine.post(f"{PHONE}keep/")
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert set(told) == {
        "language", "card", "bars", "loans", "as_of", "until", "lasts_ms", "my_page", "token",
    }  # fmt: skip
    assert told["card"] == patron.card
    assert [loan["loans"] for loan in told["loans"]] == ["1 loan", "2 loans"]
    assert told["loans"][0]["on"] == late.due_on.isoformat()
    assert told["lasts_ms"] == 30 * 24 * 60 * 60 * 1000
    for word in ("Vinterfjell", "Sommerhav", "Trollunger", "Embla", "Tjernvatn"):
        assert word not in answer.content.decode()


def test_only_a_hash_of_the_token_is_kept(kept: dict[str, Any]) -> None:
    row = KeptCard.objects.get()
    assert kept["token"] not in str(vars(row))
    assert re.fullmatch(r"[0-9a-f]{64}", row.token_hash)


def test_a_phone_fetches_anew_and_stays_one(mine: Client, kept: dict[str, Any]) -> None:
    before = KeptCard.objects.get().seen_at
    again = mine.post(f"{PHONE}keep/", {"token": kept["token"]}).json()
    assert again["token"] == kept["token"]
    assert KeptCard.objects.get().seen_at > before


def test_nobody_gets_a_card_without_logging_in(visitor: Client, db: None) -> None:
    assert visitor.post(f"{PHONE}keep/").status_code == 401
    assert visitor.post(f"{PHONE}push/on/").status_code == 401
    assert visitor.post(f"{PHONE}push/here/").status_code == 401


def test_someone_else_on_the_phone_gets_nothing_of_its_patrons(
    kept: dict[str, Any], patron_client: Callable[[Patron], Client], town: Town, patron: Patron
) -> None:
    other = patron_client(town.patron())
    answer = other.post(f"{PHONE}keep/", {"token": kept["token"]})
    assert (answer.status_code, answer.content) == (204, b"")
    assert KeptCard.objects.get().person_id == patron.id


def ask(token: str) -> Any:
    """Ask from a phone where nobody is logged in."""
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    answer = client.post(f"{PHONE}ask/", {"token": token})
    assert not answer.cookies
    assert not answer.content
    return answer


def test_a_phone_learns_whether_it_may_go_on_and_nothing_else(kept: dict[str, Any]) -> None:
    assert ask(kept["token"]).status_code == 204
    for token in ("", "guessed"):
        assert ask(token).status_code == 410


@pytest.mark.parametrize("end", ["lost", "erased", "forgotten", "late", "dropped"])
def test_a_card_that_is_over_is_erased_from_the_phone(
    end: str, kept: dict[str, Any], mine: Client, patron: Patron
) -> None:
    now = datetime.now(UTC)
    if end == "lost":
        report_card_lost(patron.id, on=now.date())
    elif end == "erased":
        assert erasure.ask(patron.id, policy=policy_in_force(), now=now)
        assert not Person.objects.filter(pk=patron.id).exists()
    elif end == "forgotten":
        answer = mine.post(f"{PHONE}forget-all/")
        assert answer.headers["Clear-Site-Data"] == ERASES
    elif end == "late":
        KeptCard.objects.update(seen_at=now - timedelta(days=31))
    else:
        mine.post(f"{PHONE}drop/", {"token": kept["token"]})
    answer = ask(kept["token"])
    assert answer.status_code == 410
    assert "Clear-Site-Data" not in answer.headers, "asked without a cookie: a desk may be there"
    assert not KeptCard.objects.filter(seen_at__gt=now - timedelta(days=31)).exists()


def test_the_night_removes_what_was_not_fetched_in_its_time(kept: dict[str, Any]) -> None:
    later = machine_time() + timedelta(days=31)
    removed = {each.name: each.rows for each in remove_due(policy_in_force(), now=later)}
    assert removed["patrons.KeptCard:kept_card"] == 1


def test_logging_out_forgets_the_phone(mine: Client, kept: dict[str, Any]) -> None:
    sent(mine, "on", a_phone())
    answer = mine.post("/en/my/log-out/")
    assert answer.headers["Clear-Site-Data"] == ERASES
    assert not KeptCard.objects.exists()
    assert not PushSubscription.objects.exists()


def test_logging_out_leaves_the_other_phone(
    mine: Client, kept: dict[str, Any], patron: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    patron_client(patron).post("/en/my/log-out/")
    assert KeptCard.objects.count() == 1


@pytest.mark.parametrize("way", ["log-out/", "phone/forget/", "phone/forget-all/"])
def test_a_desk_that_was_without_network_loses_nothing_to_a_patron_who_leaves(
    mine: Client, kept: dict[str, Any], way: str
) -> None:
    mine.cookies[UNSENT_COOKIE] = "1"
    answer = mine.post(f"/en/my/{way}", {"token": kept["token"]})
    assert "Clear-Site-Data" not in answer.headers
    assert not KeptCard.objects.exists()
    assert ask(kept["token"]).status_code == 410, "its script erases the card"


def test_a_desk_that_logs_out_erases_nothing_in_its_browser(
    staff_client: Callable[[str], Client], town: Town
) -> None:
    desk = staff_client(town.staff("desk"))
    assert "Clear-Site-Data" not in desk.post("/en/desk/log-out/").headers


def test_a_phone_is_forgotten_by_itself(mine: Client, kept: dict[str, Any]) -> None:
    theirs = a_phone()
    sent(mine, "on", theirs)
    told = {"token": kept["token"], "endpoint": theirs.endpoint}
    answer = mine.post(f"{PHONE}forget/", told)
    assert answer.headers["Clear-Site-Data"] == ERASES
    assert not KeptCard.objects.exists()
    assert not PushSubscription.objects.exists()
    assert mine.get(PHONE).status_code == 200, "still logged in"


def test_messages_are_turned_on_and_off(mine: Client, patron: Patron) -> None:
    theirs = a_phone()
    assert sent(mine, "here", theirs) == 404
    assert sent(mine, "on", theirs) == 204
    assert PushSubscription.objects.get().person_id == patron.id
    assert sent(mine, "here", theirs) == 204
    assert "through Google" in mine.get(PHONE).content.decode()
    assert sent(mine, "off", theirs) == 204
    assert not PushSubscription.objects.exists()


def test_the_librarys_no_is_told_in_words(mine: Client) -> None:
    answer = mine.post(
        f"{PHONE}push/on/", a_phone("push.example.org").text(), content_type="application/json"
    )
    assert answer.status_code == 409
    assert "none of those the library" in json.loads(answer.content)["why"][0]


def test_a_library_without_it_does_not_speak_of_it(mine: Client) -> None:
    assert "Messages on this phone" in mine.get(PHONE).content.decode()
    text = Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")
    services = re.findall(r"^\[\[push_services\]\]\n(?:.+\n)+", text, re.MULTILINE)
    assert len(services) == 4
    change_policy(("push = true", "push = false"), *((each, "") for each in services))
    assert "Messages on this phone" not in mine.get(PHONE).content.decode()
    assert sent(mine, "on", a_phone()) == 409


def test_a_message_is_closed_by_who_knows_its_number(visitor: Client, patron: Patron) -> None:
    now = machine_time()
    message = Message.objects.create(
        person_id=patron.id,
        template=Template.OVERDUE,
        created_at=now,
        next_attempt_at=now,
        channel="push",
    )
    for told in ("", "x", "0c3b1c3e-0000-4000-8000-000000000000"):
        assert visitor.post(f"{PHONE}push/shown/", {"message": told}).status_code == 204
    message.refresh_from_db()
    assert message.closed_at is None
    visitor.post(f"{PHONE}push/shown/", {"message": str(message.pk)})
    message.refresh_from_db()
    assert message.closed_at is not None


@pytest.mark.parametrize(
    "what", ["keep", "ask", "drop", "forget", "push/on", "push/here", "push/off", "push/shown"]
)
def test_nothing_happens_by_looking(what: str, mine: Client) -> None:
    assert mine.get(f"{PHONE}{what}/").status_code == 405


def test_the_pages_for_everyone_say_nothing_of_who_asks(mine: Client, patron: Patron) -> None:
    anyone = Client()
    for address in ("/sw.js", "/sv/my/phone/app.webmanifest", "/app/icon-192.png"):
        assert mine.get(address).content == anyone.get(address).content
    worker = anyone.get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]
    assert anyone.get("/app/icon-100.png").status_code == 404


@pytest.mark.parametrize(
    ("language", "short"), [("nb", "Biblioteket"), ("sv", "Biblioteket"), ("en", "Library")]
)
def test_the_app_speaks_its_language(
    visitor: Client, town: Town, language: str, short: str
) -> None:
    told = visitor.get(f"/{language}/my/phone/app.webmanifest").json()
    assert told["lang"] == language
    assert told["short_name"] == short
    assert told["start_url"] == f"/{language}/my/phone/card/?app=1"


def test_the_extract_tells_of_phones_and_gives_no_key_away(
    mine: Client, kept: dict[str, Any], patron: Patron
) -> None:
    theirs = a_phone()
    sent(mine, "on", theirs)
    tables = {each.name: each for each in sections(patron.id, policy=policy_in_force())}
    (phone,) = tables["patrons.KeptCard"].rows
    assert phone.values["token_hash"] == "•••"
    assert phone.goes is not None
    (address,) = tables["messages.PushSubscription"].rows
    assert (address.values["service"], address.values["sealed"]) == ("Google", "•••")
    everything = repr(tables)
    assert theirs.endpoint not in everything
    assert kept["token"] not in everything


def test_asking_to_be_erased_ends_phones_though_loans_wait(
    mine: Client, kept: dict[str, Any], patron: Patron, town: Town
) -> None:
    sent(mine, "on", a_phone())
    town.lend(patron, town.item("Vinterfjell"))
    going = groups(erasure.facets(patron.id, now=datetime.now(UTC)))
    told = {each.outcome: set(each.lines) for each in going}
    assert {"Phones that get messages", "Phones that keep your card"} <= told[Outcome.NOW]
    page = mine.get("/en/my/erase/").content.decode()
    assert all(line.split("(")[0] in unescape(page) for each in going for line in each.lines)
    assert not erasure.ask(patron.id, policy=policy_in_force(), now=datetime.now(UTC))
    assert not KeptCard.objects.exists()
    assert not PushSubscription.objects.exists()
