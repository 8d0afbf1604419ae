"""Asking for a card by browser, and confirming it: no barrier on the way, and no script needed."""

import pytest

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.joining_pages import ask_for_a_card, confirm_at_the_desk
from tests.browser.pages import at_the_desk
from tests.browser.seeing import ALL, barriers

pytestmark = pytest.mark.browser


def test_the_way_to_a_card_has_no_barrier(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 667})
    for name in ask_for_a_card(site, page):
        told = barriers(page, ALL)
        assert not told, f"{name}:\n" + "\n".join(told)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{name} is wider than a phone"
    assert not page.context.cookies(), "nobody logged in"
    at_the_desk(site, page)
    for name in confirm_at_the_desk(site, page):
        told = barriers(page, ALL)
        assert not told, f"{name}:\n" + "\n".join(told)


def test_a_card_is_asked_for_without_scripts(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page(java_script_enabled=False)
    assert list(ask_for_a_card(site, page))[-1] == "register-kept"
