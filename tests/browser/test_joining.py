"""Asking for a card by browser, and confirming it: it fits a phone, and no script is needed."""

import pytest

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.joining_pages import ask_for_a_card, confirm_at_the_desk
from tests.browser.pages import at_the_desk
from tests.browser.seeing import STICKS_OUT

pytestmark = pytest.mark.browser


def test_the_way_to_a_card_fits_a_phone(site: Site, browser: GuardedBrowser) -> None:
    """What bars the way is looked for on this way in test_everywhere."""
    page = browser.new_page(viewport={"width": 375, "height": 667})
    for name in ask_for_a_card(site, page):
        assert page.evaluate(STICKS_OUT) <= 0, f"{name} is wider than a phone"
    assert not page.context.cookies(), "nobody logged in"
    at_the_desk(site, page)
    assert list(confirm_at_the_desk(site, page))


def test_a_card_is_asked_for_without_scripts(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page(java_script_enabled=False)
    assert list(ask_for_a_card(site, page))[-1] == "register-kept"
