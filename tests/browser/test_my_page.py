"""My page on a small phone, by keyboard alone and without scripts."""

import io

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from hylla.circulation.models import History, Hold, Loan
from hylla.patrons.actions import unblock
from hylla.patrons.models import Consent
from hylla.patrons.models.cards import BlockReason
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import furnish
from tests.doors.town import PIN, Patron

pytestmark = pytest.mark.browser

FURTHEST = 60
"""So many presses of Tab and no more to anything on a page."""


@pytest.fixture
def patron(site: Site) -> Patron:
    """Someone with loans, one of them overdue, with holds and a fee."""
    patron = furnish(site)
    unblock(patron.id, BlockReason.FEES, on=timezone.localdate())
    return patron


@pytest.fixture
def phone(site: Site, patron: Patron, browser: GuardedBrowser) -> Page:
    """A phone without scripts, dark as phones are in the evening; the patron logs in, typing."""
    page = browser.new_page(
        viewport={"width": 375, "height": 667},
        java_script_enabled=False,
        color_scheme="dark",
    )
    page.goto(f"{site.url}/en/my/")
    tab_to(page, "input[name=card]")
    page.keyboard.type(patron.card)
    tab_to(page, "input[name=pin]")
    page.keyboard.type(PIN)
    enter(page)
    return page


def test_what_is_due_and_renewing_all_by_keyboard(phone: Page) -> None:
    assert phone.title().startswith("My page")
    assert phone.locator(".needs").inner_text().startswith("Overdue")
    assert phone.locator("#loans ~ table tbody tr").first.inner_text().count("Overdue") == 1
    tab_to(phone, "form[action$='renew-all/'] button")
    enter(phone)
    assert phone.title().startswith("Renewal")
    assert phone.get_by_role("status").or_(phone.get_by_role("alert")).count()
    assert Loan.objects.filter(renewals=1).exists()
    overflow = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, "nothing is wider than the phone"


def test_history_on_and_off_by_keyboard_with_as_many_presses(phone: Page) -> None:
    """SAN-64: from My page, one link and one button either way."""
    tab_to(phone, "main section a[href$='/my/history/']")
    enter(phone)
    tab_to(phone, "form[action$='history/on/'] button")
    enter(phone)
    assert phone.title().startswith("Loan history is on")
    assert Consent.objects.get().withdrawn_at is None
    tab_to(phone, ".tabs a[href$='/my/']")
    enter(phone)
    tab_to(phone, "main section a[href$='/my/history/']")
    enter(phone)
    tab_to(phone, "form[action$='history/off/'] button")
    enter(phone)
    assert phone.title().startswith("Loan history is off")
    assert Consent.objects.get().withdrawn_at is not None
    assert not History.objects.exists()


def test_finding_a_book_holding_it_and_giving_it_up_by_keyboard(site: Site, phone: Page) -> None:
    record = site.town.item("Breen").record_id
    tab_to(phone, ".menu a[href='/en/']")
    enter(phone)
    tab_to(phone, "main input[name=q]")
    phone.keyboard.type("breen")
    enter(phone)
    tab_to(phone, "main a[href*='/record/']")
    enter(phone)
    tab_to(phone, "main a[href*='/my/holds/']")
    enter(phone)
    tab_to(phone, "main form button[type=submit]")
    enter(phone)
    assert "Breen" in phone.locator("main").inner_text()
    held = Hold.objects.filter(record=record)
    assert held.count() == 1
    if not phone.url.endswith("/my/"):
        phone.goto(f"{site.url}/en/my/")
    tab_to(phone, "form[action*='cancel'] button:has-text('Breen')")
    enter(phone)
    assert not held.exists()


def test_the_notice_is_found_and_opened_by_keyboard(phone: Page) -> None:
    tab_to(phone, "footer a[href$='/privacy/']")
    enter(phone)
    assert phone.title().startswith("Privacy")
    tab_to(phone, "main summary")
    phone.keyboard.press("Enter")
    assert phone.locator("main details[open]").count() >= 1


def test_the_card_is_read_from_the_screen(phone: Page, patron: Patron) -> None:
    tab_to(phone, "main section a[href$='/my/card/']")
    enter(phone)
    picture = Image.open(io.BytesIO(phone.screenshot()))
    read = zxingcpp.read_barcodes(picture)
    assert [(each.text, each.format.name) for each in read] == [(patron.card, "Code128")]
    assert patron.card in phone.locator("figcaption").inner_text().replace("\xa0", "")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def enter(page: Page) -> None:
    """Press Enter, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
