"""The cataloguers' editor by keyboard alone; without scripts see the tests of its door."""

import pytest
from playwright.sync_api import Page, expect

from hylla.catalogue.models import Record
from hylla.privacy.vocabulary import Role
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

TITLE = "main #fields input[aria-label^='245 a']"


def test_a_record_is_written_by_keyboard(site: Site, page: Page) -> None:
    """Checked while it is typed; a part is added, a field moved, and letters the keyboard lacks."""
    site.open_desk(page, Role.CATALOGUER)
    page.goto(f"{site.url}/en/cataloguing/titles/new/?start=book")
    page.locator("main input[aria-label^='020 a']").focus()
    page.keyboard.type("9788205282790")
    expect(page.locator("#problems")).to_contain_text("ISBN")
    page.locator(TITLE).focus()
    page.keyboard.type("Blbær")
    for _ in "bær":
        page.keyboard.press("ArrowLeft")
    page.locator("#letters summary").press("Enter")
    page.locator("#letters").get_by_role("button", name="å", exact=True).press("Enter")
    expect(page.locator(TITLE)).to_be_focused()
    expect(page.locator(TITLE)).to_have_value("Blåbær")
    page.keyboard.press("End")
    page.keyboard.type("lyng")
    parts = page.locator("#fields li:has(legend strong:text-is('245')) .part")
    count = parts.count()
    page.keyboard.press("Control+Shift+Enter")
    expect(parts).to_have_count(count + 1)
    page.locator("#new").focus()
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    note = page.locator("main #fields input[aria-label^='500 a']")
    expect(note).to_be_focused()
    page.keyboard.type("En merknad")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert "saved=1" in page.url
    row = Record.objects.get()
    assert row.title == "Blåbærlyng"
    assert b"En merknad" in bytes(row.marc or b"")
