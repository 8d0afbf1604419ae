"""Every page in every language, by day and in the dark, from the smallest screen to a wide one.

The check takes one combination for each page, another for the next; `HYLLA_EVERYWHERE=1` takes all
(672 pages by their address, and 48 to 58 states of the ways through a kiosk, the first-run guide
and the registration for each reader: three quarters of an hour).
"""

import os
from collections.abc import Callable, Iterator
from itertools import cycle, product
from typing import NamedTuple

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from hylla.site.catalogues import compile_catalogues
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import MINE, at_the_desk, furnish, scan
from tests.browser.seeing import ALL, STICKS_OUT, barriers
from tests.browser.walks import first_run, registration, self_service

pytestmark = pytest.mark.browser

PUBLIC = ("", "search/?q=fjell", "search/?q=zzyzx", "privacy/", "my/", "register/")
DESK = (
    "",
    "find/",
    "register/",
    "shelf/",
    "overdue/",
    "letters/",
    "item/",
    "closed-days/",
    "colleagues/",
    "colleagues/new/",
    "help/",
)


class Reader(NamedTuple):
    """How someone reads: their language, by day or in the dark, and how wide their screen is."""

    language: str
    scheme: str
    width: int


READERS = tuple(
    Reader(*each) for each in product(("nb", "sv", "nn", "en"), ("light", "dark"), (320, 1920, 768))
)


def readings(paths: tuple[str, ...], *, every: bool) -> Iterator[tuple[str, Reader]]:
    """Yield what is looked at: each path as one reader has it, or as every reader has it."""
    if every:
        yield from product(paths, READERS)
    else:
        # A stride without a common divisor: neighbours differ in everything.
        yield from zip(paths, cycle(READERS[at * 7 % len(READERS)] for at in range(24)))


def test_the_sample_has_every_language_scheme_and_width() -> None:
    seen = [reader for _, reader in readings((*PUBLIC, *MINE, *DESK), every=False)]
    assert {each.language for each in seen} == {"nb", "nn", "sv", "en"}
    assert {(each.scheme, each.width) for each in seen} == set(
        product(("light", "dark"), (320, 768, 1920))
    )


def test_no_reader_meets_a_barrier(site: Site, browser: GuardedBrowser) -> None:
    patron, page = furnish(site), browser.new_page()
    record = f"record/{site.town.item('Fjellvandring i nord').record_id}/"
    look(site, page, (*PUBLIC, record))
    site.log_in(page, patron)
    look(site, page, tuple(f"my/{path}" for path in MINE))
    at_the_desk(site, page)
    scan(page, patron.card)
    look(site, page, tuple(f"desk/{path}" for path in DESK))


EVERY = "HYLLA_EVERYWHERE" in os.environ
LANGUAGES = ("nb", "sv", "nn", "en")
Walk = Callable[[Site, Page, str], Iterator[str]]


@pytest.mark.parametrize(
    ("walk", "language"),
    [
        (walk, language)
        for walk, first in ((self_service, "sv"), (registration, "nn"))
        for language in (LANGUAGES if EVERY else (first,))
    ],
)
def test_no_state_on_the_way_is_a_barrier(
    site: Site, browser: GuardedBrowser, walk: Walk, language: str
) -> None:
    go(walk, site, browser, language)


@pytest.mark.parametrize("language", LANGUAGES if EVERY else ("nb",))
def test_no_state_of_the_guide_is_a_barrier(
    live_server: LiveServer, browser: GuardedBrowser, language: str
) -> None:
    compile_catalogues()
    nobody = Site(live_server.url, None)  # type: ignore[arg-type] # the guide begins with no town
    go(first_run, nobody, browser, language)


def go(walk: Walk, site: Site, browser: GuardedBrowser, language: str) -> None:
    """Walk once, and read each page as one reader or as each of them does."""
    page, number = browser.new_page(), 0
    for number, name in enumerate(walk(site, page, language)):
        readers = [each for each in READERS if each.language == language]
        for reader in readers if EVERY else readers[number % len(readers) :][:1]:
            # A kiosk's page goes by itself where nobody presses a key.
            page.keyboard.press("Shift")
            read(page, name, reader)
    assert number, "there was no way"


def look(site: Site, page: Page, paths: tuple[str, ...]) -> None:
    for path, reader in readings(paths, every=EVERY):
        page.goto(f"{site.url}/{reader.language}/{path}")
        read(page, path, reader)


def read(page: Page, name: str, reader: Reader) -> None:
    page.emulate_media(color_scheme=reader.scheme)  # type: ignore[arg-type] # one of the two
    page.set_viewport_size({"width": reader.width, "height": 800})
    told = barriers(page, ALL)
    assert not told, f"{name} {reader}:\n" + "\n".join(told)
    assert page.evaluate(STICKS_OUT) <= 0, f"{name} {reader}: something sticks out"
