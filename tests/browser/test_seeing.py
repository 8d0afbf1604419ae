"""Strong contrast, and a focus that can be seen (WCAG 2.2 AA)."""

from typing import Any

import pytest

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import furnish
from tests.browser.seeing import COLOURS, STICKS_OUT, barriers

pytestmark = pytest.mark.browser

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
        more = () if "forced_colors" in wanted else ("color-contrast-enhanced",)
        found = barriers(page, COLOURS + more)
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
