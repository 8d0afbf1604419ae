"""More of what people come for, by keyboard alone and without scripts; see test_my_page.py too."""

import pytest
from playwright.sync_api import Page

from hylla.circulation.models import Hold
from hylla.patrons.models import Applicant
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.test_my_page import enter, tab_to
from tests.doors.town import PIN, Patron
from tests.patrons.samples import ADULT

pytestmark = pytest.mark.browser

NEW_PIN = "7391"


@pytest.fixture
def patron(site: Site) -> Patron:
    """Someone with a card."""
    return site.town.patron(given_name="Embla", family_name="Tjernvatn")


@pytest.fixture
def phone(browser: GuardedBrowser) -> Page:
    """A small phone without scripts."""
    return browser.new_page(viewport={"width": 375, "height": 667}, java_script_enabled=False)


def write(page: Page, name: str, text: str) -> None:
    """Go to a field by its name, and type."""
    tab_to(page, f"main [name={name}]")
    page.keyboard.type(text)


def log_in(page: Page, card: str, pin: str) -> None:
    """Type card and PIN, and press Enter."""
    write(page, "card", card)
    write(page, "pin", pin)
    enter(page)


def test_reserving_before_the_log_in(site: Site, phone: Page, patron: Patron) -> None:
    """The log-in says that the hold follows, and ends where it is confirmed."""
    item = site.town.item("Vinterfjell")
    phone.goto(f"{site.url}/en/record/{item.record_id}/")
    tab_to(phone, "main a[href*='/my/holds/']")
    enter(phone)
    assert "You want to wait for “Vinterfjell”" in phone.locator("main").inner_text()
    log_in(phone, patron.card, PIN)
    assert phone.url.endswith(f"/my/holds/{item.record_id}/")
    assert "Vinterfjell" in phone.locator("main").inner_text()
    assert not Hold.objects.exists(), "nothing is done before it is confirmed"
    tab_to(phone, "main form button[type=submit]")
    enter(phone)
    assert Hold.objects.get().record_id == item.record_id


def test_changing_the_pin_and_logging_out(site: Site, phone: Page, patron: Patron) -> None:
    phone.goto(f"{site.url}/en/my/")
    log_in(phone, patron.card, PIN)
    tab_to(phone, ".tabs a[href$='/my/details/']")
    enter(phone)
    write(phone, "old", PIN)
    write(phone, "new", NEW_PIN)
    write(phone, "again", NEW_PIN)
    enter(phone)
    assert "Your PIN is changed." in phone.get_by_role("status").inner_text()
    tab_to(phone, "form[action$='log-out/'] button")
    enter(phone)
    assert not phone.context.cookies()
    phone.goto(f"{site.url}/en/my/")
    log_in(phone, patron.card, NEW_PIN)
    assert phone.title().startswith("My page")


def test_what_else_an_author_has_written(site: Site, phone: Page) -> None:
    first, second = site.town.item("Vinterfjell"), site.town.item("Sommerhav")
    phone.goto(f"{site.url}/en/record/{first.record_id}/")
    tab_to(phone, "main a[href*='/author/']")
    enter(phone)
    assert phone.locator(f"main a[href$='/record/{second.record_id}/']").count() >= 1


def test_when_it_is_open(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/en/")
    tab_to(phone, "main a[href$='/help/#hours']")
    enter(phone)
    assert "Main library" in phone.locator("#hours ~ section").first.inner_text()


def test_asking_for_a_card(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/en/")
    tab_to(phone, "main a[href$='/register/']")
    enter(phone)
    tab_to(phone, "main a[href$='?way=desk']")
    enter(phone)
    write(phone, "given_name", "Runa")
    write(phone, "family_name", "Løvmark")
    write(phone, "birth_date", ADULT.strftime("%m%d%Y"))
    tab_to(phone, "button[value=on]")
    enter(phone)
    write(phone, "email", "runa@example.org")
    tab_to(phone, "button[value=on]")
    enter(phone)
    tab_to(phone, "main [name=accept]")
    phone.keyboard.press("Space")
    tab_to(phone, "button[value=on]")
    enter(phone)
    assert phone.title().startswith("Your registration waits")
    assert Applicant.objects.count() == 1


def test_suggestions_lie_over_the_page_and_are_chosen(site: Site, browser: GuardedBrowser) -> None:
    """On the first page they hang out of the band that the field stands in."""
    record = site.town.record("Vinterfjell")
    title = {"title": record.title, "authors": "", "address": f"/en/record/{record.pk}/"}
    page = browser.new_page(viewport={"width": 375, "height": 667})
    page.route("**/suggestions/*", lambda route: route.fulfill(json={"suggestions": [title] * 5}))
    page.goto(f"{site.url}/en/")
    write(page, "q", "vint")
    page.locator("[role=option]").last.wait_for()
    seen = """each => {
        const {x, y} = each.getBoundingClientRect();
        return each.contains(document.elementFromPoint(x + 9, y + 9));
    }"""
    assert page.locator("[role=option]").last.evaluate(seen)
    page.keyboard.press("ArrowDown")
    enter(page)
    assert page.url.endswith(title["address"])
