"""Every page in every language, by day and in the dark, from the smallest screen to a wide one.

The check takes one combination for each of some pages, another for the next;
`HYLLA_EVERYWHERE=1` takes all: every address that `matrix.py` calls a page, what forms answer
(`states.py`), and the ways through a kiosk, the first-run guide, the registration and an e-ID, and
where they fail (`walks.py`, `astray.py`).
"""

import os
from collections.abc import Callable, Iterator
from itertools import cycle, islice, product
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from hylla.doors.mypage import paying
from hylla.site.catalogues import compile_catalogues
from tests.browser import states
from tests.browser.astray import IN_EVERY_LANGUAGE, by_eid, gone_wrong
from tests.browser.cases import CHOOSER, TEACHER, Cases, work_waits
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.matrix import OF_CLASSES, OF_ROUNDS, paths
from tests.browser.pages import at_the_desk, cataloguing, furnish, in_the_office, scan
from tests.browser.seeing import ALL, COLOURS, STICKS_OUT, barriers
from tests.browser.walks import first_run, registration, self_service
from tests.browser.words import strange_words
from tests.doors.town import Patron
from tests.fees.till import Till

pytestmark = pytest.mark.browser

# What the check takes as one reader has it; test_every_page.py has every page, in one language.
PUBLIC = ("", "search/?q=fjell", "search/?q=zzyzx", "privacy/", "my/", "register/")
MINE = ("", "card/", "history/", "messages/", "details/", "kept/", "looked/", "rights/")
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


EVERY = "HYLLA_EVERYWHERE" in os.environ
LANGUAGES, WIDTHS = ("nb", "sv", "nn", "en"), (320, 1920, 768)
READERS = tuple(Reader(*each) for each in product(LANGUAGES, ("light", "dark"), WIDTHS))


def readings(paths: tuple[str, ...]) -> Iterator[tuple[str, Reader]]:
    """Yield what is looked at: each path as one reader has it."""
    # A stride without a common divisor: neighbours differ in everything.
    yield from zip(paths, cycle(READERS[at * 7 % len(READERS)] for at in range(24)))


def test_the_sample_has_every_language_scheme_and_width() -> None:
    seen = [reader for _, reader in readings((*PUBLIC, *MINE, *DESK))]
    assert {each.language for each in seen} == {"nb", "nn", "sv", "en"}
    assert {(each.scheme, each.width) for each in seen} == set(
        product(("light", "dark"), (320, 768, 1920))
    )


def test_some_readers_meet_no_barrier(site: Site, browser: GuardedBrowser) -> None:
    patron, page = furnish(site), browser.new_page()
    record = f"record/{site.town.item('Fjellvandring i nord').record_id}/"
    look(site, page, (*PUBLIC, record))
    site.log_in(page, patron)
    look(site, page, tuple(f"my/{path}" for path in MINE))
    at_the_desk(site, page)
    scan(page, patron.card)
    look(site, page, tuple(f"desk/{path}" for path in DESK))


Walk = Callable[[Site, Page, str], Iterator[str]]
WALKS: tuple[tuple[Walk, str, int], ...] = (
    (self_service, "sv", 99),
    (registration, "nn", 99),
    (gone_wrong, "en", 99),
    (by_eid, "nb", 4),
)
"""Ways through the program, the language in which the check takes each, and how far it goes."""


@pytest.mark.parametrize(
    ("walk", "language", "steps"),
    [
        (walk, language, 99 if EVERY else steps)
        for walk, first, steps in WALKS
        for language in (LANGUAGES if EVERY else (first,))
    ],
)
def test_no_state_on_the_way_is_a_barrier(
    site: Site, browser: GuardedBrowser, walk: Walk, language: str, steps: int
) -> None:
    go(lambda *where: islice(walk(*where), steps), site, browser, language)


@pytest.mark.parametrize("language", LANGUAGES if EVERY else ("nb",))
def test_no_state_of_the_guide_is_a_barrier(
    live_server: LiveServer, browser: GuardedBrowser, language: str
) -> None:
    compile_catalogues()
    nobody = Site(live_server.url, None)  # type: ignore[arg-type] # the guide begins with no town
    go(first_run, nobody, browser, language)


