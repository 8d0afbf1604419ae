"""The pages of someone who asks for a card, from the first to the desk that confirms it."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.patrons.samples import CHILD


def ask_for_a_card(site: Site, page: Page) -> Iterator[str]:
    """Go the whole way as a child's guardian does, without a mouse's help; yield at each page."""
    page.goto(f"{site.url}/en/register/")
    yield "register"
    page.goto(f"{site.url}/en/register/code/")
    yield "register-code"
    page.goto(f"{site.url}/en/register/new/?way=desk")
    yield "register-who"
    _on(page)
    yield "register-who-wrong"
    page.get_by_label("Given name").fill("Runa")
    page.get_by_label("Family name").fill("Løvmark")
    page.get_by_label("Birth date").fill(CHILD.isoformat())
    _on(page)
    yield "register-guardian"
    page.get_by_label("Guardian's family name").fill("Løvmark")
    page.get_by_label("Guardian's telephone").fill("412 34 567")
    _on(page)
    yield "register-contact"
    _on(page)
    yield "register-check"
    page.get_by_label("I have read").check()
    _on(page, "Send")
    yield "register-waiting"
    _on(page, "What we keep until then")
    yield "register-kept"


def confirm_at_the_desk(site: Site, page: Page) -> Iterator[str]:
    """See who waits, and compare; yield at each page."""
    page.goto(f"{site.url}/en/desk/waiting/")
    yield "desk-waiting"
    page.get_by_role("button", name="Compare Runa Løvmark").click()
    yield "desk-compare"
    _on(page, "Confirm")
    yield "desk-confirmed"


def _on(page: Page, button: str = "Go on") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
