"""Every page on a phone and on a desk's screen: nothing sticks out, and nothing is in the way.

A picture of what does not fit stays in pytest's temporary folder, for people to look at; those of
every page are made by `./hylla screenshots`.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import at_the_desk, desk_pages, furnish, my_pages, opac_pages

pytestmark = pytest.mark.browser

SIZES = {"phone": {"width": 375, "height": 812}, "screen": {"width": 1280, "height": 720}}
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('button, .button, input, select, summary')]
  .filter(each => each.getClientRects().length && !each.matches('[type=radio], [type=checkbox]'))
  .filter(each => each.getBoundingClientRect().height < 43.5)
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits(
    site: Site, browser: GuardedBrowser, tmp_path: Path, size: str, scheme: str
) -> None:
    page = browser.new_page(viewport=SIZES[size], color_scheme=scheme)
    patron = furnish(site)
    for name, visit in opac_pages(site):
        look(page, tmp_path / f"{name}.png", visit)
    site.log_in(page, patron)
    for name, visit in my_pages(site):
        look(page, tmp_path / f"{name}.png", visit)
    at_the_desk(site, page)
    for name, visit in desk_pages(site, patron):
        look(page, tmp_path / f"{name}.png", visit)


def look(page: Page, picture: Path, visit: object) -> None:
    assert callable(visit)
    visit(page)
    sticks_out, too_small = page.evaluate(STICKS_OUT), page.evaluate(SMALL_TARGETS)
    if sticks_out > 0 or too_small:
        page.screenshot(path=picture, full_page=True)
    assert sticks_out <= 0, f"{picture.stem}: something sticks out"
    assert not too_small, f"{picture.stem}: too small to hit: {too_small}"
