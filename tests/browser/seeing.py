"""What axe and a measure find in a page, for the tests that look at pages."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ALL = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast",)
# 2.5.3: who speaks to the machine says what stands on the button. axe leaves it out unless asked.
ASKED_FOR = {"label-content-name-mismatch": {"enabled": True}}
# A person reads what is on the screen and axe the whole page: what the browser draws only on the
# screen has no place yet where it is not, and seems to lie on its neighbours.
DRAW_ALL = """() => {
  for (const each of document.querySelectorAll(".sentences > li")) {
    each.style.contentVisibility = "visible";
  }
}"""
AS_BEFORE = """() => {
  for (const each of document.querySelectorAll(".sentences > li")) each.removeAttribute("style");
}"""
"""The page's own styles are looked for after this: none is left of ours."""
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page, rules: Sequence[str]) -> list[dict[str, Any]]:
    """Return axe's findings, by these rules or sets of rules."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    page.evaluate(DRAW_ALL)
    asked_for = ASKED_FOR if rules == ALL else {}
    options = {"runOnly": list(rules), "rules": asked_for, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(options).then(found => found.violations)", options
    )
    page.evaluate(AS_BEFORE)
    return found


def barriers(page: Page, rules: Sequence[str]) -> list[str]:
    """Return axe's findings as lines: the rule, and what breaks it."""
    return [
        f"{each['id']}: {node['html'][:150]}"
        for each in violations(page, rules)
        for node in each["nodes"]
    ]
