"""Self-service by scanner and finger: quick, forgetful, and without a script as well."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from hylla.circulation.models import Loan
from hylla.library.actions import add_kiosk
from hylla.patrons.models import AtKiosk
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.seeing import ALL, COLOURS, STICKS_OUT, barriers
from tests.browser.test_privacy import STORED
from tests.doors.town import PIN, Patron

pytestmark = pytest.mark.browser

SMALL = """() => [...document.querySelectorAll('button, a, input')]
  .filter(each => each.getClientRects().length)
  .filter(each => each.getBoundingClientRect().height < 64)
  .map(each => each.outerHTML.slice(0, 120))"""
TALL = {"width": 1080, "height": 1920}
SIZES: dict[str, Any] = {
    "screen": {"width": 1280, "height": 720},
    "tall": TALL,
    "phone": {"width": 320, "height": 640},
}


def kiosk(site: Site, browser: GuardedBrowser, **options: Any) -> Page:
    """Start a kiosk in a browser of its own."""
    code = add_kiosk("kiosk-1", branch_id=site.town.main.pk, now=timezone.now())
    page = browser.new_page(**{"viewport": TALL, **options})
    page.goto(f"{site.url}/en/kiosk/start/?code={code}")
    with page.expect_navigation():
        page.get_by_role("button", name="Start").click()
    return page


def scanner(page: Page, line: str) -> None:
    """Type as a barcode reader does, wherever the focus is."""
    page.keyboard.type(line)
    page.keyboard.press("Enter")


def shown(page: Page, words: str) -> None:
    """Wait for what the screen says in its largest letters."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def open_visit(page: Page, patron: Patron) -> None:
    """Show the card and press the PIN on the screen."""
    scanner(page, patron.card)
    shown(page, "Your PIN")
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="OK").click()
    shown(page, "Scan what you want to borrow")


def test_lending_and_returning_by_scanner(site: Site, browser: GuardedBrowser) -> None:
    page, patron = kiosk(site, browser), site.town.patron(given_name="Embla")
    item = site.town.item("Vinterfjell")
    open_visit(page, patron)
    page.get_by_role("button", name="Larger text").focus()
    scanner(page, item.barcode)
    shown(page, "Lent")
    expect(page.get_by_role("status")).to_contain_text("Vinterfjell")
    expect(page.get_by_role("heading", name="1 thing lent now")).to_be_visible()
    page.get_by_role("link", name="I am done").click()
    shown(page, "Lån og lever selv")
    page.get_by_role("link", name="English").click()
    shown(page, "Lend and return by yourself")
    scanner(page, item.barcode)
    shown(page, "Returned")
    expect(page.get_by_role("status")).to_contain_text("Put it on the trolley.")
    assert not Loan.objects.exists()


def test_a_receipt_is_saved_and_the_page_stays(site: Site, browser: GuardedBrowser) -> None:
    page = kiosk(site, browser)
    scanner(page, site.town.item("Vinterfjell").barcode)
    shown(page, "Returned")
    page.get_by_role("button", name="Receipt").click()
    shown(page, "Your receipt")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PDF").click()
    assert saved.value.suggested_filename == "receipt.pdf"
    shown(page, "Your receipt")


def test_who_walks_away_is_forgotten(site: Site, browser: GuardedBrowser) -> None:
    """The page goes by itself, and neither Back nor the browser's stores have anything left."""
    page, patron = kiosk(site, browser), site.town.patron(given_name="Embla")
    page.clock.install()
    page.reload()
    open_visit(page, patron)
    scanner(page, site.town.item("Vinterfjell").barcode)
    shown(page, "Lent")
    page.clock.run_for(16_000)
    expect(page.get_by_role("timer")).to_contain_text("This page closes in 14 seconds.")
    with page.expect_navigation():
        page.clock.run_for(15_000)
    shown(page, "Lån og lever selv")
    assert not AtKiosk.objects.exists()
    left_is_nothing(page)


def left_is_nothing(page: Page) -> None:
    for move in (page.go_back, page.go_back, page.go_forward, page.reload):
        move()
        assert "Vinterfjell" not in page.content()
        assert "Embla" not in page.content()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["hylla_kiosk"]
    assert not page.evaluate(STORED)


def test_more_time_is_there_for_the_asking(site: Site, browser: GuardedBrowser) -> None:
    page, patron = kiosk(site, browser), site.town.patron(given_name="Embla")
    page.clock.install()
    page.reload()
    open_visit(page, patron)
    page.get_by_role("button", name="More time").click()
    page.wait_for_selector("[data-waits='120']")
    page.clock.run_for(60_000)
    expect(page.get_by_text("Hello, Embla")).to_be_visible()
    with page.expect_navigation():
        page.clock.run_for(61_000)
    shown(page, "Lån og lever selv")


