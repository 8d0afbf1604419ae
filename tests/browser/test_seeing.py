"""Large letters, little room, strong contrast, and a focus that can be seen (WCAG 2.2 AA)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import MINE, furnish
from tests.browser.public_pages import public_paths
from tests.browser.test_access import violations
from tests.browser.test_looks import STICKS_OUT

pytestmark = pytest.mark.browser

# 1.4.10: a window of 1280 by 1024 at 400 %. 1.4.4: the same at 200 %.
ZOOMED = ({"width": 320, "height": 256}, {"width": 640, "height": 512})
# 1.4.4 again, for whoever enlarges the letters alone; 1.4.12: what a reader may put between them.
LETTERS = (
    "html { font-size: 200% }",
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }",
)
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(each => !each.closest('.hidden, .skip, svg') && each.checkVisibility())
  .filter(each => ['hidden', 'clip'].includes(getComputedStyle(each).overflowY)
    && each.scrollHeight > each.clientHeight + 2)
  .map(each => each.outerHTML.slice(0, 120))"""
# 2.4.11: what has the focus is not behind anything. 2.4.7: and it has a ring.
BEHIND = """() => {
  const each = document.activeElement, box = each.getBoundingClientRect();
  if (each === document.body) return '';  // past the last, in the browser's own bar
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const ring = getComputedStyle(each), around = each.closest('.shelf > li');
  const is_seen = [ring, around && getComputedStyle(around)].some(
    style => style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  return is_seen && top && (each.contains(top) || top.contains(each)) ? '' : each.outerHTML;
}"""


def paths(site: Site) -> Iterator[str]:
    """Yield the pages of everyone and of a patron."""
    yield from public_paths(site).values()
    yield from (f"/en/my/{name}" for name in MINE)


def test_everything_fits_at_400_per_cent(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page(viewport=ZOOMED[0])
    site.log_in(page, furnish(site))
    for path in paths(site):
        page.goto(site.url + path)
        for size in ZOOMED:
            page.set_viewport_size(size)  # type: ignore[arg-type] # a size
            assert page.evaluate(STICKS_OUT) <= 0, f"{path} at {size}"


def test_nothing_is_cut_off_with_large_or_loose_letters(
    site: Site, browser: GuardedBrowser
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1024}, bypass_csp=True)
    site.log_in(page, furnish(site))
    for path in paths(site):
        for style in LETTERS:
            page.goto(site.url + path)
            page.add_style_tag(content=style)
            assert page.evaluate(STICKS_OUT) <= 0, f"{path}: {style}"
            assert page.evaluate(CUT_OFF) == [], f"{path}: {style}"


CONTRASTS: tuple[dict[str, Any], ...] = (
    {"contrast": "more"},
    {"contrast": "more", "color_scheme": "dark"},
    {"forced_colors": "active"},
)


@pytest.mark.parametrize("wanted", CONTRASTS, ids=str)
def test_strong_contrast(site: Site, browser: GuardedBrowser, wanted: dict[str, Any]) -> None:
    page = browser.new_page(**wanted)
    site.log_in(page, furnish(site))
    for path in ("/en/", "/en/search/?q=fjell", "/en/privacy/", "/en/my/", "/en/my/details/"):
        page.goto(site.url + path)
        rules = ["color-contrast"]
        if "forced_colors" not in wanted:
            rules.append("color-contrast-enhanced")
        found = [node["html"][:120] for each in violations(page, rules) for node in each["nodes"]]
        assert not found, f"{path}: {found}"
        assert page.evaluate(STICKS_OUT) <= 0, path


@pytest.mark.parametrize("path", ["/en/", "/en/privacy/", "/en/my/"])
def test_the_focus_is_always_seen(site: Site, browser: GuardedBrowser, path: str) -> None:
    # A page that scrolls slowly would be looked at on its way.
    page = browser.new_page(viewport={"width": 375, "height": 667}, reduced_motion="reduce")
    site.log_in(page, furnish(site))
    page.goto(site.url + path)
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(BEHIND) == "", path
