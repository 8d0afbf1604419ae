"""The desk in a browser: with keyboard and scanner only."""

import pytest
from playwright.sync_api import Page, expect

from hylla.circulation.models import Loan
from hylla.patrons.models import Guardianship, Identity
from tests.browser.conftest import Site
from tests.browser.desk_keys import answered

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
    with answered(page):
        page.clock.run_for(301_000)
    expect(page.get_by_role("heading", name="Embla")).to_have_count(0)


def test_the_field_takes_the_next_scan_whatever_was_pressed(site: Site, page: Page) -> None:
    site.open_desk(page)
    page.wait_for_load_state()
    page.get_by_label("always returned").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("Card, item or name")).to_be_focused()


def scanned(page: Page, line: str) -> None:
    """Send a line as a scanner does, wherever the focus is."""
    page.wait_for_load_state()
    page.keyboard.type(line)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("where", ["find", "shelf", "overdue", "closed-days", "details"])
def test_no_scan_vanishes(site: Site, page: Page, where: str) -> None:
    """Not on a page about something else, and not when a link has the focus."""
    embla, ask = site.town.patron(given_name="Embla"), site.town.patron(given_name="Ask")
    site.open_desk(page)
    keys(page, embla.card)
    expect(page.get_by_role("heading", name="Embla")).to_be_visible()
    page.goto(f"{site.url}/en/desk/{where}/")
    page.get_by_role("link", name="Item", exact=True).focus()
    scanned(page, ask.card)
    expect(page.get_by_role("heading", name="Ask Tjernvatn")).to_be_visible()


def test_a_scan_in_the_search_opens_and_escape_leads_back(site: Site, page: Page) -> None:
    patron = site.town.patron(given_name="Embla")
    site.open_desk(page)
    page.goto(f"{site.url}/en/desk/find/")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    scanned(page, patron.card)
    expect(page.get_by_role("heading", name="Embla Tjernvatn")).to_be_visible()
    page.goto(f"{site.url}/en/desk/find/")
    page.wait_for_load_state()
    page.keyboard.press("Escape")
    page.wait_for_url("**/en/desk/")
    expect(page.get_by_role("heading", name="Embla Tjernvatn")).to_be_visible()


def test_words_and_one_thing_more_by_keyboard(site: Site, page: Page) -> None:
    site.town.patron(given_name="Embla")
    site.open_desk(page)
    keys(page, "99887766")
    expect(page.get_by_role("alert")).to_contain_text("Unknown card or barcode.")
    keys(page, "Tjernvatn")
    expect(page.get_by_label("One thing more")).to_be_focused()
    scanned(page, "14.05.1985")
    expect(page.get_by_role("heading", name="1 patron")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Embla Tjernvatn")).to_be_visible()


def test_registering_a_child_by_keyboard_and_scanner(site: Site, page: Page) -> None:
    """The guardian's card ends with Enter, and the form waits for its button."""
    parent = site.town.patron(given_name="Embla")
    site.open_desk(page)
    page.goto(f"{site.url}/en/desk/register/")
    page.get_by_label("Family name", exact=True).focus()
    scanned(page, "Nordlys")
    expect(page.get_by_label("Given name", exact=True)).to_be_focused()
    scanned(page, "Sol")
    page.get_by_label("Birth date").fill("2020-01-01")
    page.get_by_label("Guardian's card").focus()
    scanned(page, parent.card)
    expect(page.get_by_label("Guardian's family name")).to_be_focused()
    with page.expect_navigation():
        page.get_by_role("button", name="Register").press("Enter")
    expect(page.get_by_role("heading", name="Sol Nordlys")).to_be_visible()
    assert Guardianship.objects.get().guardian_id == parent.id
    keys(page, site.town.item("Vinterfjell").barcode)
    expect(page.get_by_role("status")).to_contain_text("Lent: Vinterfjell.")


def test_changing_details_by_keyboard(site: Site, page: Page) -> None:
    """A scan that lands in a field there saves nothing: the button does."""
    patron = site.town.patron(given_name="Embla")
    site.open_desk(page)
    keys(page, patron.card)
    page.get_by_role("link", name="Change details").press("Enter")
    page.get_by_label("Given name").focus()
    page.keyboard.press("Control+a")
    scanned(page, "Ask")
    assert Identity.objects.get(person_id=patron.id).given_name == "Embla"
    with page.expect_navigation():
        page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The details are saved.")
    expect(page.get_by_role("heading", name="Ask Tjernvatn")).to_be_visible()


def test_details_do_not_stay_on_the_screen(site: Site, page: Page) -> None:
    patron = site.town.patron(given_name="Embla")
    page.clock.install()
    site.open_desk(page)
    keys(page, patron.card)
    expect(page.get_by_role("heading", name="Embla")).to_be_visible()
    page.goto(f"{site.url}/en/desk/details/")
    page.wait_for_load_state()
    with page.expect_navigation():
        page.clock.run_for(301_000)
    page.clock.resume()
    expect(page.get_by_role("heading", name="Embla")).to_have_count(0)
    assert "/details/" not in page.url