def test_a_lost_connection_is_said_and_stops(site: Site, browser: GuardedBrowser) -> None:
    page, patron = kiosk(site, browser), site.town.patron(given_name="Embla")
    open_visit(page, patron)
    item = site.town.item("Vinterfjell")
    page.context.set_offline(True)
    scanner(page, item.barcode)
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    assert "Embla" not in page.inner_text("body")
    scanner(page, item.barcode)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lån og lever selv", timeout=15_000)
    assert not Loan.objects.exists()


def test_everything_works_without_scripts(site: Site, browser: GuardedBrowser) -> None:
    page = kiosk(site, browser, java_script_enabled=False)
    patron, item = site.town.patron(given_name="Embla"), site.town.item("Vinterfjell")
    refresh = 'http-equiv="refresh" content="30; url=/en/kiosk/over/"'
    press(page, "Lend", role="link")
    assert refresh in page.content()
    typed(page, "The number on your library card", patron.card)
    typed(page, "Your PIN", PIN)
    typed(page, "Scan the next barcode", item.barcode)
    assert "Vinterfjell" in page.content()
    assert refresh in page.content()
    press(page, "I am done", role="link")
    assert not AtKiosk.objects.exists()
    for _ in range(4):
        # To an answer that no store may hold the browser does not go back by itself.
        with suppress(Error):
            page.go_back()
        for told in ("Vinterfjell", "Embla"):
            expect(page.locator("html")).not_to_contain_text(told)


def press(page: Page, name: str, *, role: Any = "button") -> None:
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def typed(page: Page, label: str, line: str) -> None:
    page.get_by_label(label).fill(line)
    with page.expect_navigation():
        page.get_by_label(label).press("Enter")


def pages(site: Site, page: Page) -> Iterator[str]:
    """Visit every page of a kiosk, with something on it."""
    patron, item = site.town.patron(given_name="Embla"), site.town.item("Vinterfjell")
    site.town.lend(patron, site.town.item("Ulvetid"), days_ago=40)
    address = f"{site.url}/en/kiosk/"
    for name in ("", "program/", "return/", "lend/"):
        page.goto(address + name)
        yield name or "home"
    scanner(page, "99")
    shown(page, "This card cannot be used here.")
    yield "unknown card"
    scanner(page, patron.card)
    shown(page, "Your PIN")
    yield "pin"
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).click()
    scanner(page, "")
    shown(page, "Scan what you want to borrow")
    scanner(page, item.barcode)
    shown(page, "Lent")
    yield "lent"
    page.get_by_role("button", name="Receipt").click()
    shown(page, "Your receipt")
    yield "receipt"
    page.goto(f"{address}loans/")
    shown(page, "My loans")
    yield "loans"
    page.get_by_role("button", name="Larger text").click()
    page.wait_for_selector(".letters-1")
    yield "larger"


@dataclass(frozen=True)
class View:
    """A screen that the page stands on, and by which rules it is read there."""

    size: str
    scheme: Literal["light", "dark"]
    rules: tuple[str, ...]


VIEWS = (View("screen", "light", ALL), View("tall", "dark", COLOURS), View("phone", "light", ALL))


def test_every_page_is_easy_to_read_and_to_hit(site: Site, browser: GuardedBrowser) -> None:
    page = kiosk(site, browser)
    for name in pages(site, page):
        for view in VIEWS:
            look(page, view, name)
        page.set_viewport_size(SIZES["screen"])


def look(page: Page, view: View, name: str) -> None:
    # A page goes by itself where nobody presses a key.
    page.keyboard.press("Shift")
    page.emulate_media(color_scheme=view.scheme)
    page.set_viewport_size(SIZES[view.size])
    told = barriers(page, view.rules)
    assert not told, f"{name} {view}:\n" + "\n".join(told)
    assert page.evaluate(STICKS_OUT) <= 0, f"{name} {view}: something sticks out"
    assert not page.evaluate(SMALL), f"{name} {view}: too small to hit"
    if view.size == "tall":
        assert page.evaluate(LOWER_HALF), f"{name}: out of reach from a chair"


LOWER_HALF = """() => [...document.querySelectorAll('button, a, input')]
  .filter(each => each.getClientRects().length)
  .every(each => each.getBoundingClientRect().bottom > innerHeight / 2)"""
