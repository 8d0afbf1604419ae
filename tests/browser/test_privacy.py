"""What the browser is left with: one cookie after log-in, nothing before, nobody else asked.

That no other host is asked, the fixture `browser` makes sure of in every test.
"""

import pytest
from playwright.sync_api import BrowserContext, Page

from hylla.circulation.models import Loan
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import furnish, my_pages, opac_pages, press, scan

pytestmark = pytest.mark.browser

STORED = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(each => each.name), ...await caches.keys(),
  ...(await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
]"""


def cookies(context: BrowserContext) -> list[str]:
    return [cookie["name"] for cookie in context.cookies()]


def test_nothing_is_left_before_log_in(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page()
    for _, visit in opac_pages(site):
        visit(page)
        assert not cookies(page.context)
        assert not page.evaluate(STORED)


def test_one_cookie_after_log_in_and_none_after_log_out(
    site: Site, browser: GuardedBrowser
) -> None:
    page = browser.new_page()
    site.log_in(page, furnish(site))
    for _, visit in my_pages(site):
        visit(page)
        assert cookies(page.context) == ["hylla"]
        assert not page.evaluate(STORED)
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert cookie["expires"] == -1, "it goes with the browser"
    press(page, "Log out")
    assert not cookies(page.context)


def log_in(page: Page) -> None:
    """Press the button of that name, and not the one beside it for passkeys."""
    with page.expect_navigation():
        page.get_by_role("button", name="Log in", exact=True).click()


def test_a_wrong_pin_leaves_nothing(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/en/my/")
    page.get_by_label("Card number").fill("20000000000000")
    page.get_by_label("PIN").fill("1357")
    log_in(page)
    assert page.title().startswith("Not logged in")
    assert not cookies(page.context)


def test_everything_works_without_scripts(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page(java_script_enabled=False)
    patron = furnish(site)
    visit_and_renew(site, page, patron_card := patron.card)
    site.open_desk(page)
    scan(page, patron_card)
    scan(page, (item := site.town.item("Ulvetid")).barcode)
    press(page, "Override and lend all the same")
    assert "Lent: Ulvetid." in page.content()
    press(page, "Next person")
    scan(page, item.barcode)
    assert "Returned: Ulvetid." in page.content()
    assert not Loan.objects.filter(item=item).exists()


def visit_and_renew(site: Site, page: Page, card: str) -> None:
    """Search, log in by the card's number and renew."""
    page.goto(f"{site.url}/en/")
    page.get_by_label("Title, author or subject").fill("vinterfjell")
    press(page, "Search")
    assert page.title().startswith("1 title")
    page.goto(f"{site.url}/en/my/")
    page.get_by_label("Card number").fill(card)
    page.get_by_label("PIN").fill("2580")
    log_in(page)
    press(page, "Renew all")
    assert page.title().startswith("Renewal")
    press(page, "Log out")


def test_the_policy_lets_no_foreign_script_run(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page()
    answer = page.goto(f"{site.url}/en/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.ran = true'}))"
    )
    assert page.evaluate("window.ran") is None