def go(walk: Walk, site: Site, browser: GuardedBrowser, language: str) -> None:
    """Walk once, and read each page as one reader or as each of them does."""
    page, number, faults = browser.new_page(reduced_motion="reduce"), 0, []
    for number, name in enumerate(walk(site, page, language)):
        if EVERY:
            faults += everyone_reads(page, name, language)
        else:
            readers = [each for each in READERS if each.language == language]
            read(page, name, readers[number % len(readers)])
    assert number, "there was no way"
    assert not faults, "\n".join(faults)


def look(site: Site, page: Page, paths: tuple[str, ...]) -> None:
    for path, reader in readings(paths):
        page.goto(f"{site.url}/{reader.language}/{path}")
        read(page, path, reader)


def read(page: Page, name: str, reader: Reader) -> None:
    page.emulate_media(color_scheme=reader.scheme)  # type: ignore[arg-type] # one of the two
    page.set_viewport_size({"width": reader.width, "height": 800})
    # A kiosk's page goes by itself where nobody presses a key.
    page.keyboard.press("Shift")
    told = barriers(page, ALL)
    assert not told, f"{name} {reader}:\n" + "\n".join(told)
    assert page.evaluate(STICKS_OUT) <= 0, f"{name} {reader}: something sticks out"


def everyone_reads(page: Page, name: str, language: str) -> Iterator[str]:
    """Read a page as it stands in every width, by day and in the dark, and yield what is wrong."""
    if name not in IN_EVERY_LANGUAGE:
        yield from (f"{name}: {each}" for each in strange_words(page, language))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.keyboard.press("Shift")
        yield from (f"{name} {width}: {each}" for each in barriers(page, ALL))
        if page.evaluate(STICKS_OUT) > 0:
            yield f"{name} {width}: something sticks out"
        # In the dark only the colours are others.
        page.emulate_media(color_scheme="dark")
        yield from (f"{name} {width} in the dark: {each}" for each in barriers(page, COLOURS))
        page.emulate_media(color_scheme="light")


if EVERY:

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_nobody_meets_a_barrier_on_any_page(
        site: Site,
        browser: GuardedBrowser,
        settings: Any,
        monkeypatch: pytest.MonkeyPatch,
        language: str,
    ) -> None:
        """Takes a quarter of an hour a language."""
        till = Till()
        settings.HYLLA_PAYMENTS = "payments.toml"
        monkeypatch.setattr(paying, "payment_provider", lambda _: till)
        patron = furnish(site)
        cases = work_waits(site, patron)
        page = browser.new_page(reduced_motion="reduce")
        names = all_pages(site, page, language, patron, cases)
        faults = [fault for name in names for fault in everyone_reads(page, name, language)]
        assert not faults, "\n".join(faults)


def all_pages(site: Site, page: Page, language: str, patron: Patron, cases: Cases) -> Iterator[str]:
    """Go to every page there is, and yield where one stands."""

    def opened(*doors: str, of: frozenset[str] = frozenset()) -> Iterator[str]:
        for door in doors:
            for path in paths(door, language, cases.samples, of=of):
                answer = page.goto(site.url + path)
                assert answer is not None
                assert answer.status == 200, path
                # What leads elsewhere is no page, and matrix.py has to say why.
                assert page.url.split("?")[0] == site.url + path, f"{path} leads to {page.url}"
                yield path

    yield from opened("opac", "joining")
    yield from states.for_everyone(site, page, language)
    site.log_in(page, patron)
    yield from opened("mypage")
    yield from states.on_my_page(site, page, language)
    page.context.clear_cookies()
    yield from states.before_the_desk(site, page, language, cases.newcomer)
    page.context.clear_cookies()
    at_the_desk(site, page)
    scan(page, patron.card)
    yield from opened("desk", "kiosk")
    yield from states.at_the_desk(site, page, language, patron, cases)
    page.context.clear_cookies()
    site.enter_desk(page, CHOOSER)
    yield from opened("desk", of=OF_ROUNDS)
    yield from states.on_a_round(site, page, language, cases)
    page.context.clear_cookies()
    site.enter_desk(page, TEACHER)
    yield from opened("desk", of=OF_CLASSES)
    in_the_office(site, page)
    yield from opened("office")
    yield from states.in_the_office(site, page, language, cases)
    cataloguing(site, page)
    yield from opened("cataloguing")
