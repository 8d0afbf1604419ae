"""The probes of phones see what is wrong: each is shown something wrong, and says so."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hylla.doors.mypage.phone.device import WORDS
from hylla.messages.models import PushSubscription
from hylla.privacy.browser import BROWSER_STORES, PATRONS
from hylla.privacy.declarations import Held
from hylla.site.probes import file
from hylla.site.probes.file import browser_stores
from hylla.site.probes.sql.consents import push_by_choice
from tests.builders import a_person, policy_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
FJORDVIK = policy_of("fjordvik")


def test_every_script_stores_what_the_register_says() -> None:
    finding = browser_stores(FJORDVIK, NOW)
    assert finding.problems == ()
    assert finding.looked_at == sum(bool(store.path) for store in BROWSER_STORES)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ('localStorage.setItem("last", card)', "local_storage"),
        ("sessionStorage.last = card", "session_storage"),
        ('document.cookie = "last=1"', "cookie"),
        ('indexedDB\n  .open("more")', "indexed_db"),
        ('caches\n  .open("more")', "cache"),
        ('navigator.serviceWorker.register("/more.js")', "service_worker"),
    ],
)
def test_a_script_that_stores_something_else_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, kind: str
) -> None:
    (tmp_path / "careless.js").write_text(script)
    monkeypatch.setattr(file, "FOLDERS", (*file.FOLDERS, tmp_path))
    assert browser_stores(FJORDVIK, NOW).problems == (f"careless.js stores in {kind}, undeclared",)


def test_a_register_that_says_too_much_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    old = replace(BROWSER_STORES[1], name="forgotten", path="hylla/forgotten.js")
    monkeypatch.setattr(file, "BROWSER_STORES", (*BROWSER_STORES, old))
    problems = browser_stores(FJORDVIK, NOW).problems
    assert problems == ("hylla/forgotten.js is said to store in indexed_db",)


def test_every_store_of_a_patron_has_words() -> None:
    assert {store.name for store in BROWSER_STORES if store.since & PATRONS} == set(WORDS)


def test_every_cookie_of_a_door_is_in_the_register() -> None:
    named = re.compile(r'^\w*COOKIE = "(\w+)"$', re.MULTILINE)
    scripts = [*file.DOORS.rglob("*.py")]
    found = {name for each in scripts for name in named.findall(each.read_text(encoding="utf-8"))}
    declared = [store for store in BROWSER_STORES if store.kind is Held.COOKIE]
    cookies = {store.name for store in declared}
    assert found | {settings.SESSION_COOKIE_NAME} == cookies
    setting = [each for each in scripts if ".set_cookie(" in each.read_text(encoding="utf-8")]
    by_scripts = {store.name for store in declared if store.path}
    assert len(setting) == len(found - by_scripts), "each says its cookie's name as a constant"


def a_phone(**changes: Any) -> None:
    values: dict[str, Any] = {
        "person": a_person(),
        "sealed": b"\x00\x01",
        "fingerprint": "a" * 64,
        "service": "Google",
        "since_at": NOW,
        "seen_at": NOW - timedelta(days=2),
    }
    PushSubscription.objects.create(**{**values, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, ()),
        ({"sealed": b"https://push.example.net/x"}, ("a phone's address is not sealed",)),
        ({"fingerprint": "https://push"}, ("a phone's address is not sealed",)),
        ({"service": "Nobody"}, ("a phone's service is not named in the policy",)),
    ],
)
def test_a_phone_that_can_be_read_or_that_nobody_was_told_of_is_seen(
    changes: dict[str, Any], problems: tuple[str, ...]
) -> None:
    a_phone(**changes)
    finding = push_by_choice(FJORDVIK, NOW)
    assert (finding.looked_at, finding.problems) == (1, problems)
