"""The real library behind the real server: tables that other threads see, and a machine."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from hylla.circulation.queries import house
from hylla.doors.sip2.accounts import PersonalField
from hylla.doors.sip2.library import DjangoLibrary
from hylla.doors.sip2.settings import Settings
from hylla.library import queries
from hylla.library.actions import add_machine
from hylla.library.rules import NewMachine
from tests.doors.sip2.conftest import Connect
from tests.doors.sip2.terminal import Terminal, login
from tests.doors.town import PASSWORD, Town, make_town

EVERYTHING = tuple(PersonalField)
"""Every field about a person that the protocol knows: more than a machine is ever shown."""

SignIn = Callable[..., Terminal]


@pytest.fixture
def town(transactional_db: None) -> Town:
    """A small library, committed; what the process remembers of another one is forgotten."""
    house.forget()
    queries.days._kept_calendar.cache_clear()
    town = make_town()
    for name, branch, fields in (
        ("hall", town.main, EVERYTHING),
        ("sorter", town.main, ()),
        ("west", town.west, ("AE", "BL", "CQ", "AF", "AU")),
    ):
        add_machine(NewMachine(name, PASSWORD, branch.pk, fields=fields))
    return town


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """As the command runs it on this database."""
    settings = Settings(at_once=connection.vendor == "sqlite")
    if settings.at_once:
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return settings


@pytest.fixture
def library(town: Town) -> DjangoLibrary:
    """The product's own."""
    return DjangoLibrary(lambda: datetime.now(UTC))


@pytest.fixture
def machine(connect: Connect) -> SignIn:
    """Return what connects and logs in."""

    def sign_in(name: str = "hall") -> Terminal:
        terminal = connect()
        terminal.ask_login(login(name, PASSWORD))
        return terminal

    return sign_in
