"""What holds for everyone who comes by browser, however they read (WCAG 2.2 AA)."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.pages import furnish
from tests.browser.seeing import ALL, violations

pytestmark = pytest.mark.browser


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
