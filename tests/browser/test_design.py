"""The catalogue of components: no barrier in any state, by day and in the dark, small and large."""

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.seeing import ALL, STICKS_OUT, barriers

pytestmark = pytest.mark.browser

SMALL, LARGE = {"width": 320, "height": 640}, {"width": 1280, "height": 720}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["phone", "screen"])
def test_no_component_has_a_barrier(
    site: Site, browser: GuardedBrowser, size: dict[str, int], scheme: str
) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)
    with override_settings(HYLLA_DEMO=True):
        page.goto(f"{site.url}/design/")
    told = barriers(page, ALL)
    assert not told, "\n".join(told)
    assert page.evaluate(STICKS_OUT) <= 0


def test_a_dialog_opens_over_the_page_and_escape_closes_it(
    site: Site, browser: GuardedBrowser
) -> None:
    page = browser.new_page()
    with override_settings(HYLLA_DEMO=True):
        page.goto(f"{site.url}/design/")
    page.get_by_role("link", name="Open a dialog").click()
    dialog = page.get_by_role("dialog", name="Erase the list?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_printed_notice_has_no_menu(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/en/privacy/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main menu")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
