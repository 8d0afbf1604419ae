"""The desk in a browser: with keyboard and scanner only."""

import pytest
from playwright.sync_api import Page, expect

from hylla.circulation.models import Loan
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


def keys(page: Page, line: str) -> None:
    """Send a line as a scanner does, once the page stands and the field waits for it."""
    page.wait_for_load_state()
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type(line)
    page.keyboard.press("Enter")


def test_lending_and_returning_by_keyboard(site: Site, page: Page) -> None:
    patron, item = site.town.patron(given_name="Embla"), site.town.item("Vinterfjell")
    site.open_desk(page)
    expect(page.get_by_label("Card, item or name")).to_be_focused()
    keys(page, patron.card)
    expect(page.get_by_role("heading", name="Embla Tjernvatn")).to_be_visible()

    keys(page, item.barcode)
    expect(page.get_by_role("status")).to_contain_text("Lent: Vinterfjell.")
    assert Loan.objects.filter(item=item, patron=patron.id).exists()

    page.wait_for_load_state()
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_contain_text("The patron is closed.")
    expect(page.get_by_role("heading", name="Embla")).to_have_count(0)

    keys(page, item.barcode)
    expect(page.get_by_role("status")).to_contain_text("Back on its shelf")
    expect(page.get_by_label("Card, item or name")).to_be_focused()
    assert not Loan.objects.exists()


def test_a_record_does_not_stay_on_the_screen(site: Site, page: Page) -> None:
    patron = site.town.patron(given_name="Embla")
    page.clock.install()
    site.open_desk(page)
    expect(page.get_by_label("Card, item or name")).to_be_focused()
    keys(page, patron.card)
    expect(page.get_by_role("heading", name="Embla")).to_be_visible()
    page.wait_for_load_state()
    with page.expect_navigation():
        page.clock.run_for(301_000)


def test_the_field_takes_the_next_scan_whatever_was_pressed(site: Site, page: Page) -> None:
    site.open_desk(page)
    page.wait_for_load_state()
    page.get_by_label("always returned").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("Card, item or name")).to_be_focused()
