"""The commonest tasks at the desk, by keyboard alone, and with scripts turned off."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from hylla.circulation.models import Hold, Loan
from hylla.fees.actions import open_claim
from hylla.fees.models import Claim, ClaimKind
from hylla.patrons.models import Identity
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.desk_keys import Hands, answered, says
from tests.doors.town import Patron

pytestmark = pytest.mark.browser

SOUNDS = """() => {
  window.heard = [];
  document.addEventListener("hylla:sound", (event) => window.heard.push(event.detail));
  window.print = () => { window.heard.push("print"); };
}"""


def owes(patron: Patron, site: Site) -> None:
    def claim() -> None:
        try:
            open_claim(
                patron.id,
                branch_id=site.town.main.pk,
                kind=ClaimKind.OVERDUE,
                amount_ore=4500,
                on=datetime.now(UTC).date(),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as apart:
        apart.submit(claim).result()


def test_a_person_in_the_queue(site: Site, page: Page) -> None:
    """Two returns, a card, three loans, a receipt, the next person: three keys beside the scans."""
    patron = site.town.patron(given_name="Embla")
    back = [site.town.item(f"Gammel {number}") for number in range(2)]
    new = [site.town.item(f"Ny {number}") for number in range(3)]
    for item in back:
        site.town.lend(patron, item)
    page.add_init_script(f"({SOUNDS})()")
    site.open_desk(page)
    expect(page.locator("#scan")).to_be_focused()
    hands = Hands(page)
    # A scanner does not wait for answers, and neither does this one.
    for line in [*(item.barcode for item in back), patron.card, *(item.barcode for item in new)]:
        hands.scan(line)
    says(page, "Lent: Ny 2.")
    done = page.locator("[data-done] li")
    expect(done).to_have_count(2)
    expect(done.first).to_contain_text("Lent: Ny 1.")
    expect(done.first.get_by_role("button", name="Undo")).to_be_visible()
    heard = page.evaluate("window.heard")
    assert [each for each in heard if each in {"returned", "opened", "lent"}] == (
        ["returned"] * 2 + ["opened"] + ["lent"] * 3
    )
    hands.press("Alt+3")
    expect(page.get_by_role("heading", name="Receipt for loans")).to_be_visible()
    page.wait_for_function("() => window.heard.includes('print')")
    paper = page.locator("main").inner_text()
    assert re.search(r"December|January|\d{4}\s+3", paper)
    assert not any(told in paper for told in ("Embla", patron.card, "Ny 0"))
    hands.press("Escape")
    expect(page.get_by_role("heading", name="Embla")).to_be_visible()
    page.wait_for_load_state()
    hands.press("Escape")
    expect(page.get_by_role("heading", name="Embla")).to_have_count(0)
    says(page, "The patron is closed.")
    expect(page.get_by_label("Card, item or name")).to_be_focused()
    assert set(Loan.objects.values_list("item", flat=True)) == {item.pk for item in new}
    assert (hands.scans, hands.pressed) == (6, 3)


def test_renewing_undoing_paying_and_holding_by_keyboard(site: Site, page: Page) -> None:
    patron, other = site.town.patron(given_name="Embla"), site.town.patron()
    item, held = site.town.item("Vinterfjell"), site.town.item("Høstskog")
    loan = site.town.lend(patron, item, days_ago=10)
    site.town.lend(other, held)
    owes(patron, site)
    site.open_desk(page)
    hands = Hands(page)
    with answered(page):
        hands.scan(patron.card)
    with answered(page):
        hands.press("Alt+2")
    says(page, "All loans are renewed.")
    assert Loan.objects.get(pk=loan.pk).renewals == 1
    new = site.town.item("Breen")
    with answered(page):
        hands.scan(new.barcode)
    with answered(page):
        hands.press("Alt+0")
    says(page, "Returned: Breen.")
    expect(page.get_by_role("heading", name="Embla")).to_be_visible()
    hands.press("Alt+4")
    expect(page.get_by_role("button", name="Paid by card")).to_be_focused()
    with answered(page):
        hands.press("Enter")
    says(page, "Settled, voucher number")
    assert not Claim.objects.filter(settled_at=None).exists()
    hands.press("Alt+5")
    expect(page.get_by_label("Barcode of any copy")).to_be_focused()
    hands.scan(held.barcode)
    says(page, "Hold placed on Høstskog")
    assert Hold.objects.get().patron_id == patron.id


def test_registering_by_keyboard(site: Site, page: Page) -> None:
    site.open_desk(page)
    page.wait_for_load_state()
    hands = Hands(page)
    hands.press("Alt+8")
    expect(page.get_by_role("heading", name="Register a patron")).to_be_visible()
    page.wait_for_load_state()
    hands.tab_to(lambda: page.evaluate("document.activeElement.name") == "family_name")
    hands.type("Nordlys")
    hands.press("Enter")
    hands.type("Sol")
    hands.press("Enter")
    page.keyboard.type("05141985")
    hands.tab_to(lambda: page.evaluate("document.activeElement.name") == "emails")
    hands.type("sol@example.org")
    hands.tab_to_button("Register")
    with answered(page):
        hands.press("Enter")
    expect(page.get_by_role("heading", name="Sol Nordlys")).to_be_visible()


def test_what_scanners_do(site: Site, page: Page) -> None:
    patron, item = site.town.patron(given_name="Embla"), site.town.item("Vinterfjell")
    site.open_desk(page)
    hands = Hands(page)
    with answered(page):
        hands.scan(patron.card, end="Tab")
    expect(page.get_by_role("heading", name="Embla")).to_be_visible()
    # The same bars twice, with two line ends each: lent once, and the patron stays open.
    with answered(page):
        for _ in range(2):
            hands.scan(f"]C1{item.barcode}")
            hands.press("Enter")
    says(page, "Lent: Vinterfjell.")
    page.wait_for_timeout(300)
    says(page, "Lent: Vinterfjell.")
    expect(page.get_by_role("heading", name="Embla")).to_be_visible()


def test_help_and_the_choice_of_sounds(site: Site, page: Page) -> None:
    page.add_init_script(f"({SOUNDS})()")
    site.open_desk(page)
    page.wait_for_load_state()
    hands = Hands(page)
    hands.press("?")
    expect(page.get_by_role("heading", name="Keys", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("Listen.*Held for someone")).press("Enter")
    assert page.evaluate("window.heard") == ["held"]
    page.get_by_label("Volume").select_option("Off")
    page.get_by_role("button", name=re.compile("Listen.*Lent")).press("Enter")
    assert page.evaluate("window.heard") == ["held", "", ""]
    hands.press("Escape")
    page.wait_for_url("**/en/desk/")
    assert page.evaluate("localStorage.getItem('hylla.desk.volume')") == "0"


def test_without_scripts(site: Site, browser: GuardedBrowser) -> None:
    """Lend, return, renew, hold, pay, register: with Enter, Tab and buttons."""
    page = browser.new_page(java_script_enabled=False)
    patron, item = site.town.patron(given_name="Embla"), site.town.item("Vinterfjell")
    held = site.town.item("Høstskog")
    site.town.lend(site.town.patron(), held)
    owes(patron, site)
    site.open_desk(page)
    for line, answer in ((patron.card, "Embla Tjernvatn"), (item.barcode, "Lent: Vinterfjell.")):
        expect(page.locator("#scan")).to_be_focused()
        page.keyboard.type(line)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(answer)
    Loan.objects.update(due_on=datetime(2020, 1, 1, tzinfo=UTC).date())
    for button, answer in (
        ("Renew Vinterfjell", "Renewed, now due"),
        ("Paid in cash", "Settled, voucher number"),
    ):
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.press("Enter")
        expect(page.locator("#answer")).to_contain_text(answer)
    page.get_by_text("Place a hold").click()
    page.get_by_label("Barcode of any copy").fill(held.barcode)
    with page.expect_navigation():
        page.get_by_role("button", name="Place hold").press("Enter")
    expect(page.locator("#answer")).to_contain_text("Hold placed on Høstskog")
    page.get_by_label("always returned").check()
    page.locator("#scan").fill(item.barcode)
    with page.expect_navigation():
        page.locator("#scan").press("Enter")
    expect(page.locator("#answer")).to_contain_text("Returned: Vinterfjell.")
    # The page's own form sent again does nothing again.
    page.goto(f"{site.url}/en/desk/register/")
    page.get_by_label("Family name", exact=True).fill("Nordlys")
    page.get_by_label("Birth date").first.fill("1985-05-14")
    page.get_by_label("E-mail", exact=True).fill("sol@example.org")
    with page.expect_navigation():
        page.get_by_role("button", name="Register").press("Enter")
    assert Identity.objects.filter(family_name="Nordlys").exists()
