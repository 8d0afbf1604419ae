"""What holds for everyone who comes by browser, however they read (WCAG 2.2 AA)."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import Visit, at_the_desk, desk_pages, furnish, my_pages, opac_pages

pytestmark = pytest.mark.browser

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": ALL,
    # In the dark only the colours are others.
    "dark": ["color-contrast"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(site: Site, browser: GuardedBrowser, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    patron = furnish(site)
    for name, visit in opac_pages(site):
        inspect(page, name, visit, RULES[scheme])
    site.log_in(page, patron)
    for name, visit in my_pages(site):
        inspect(page, name, visit, RULES[scheme])
    at_the_desk(site, page)
    for name, visit in desk_pages(site, patron):
        inspect(page, name, visit, RULES[scheme])


def inspect(page: Page, name: str, visit: Visit, rules: list[str]) -> None:
    visit(page)
    found = violations(page, rules)
    told = [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]
    assert not told, f"{name}:\n" + "\n".join(told)


def violations(page: Page, rules: list[str]) -> list[dict[str, Any]]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return found


def test_axe_finds_a_barrier_where_there_is_one(page: Page) -> None:
    page.set_content("<html><body><img src='x'><input></body></html>")
    found = violations(page, ALL)
    assert {"image-alt", "label", "html-has-lang"} <= {each["id"] for each in found}


def test_the_keyboard_reaches_the_content_first(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("each => each === document.activeElement")
    assert skip.evaluate("each => each.getBoundingClientRect().top >= 0"), "it can be seen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_summary_leads_to_the_field(site: Site, page: Page) -> None:
    site.log_in(page, furnish(site))
    page.goto(f"{site.url}/en/my/details/")
    page.get_by_label("E-mail").fill("nowhere")
    page.get_by_role("button", name="Save").click()
    assert page.title().startswith("Not saved")
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "emails"
    field = page.get_by_label("E-mail")
    assert field.get_attribute("aria-invalid") == "true"
    assert field.get_attribute("aria-describedby") == "id_emails_error"
