"""Whole ways through the program, in any language: nothing is found by its words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone
from playwright.sync_api import Page

from hylla.library.actions import add_kiosk, begin_first_run
from tests.browser.conftest import Site
from tests.doors.guide.conftest import ABOUT, ADMINISTRATOR
from tests.doors.town import PIN
from tests.patrons.samples import CHILD


def self_service(site: Site, page: Page, language: str) -> Iterator[str]:
    """Start a kiosk, and stand at each of its pages."""
    town, address = site.town, f"{site.url}/{language}/kiosk/"
    code = add_kiosk(f"kiosk-{language}", branch_id=town.main.pk, now=timezone.now())
    patron, out = town.patron(given_name="Embla"), town.item("Fjellgård")
    town.lend(patron, town.item("Ulvetid"), days_ago=40)
    town.lend(town.patron(), out)
    page.goto(f"{address}start/?code=WRONG")
    press(page, "main form button")
    yield "start-wrong"
    page.goto(f"{address}start/?code={code}")
    yield "start"
    press(page, "main form button")
    page.goto(address)
    yield "home"
    yield from _returning(page, address, out.barcode)
    page.goto(f"{address}lend/")
    yield "card"
    _scan(page, "99")
    yield "card-unknown"
    _scan(page, patron.card)
    yield "pin"
    _type(page, "0000")
    yield "pin-wrong"
    _type(page, PIN)
    yield from _lending(page, address, town.item("Vinterfjell").barcode)


def _returning(page: Page, address: str, barcode: str) -> Iterator[str]:
    page.goto(f"{address}return/")
    yield "return"
    _scan(page, "99887766")
    yield "return-unknown"
    _scan(page, barcode)
    yield "returned"
    press(page, "form[action*=receipt] button")
    yield "receipt-of-returns"


def _lending(page: Page, address: str, barcode: str) -> Iterator[str]:
    yield "lend"
    _scan(page, "99887766")
    yield "not-lent"
    _scan(page, barcode)
    yield "lent"
    press(page, "form[action*=receipt] button")
    yield "receipt"
    press(page, "main form[action*=receipt] button")
    yield "receipt-with-titles"
    page.goto(f"{address}loans/")
    yield "loans"
    press(page, "main form[action*=renew] button")
    yield "renewed"
    press(page, "footer form[action*=larger] button")
    yield "larger"
    page.goto(f"{address}program/")
    yield "program"


def first_run(site: Site, page: Page, language: str) -> Iterator[str]:
    """Begin a library, with each step wrong once on the way."""
    code, address = begin_first_run(now=timezone.now()), f"{site.url}/{language}/guide/"
    page.goto(f"{address}?code=WRONG")
    press(page, "main form button")
    yield "start-wrong"
    page.goto(f"{address}?code={code}")
    yield "start"
    press(page, "main form button")
    yield "about"
    press(page, "main form button")
    yield "about-wrong"
    _fill(page, {name: told for name, told in ABOUT.items() if name != "country"})
    press(page, "main form button")
    yield from _policy(page)
    for step, told in (("branches", {"name": "Ulvøya"}), ("administrator", ADMINISTRATOR)):
        yield step
        press(page, "main form button:not([name])")
        yield f"{step}-wrong"
        _fill(page, {name: told[name] for name in told if name not in {"at_desk", "undertaking"}})
        if step == "administrator":
            page.locator("[name=undertaking]").check()
        press(page, "main form button:not([name])")
        if step == "branches":
            yield "branches-some"
            press(page, "main a.ds-button")
    yield "rules"
    press(page, "main form button")
    yield "titles"
    press(page, "main form button:not([name])")
    yield "titles-wrong"
    press(page, "button[name=later]")
    yield "ready"
    press(page, "main form button")
    yield "open"


def _policy(page: Page) -> Iterator[str]:
    yield "samples"
    press(page, "button[name=sample]")
    yield "promises"
    page.locator("summary:has(+ .field), details:has(textarea) > summary").click()
    text = page.locator("textarea").input_value()
    page.locator("textarea").fill(text.replace('closed_loan = "', 'closed_loan = "P9Y" # "', 1))
    press(page, "button[name=look]")
    yield "policy-wrong"
    page.locator("textarea").fill(text)
    press(page, "main form:has(textarea) > button")


def registration(site: Site, page: Page, language: str) -> Iterator[str]:
    """Ask for a card as a child's guardian does."""
    address = f"{site.url}/{language}/register/"
    for name, path in (("register", ""), ("code", "code/"), ("number", "new/?way=number")):
        page.goto(address + path)
        yield name
    page.goto(f"{address}code/")
    press(page, "main form button")
    yield "code-wrong"
    page.goto(f"{address}new/?way=desk")
    yield "who"
    press(page, "button[value=on]")
    yield "who-wrong"
    _fill(page, {"given_name": "Runa", "family_name": "Løvmark", "birth_date": CHILD.isoformat()})
    press(page, "button[value=on]")
    yield "guardian"
    _fill(page, {"guardian_name": "Løvmark", "guardian_phone": "412 34 567"})
    press(page, "button[value=on]")
    yield "contact"
    press(page, "button[value=on]")
    yield "check"
    page.locator("[name=accept]").check()
    press(page, "button[value=on]")
    yield "waiting"


def _scan(page: Page, line: str) -> None:
    page.locator("[name=entry]").fill(line)
    with _another(page):
        page.locator("[name=entry]").press("Enter")


def _type(page: Page, pin: str) -> None:
    page.locator("[name=pin]").fill(pin)
    with _another(page):
        page.locator("[name=pin]").press("Enter")


def _fill(page: Page, told: dict[str, str]) -> None:
    for name, text in told.items():
        page.locator(f"[name={name}]").fill(text)


def press(page: Page, selector: str) -> None:
    """Press the last of what is chosen, and wait for the page it leads to."""
    with _another(page):
        page.locator(selector).last.click()


@contextmanager
def _another(page: Page) -> Iterator[None]:
    """Wait for another page, whether the browser goes there or a script puts it in place."""
    page.evaluate("document.body.dataset.before = 'yes'")
    yield
    page.locator("body:not([data-before])").wait_for()
    page.wait_for_load_state()
