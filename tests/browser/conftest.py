"""A Chromium that may reach this machine and nothing else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from hylla.privacy.vocabulary import Role
from hylla.site.catalogues import compile_catalogues
from hylla.site.check import chromium
from tests.doors.town import PASSWORD, PIN, Patron, Town, make_town

HERE = {"127.0.0.1", "localhost", "::1"}
# Addresses that never leave the browser.
INSIDE = {"about", "blob", "data"}


class GuardedBrowser:
    """Opens contexts, and remembers which other hosts were asked for and what failed.

    Chromium resolves no other host (`chromium.ARGUMENTS`). A route that aborts would do as well,
    but whoever routes loses the browser's cache, and waits for Python at each request.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.outside: list[str] = []
        self.errors: list[str] = []

    def new_context(self, **options: Any) -> BrowserContext:
        """Open a context; the options are Playwright's."""
        context = self._browser.new_context(**options)
        context.on("request", self._remember_outside)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self._contexts.append(context)
        return context

    def new_page(self, **options: Any) -> Page:
        """Open a page in a context of its own."""
        return self.new_context(**options).new_page()

    def close(self) -> None:
        """Close every context."""
        for context in self._contexts:
            context.close()

    def _remember_outside(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in INSIDE and address.hostname not in HERE:
            self.outside.append(request.url)


@pytest.fixture(scope="package")
def chromium_process() -> Iterator[Browser]:
    """One Chromium for nearly all browser tests; without one they fail and say what to install."""
    # Playwright keeps an event loop in this thread, and Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.provide_shell(), args=list(chromium.ARGUMENTS)
        )
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser(chromium_process: Browser) -> Iterator[GuardedBrowser]:
    """A browser; the test fails when a page asked another host or a script of it failed."""
    with guarded(chromium_process) as browser:
        yield browser


@pytest.fixture
def whole_browser(chromium_process: Browser) -> Iterator[GuardedBrowser]:
    """A browser that shows notifications."""
    running = chromium_process.browser_type.launch(
        executable_path=chromium.provide(), args=list(chromium.ARGUMENTS)
    )
    with guarded(running) as browser:
        yield browser
    running.close()


@contextmanager
def guarded(running: Browser) -> Iterator[GuardedBrowser]:
    """Let a test use a browser, and look afterwards what it did."""
    browser = GuardedBrowser(running)
    yield browser
    browser.close()
    assert not browser.outside, f"asked outside this machine: {browser.outside}"
    assert not browser.errors, f"scripts failed: {browser.errors}"


@pytest.fixture
def page(browser: GuardedBrowser) -> Page:
    """An empty page."""
    return browser.new_page()


@dataclass(frozen=True)
class Site:
    """A running library: where it is, and its town."""

    url: str
    town: Town

    def log_in(self, page: Page, patron: Patron) -> None:
        """Log a patron in, and end on their page."""
        page.goto(f"{self.url}/en/my/")
        page.get_by_label("Card number").fill(patron.card)
        page.get_by_label("PIN").fill(PIN)
        with page.expect_navigation():
            page.get_by_role("button", name="Log in", exact=True).click()

    def open_desk(self, page: Page, *roles: Role) -> None:
        """Log someone of the staff in, at the desk unless told otherwise."""
        self.enter_desk(page, self.town.staff(*(roles or (Role.DESK,))))

    def enter_desk(self, page: Page, username: str) -> None:
        """Log in at the desk as somebody who works here."""
        page.goto(f"{self.url}/en/desk/")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Log in", exact=True).click()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings, tmp_path: Path) -> Site:
    """The whole program, serving a small town on a port of its own, without an index as yet."""
    settings.HYLLA_SEARCH = tmp_path / "search"
    compile_catalogues()
    return Site(live_server.url, make_town())
