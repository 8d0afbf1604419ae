"""The desk in a browser: with keyboard and scanner only."""

import pytest
from playwright.sync_api import Page, expect

from hylla.circulation.models import Loan
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


def test_lending_and_returning_by_keyboard(site: Site, page: Page) -> None:
    patron, item = site.town.patron(given_name="Embla"), site.town.item("Vinterfjell")
    site.open_desk(page)
    field = page.get_by_label("Card, item or name")
    expect(field).to_be_focused()

    page.keyboard.type(patron.card)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Embla Tjernvatn")).to_be_visible()
    expect(page.get_by_label("Item to lend, or another card")).to_be_focused()

    page.keyboard.type(item.barcode)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Lent: Vinterfjell.")
    assert Loan.objects.filter(item=item, patron=patron.id).exists()

    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_contain_text("The patron is closed.")
    expect(page.get_by_role("heading", name="Embla")).to_have_count(0)

    page.keyboard.type(item.barcode)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Back on its shelf")
    expect(page.get_by_label("Card, item or name")).to_be_focused()
    assert not Loan.objects.exists()
