"""Every page in every language, by day and in the dark, from the smallest screen to a wide one.

The check takes one combination for each page, another for the next; `HYLLA_EVERYWHERE=1` takes all
(672 pages, a quarter of an hour).
"""

import os
from collections.abc import Iterator
from itertools import cycle, product
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import MINE, at_the_desk, furnish, scan
from tests.browser.test_access import ALL, violations
from tests.browser.test_looks import STICKS_OUT

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


def look(site: Site, page: Page, paths: tuple[str, ...]) -> None:
    for path, reader in readings(paths, every="HYLLA_EVERYWHERE" in os.environ):
        page.emulate_media(color_scheme=reader.scheme)  # type: ignore[arg-type] # one of the two
        page.set_viewport_size({"width": reader.width, "height": 800})
        page.goto(f"{site.url}/{reader.language}/{path}")
        found = violations(page, ALL)
        told = [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]
        assert not told, f"{path} {reader}:\n" + "\n".join(told)
        assert page.evaluate(STICKS_OUT) <= 0, f"{path} {reader}: something sticks out"
