"""Every page as everyone meets it: by day and in the dark, on a phone and on a desk's screen,
enlarged, with loose letters, and light on a slow line (WCAG 2.2 AA).

Each page is opened once and looked at in every way, since opening is what takes the time. A picture
of what does not fit stays in pytest's temporary folder, for people to look at; those of every page
are made by `./hylla screenshots`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import (
    Visit,
    at_the_desk,
    desk_pages,
    furnish,
    in_the_office,
    my_pages,
    office_pages,
    opac_pages,
)
from tests.browser.seeing import ALL, COLOURS, STICKS_OUT, barriers

pytestmark = pytest.mark.browser

SCREEN, PHONE, SMALLEST = (1280, 720), (375, 812), (320, 640)
# 1.4.10: a window of 1280 by 1024 at 400 %. 1.4.4: the same at 200 %.
ZOOMED = ((320, 256), (640, 512))
# 1.4.4 again, for whoever enlarges the letters alone; 1.4.12: what a reader may put between them.
LETTERS = (
    "html { font-size: 200% }",
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }",
)
# As a reader's own style sheet: the page's content security policy does not forbid it.
WITH_LETTERS = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = text ? [sheet] : [];
}"""
# A cover is a picture of words that stand whole beside it, as those in an icon do.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(each => !each.closest('.hidden, .skip, svg, .cover[aria-hidden=true]')
    && each.checkVisibility())
  .filter(each => ['hidden', 'clip'].includes(getComputedStyle(each).overflowY)
    && each.scrollHeight > each.clientHeight + 2)
  .map(each => each.outerHTML.slice(0, 120))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('button, .button, input, select, summary')]
  .filter(each => each.getClientRects().length && !each.matches('[type=radio], [type=checkbox]'))
  .filter(each => each.getBoundingClientRect().height < 43.5)
  .map(each => each.outerHTML.slice(0, 120))"""
# Data in a script element (HTML, 4.12.1.1) runs nowhere, and no policy speaks of it.
OWN_STYLES = (
    "document.querySelectorAll('[style], style,"
    ' script:not([src]):not([type="application/ld+json"])\').length'
)

MOST_BYTES, MOST_REQUESTS = 100_000, 10


def test_every_page_is_for_everyone(site: Site, browser: GuardedBrowser, tmp_path: Path) -> None:
    page, patron = browser.new_page(reduced_motion="reduce"), furnish(site)
    faults = list(public_faults(page, opac_pages(site), tmp_path))
    site.log_in(page, patron)
    faults += faults_of(page, my_pages(site), tmp_path)
    at_the_desk(site, page)
    faults += faults_of(page, desk_pages(site, patron), tmp_path, is_enlarged=False)
    in_the_office(site, page)
    faults += faults_of(page, office_pages(site), tmp_path, is_enlarged=False)
    assert not faults, "\n".join(faults)


def public_faults(page: Page, visits: Iterable[tuple[str, Visit]], pictures: Path) -> Iterator[str]:
    """Look at the pages of everyone, which must be easy on whoever has never been here."""
    answers: list[Response] = []
    said: list[str] = []
    # Playwright marks what it calls, and a list's own method takes no mark.
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - as above
    page.on("console", lambda message: said.append(message.text))
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    for name, visit in visits:
        answers.clear()
        yield from faults_of(page, [(name, visit)], pictures, is_smallest=True)
        status = answers[0].status if answers else 0
        if status != (404 if name == "not-found" else 200):
            yield f"{name}: answered {status}"
        yield from (f"{name}: {each}" for each in too_heavy(answers))
        if page.evaluate(OWN_STYLES):
            yield f"{name}: a style or script of its own, which the security policy drops"
        if page.context.cookies():
            yield f"{name}: a cookie, and nobody has logged in"
    network.detach()
    yield from (each for each in said if "Content Security Policy" in each)


def faults_of(
    page: Page,
    visits: Iterable[tuple[str, Visit]],
    pictures: Path,
    *,
    is_enlarged: bool = True,
    is_smallest: bool = False,
) -> Iterator[str]:
    """Open each page once, and look at it in every way."""
    for name, visit in visits:
        show(page, SCREEN)
        visit(page)
        ways = [in_light_and_dark(page), on_each_size(page, pictures / f"{name}.png")]
        if is_enlarged:
            ways += [enlarged(page)]
        if is_smallest:
            ways += [on_the_smallest(page)]
        yield from (f"{name}: {each}" for way in ways for each in way)


def in_light_and_dark(page: Page) -> Iterator[str]:
    yield from barriers(page, ALL)
    page.emulate_media(color_scheme="dark")
    # In the dark only the colours are others.
    yield from (f"in the dark, {each}" for each in barriers(page, COLOURS))
    page.emulate_media(color_scheme="light")


def on_each_size(page: Page, picture: Path) -> Iterator[str]:
    for size in (SCREEN, PHONE):
        show(page, size)
        too_small = page.evaluate(SMALL_TARGETS)
        if is_wide := sticks_out(page):
            yield f"something sticks out at {size}"
        if too_small:
            yield f"too small to hit at {size}: {too_small}"
        if is_wide or too_small:
            page.screenshot(path=picture, full_page=True)


def enlarged(page: Page) -> Iterator[str]:
    for size in ZOOMED:
        show(page, size)
        if sticks_out(page):
            yield f"something sticks out at {size}"
    show(page, (1280, 1024))
    for style in LETTERS:
        page.evaluate(WITH_LETTERS, style)
        if sticks_out(page):
            yield f"something sticks out with {style}"
        yield from (f"cut off with {style}: {each}" for each in page.evaluate(CUT_OFF))
    page.evaluate(WITH_LETTERS, "")


def on_the_smallest(page: Page) -> Iterator[str]:
    show(page, SMALLEST)
    yield from (f"on the smallest phone, {each}" for each in barriers(page, ALL))
    page.emulate_media(color_scheme="dark")
    yield from (f"on the smallest phone in the dark, {each}" for each in barriers(page, COLOURS))
    page.emulate_media(color_scheme="light")
    if sticks_out(page):
        yield f"something sticks out at {SMALLEST}"


def too_heavy(answers: list[Response]) -> Iterator[str]:
    """Say what a visit costs too much. The browser keeps nothing here: each visit is the first."""
    sizes = {answer.url: transferred(answer) for answer in answers}
    if len(sizes) > MOST_REQUESTS:
        yield f"{len(sizes)} requests: {list(sizes)}"
    if sum(sizes.values()) >= MOST_BYTES:
        yield f"too many bytes: {sizes}"
    if sum(url.endswith(".css") for url in sizes) != 1:
        yield f"not one style sheet: {list(sizes)}"


def transferred(answer: Response) -> int:
    """Return what came over the line, headers included."""
    sizes: Any = answer.request.sizes()
    return int(sizes["responseHeadersSize"] + sizes["responseBodySize"])


def show(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def sticks_out(page: Page) -> bool:
    return bool(page.evaluate(STICKS_OUT) > 0)
