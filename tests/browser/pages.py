"""Every page worth looking at, with something on it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import connection
from playwright.sync_api import Page

from hylla.circulation.actions import leave, place_hold, return_item
from hylla.fees.actions import open_claim
from hylla.fees.models import Claim, ClaimKind
from hylla.library.actions import add_closed_day
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import block
from hylla.patrons.models import Person
from hylla.patrons.models.cards import BlockReason
from hylla.privacy.models import SentenceCheck
from hylla.privacy.notice import sentences_for
from hylla.privacy.vocabulary import Role
from tests.browser.conftest import Site
from tests.browser.desk_keys import answered
from tests.browser.public_pages import public_paths
from tests.builders import a_list, a_payment, a_review, an_invoice
from tests.doors.town import PIN, Patron, Town, change_policy

Visit = Callable[[Page], None]
Done = TypeVar("Done")
INVOICE = UUID("5c9ec3a1-0000-4000-8000-0000000000cc")


def furnish(site: Site) -> Patron:
    """Let a patron have loans, holds, fees and a child, and return them."""
    return apart(lambda: _furnished(site.town))


def apart(work: Callable[[], Done]) -> Done:
    """Do work at the database in a thread of its own.

    Playwright keeps an event loop in this one, and with it Django keeps another connection than the
    one that lending holds on to.
    """

    def done() -> Done:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as other:
        return other.submit(done).result()


MY_LIST = UUID("5c9ec3a1-0000-4000-8000-0000000000ff")
SHARED = "shared-in-the-browser"


def _furnished(town: Town) -> Patron:
    now = datetime.now(UTC)
    patron = town.patron(given_name="Embla", family_name="Tjernvatn")
    for title in ("Vinterfjell", "Sommerhav og skjærgård: en familie gjennom hundre år"):
        town.lend(patron, town.item(title), days_ago=40 if title == "Vinterfjell" else 10)
    waited = town.item("Høstskog")
    _hold(patron, waited.record_id, town.main.pk)
    return_item(barcode=waited.barcode, branch_id=town.main.pk, now=now, policy=policy_in_force())
    out = town.item("Vårbekk")
    town.lend(town.patron(), out)
    _hold(patron, out.record_id, town.west.pk)
    claim = open_claim(
        patron.id,
        branch_id=town.main.pk,
        kind=ClaimKind.OVERDUE,
        amount_ore=4500,
        on=(now - timedelta(days=3)).date(),
    )
    person = Person.objects.get(pk=patron.id)
    bill = an_invoice(person, made_on=now.date(), id=INVOICE)
    Claim.objects.filter(pk=claim).update(invoice=bill)
    a_payment(person, began_at=now, reference="reference", state="paid", finished_at=now)
    block(patron.id, BlockReason.FEES, on=now.date())
    refused = {"state": "refused", "reason": "off_topic", "refused_on": now.date()}
    a_review(person, written_on=now.date(), record=town.record("Blåisen"), **refused)
    told = {"shared_as": SHARED, "list_id": MY_LIST, "note": "Etter Blåisen"}
    a_list(person, touched_on=now.date(), record=town.item("Snøfonn").record, **told)
    a_list(person, touched_on=now.date(), record=town.record("Skaren"), name="Til hytta")
    child = town.child(age=8, guardian=patron, given_name="Lillian")
    town.lend(child, town.item("Trollunger"))
    add_closed_day((now + timedelta(days=9)).date(), branch_id=town.main.pk, reason="Stocktaking")
    for number, sentence in enumerate(sentences_for(policy_in_force())):
        state = "unchecked" if number % 7 == 3 else "kept"
        SentenceCheck.objects.create(sentence=sentence.id, state=state, rows=1, checked_at=now)
    return patron


def _hold(patron: Patron, record_id: int, branch_id: int) -> None:
    place_hold(
        person_id=patron.id,
        record_id=record_id,
        pickup_branch_id=branch_id,
        now=datetime.now(UTC),
        policy=policy_in_force(),
    )


def opac_pages(site: Site) -> Iterator[tuple[str, Visit]]:
    """Yield the pages that everyone may read, where a version of the notice was published."""
    apart(change_policy)
    for name, path in public_paths(site).items():
        yield name.replace(":", "-"), _opener(site.url + path)


def my_pages(site: Site) -> Iterator[tuple[str, Visit]]:
    """Yield the pages of a patron who is logged in."""
    record = site.town.item("Breen").record_id
    for name in MINE:
        yield f"my-{name.split('/')[0] or 'home'}", _opener(f"{site.url}/en/my/{name}")
    yield "phone-without-card", _opener(f"{site.url}/en/my/phone/card/")
    yield "my-rate", _opener(f"{site.url}/en/my/reviews/{record}/")
    yield "my-put-on-list", _opener(f"{site.url}/en/my/lists/put/{record}/")
    yield "my-list", _opener(f"{site.url}/en/my/lists/{MY_LIST}/")
    yield "my-place-hold", _opener(f"{site.url}/en/my/holds/{record}/")
    yield "my-history-on", lambda page: _history(site, page, "Turn on")
    yield "my-history-off", lambda page: _history(site, page, "Turn off and delete")
    yield "my-cancelled", lambda page: _cancel(site, page)
    yield "my-renewed", lambda page: _renew_all(site, page)
    yield "my-wrong-pin", lambda page: _wrong_pin(site, page)


MINE = (
    "",
    "card/",
    "history/",
    "messages/",
    "details/",
    "family/",
    "kept/",
    "looked/",
    "phone/",
    "ways-in/",
    "erase/",
    "rights/",
    "reviews/",
    "lists/",
    "agreed/",
    "suggested/",
    "receipt/",
    "pay/reference/",
)


def _history(site: Site, page: Page, button: str) -> None:
    page.goto(f"{site.url}/en/my/history/")
    press(page, button)


def _cancel(site: Site, page: Page) -> None:
    """Cancel a hold, look at what can be undone, and leave it for the next page to be as before."""
    page.goto(f"{site.url}/en/my/")
    press(page, "Cancel hold Vårbekk")


def _renew_all(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/my/")
    press(page, "Renew all")


def _wrong_pin(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/my/details/")
    page.get_by_label("PIN now").fill("0000")
    page.get_by_label("New PIN, 4 to 8 digits").fill(PIN)
    press(page, "Change PIN")


def desk_pages(site: Site, patron: Patron) -> Iterator[tuple[str, Visit]]:
    """Yield the pages of someone at the desk, from the empty one on."""
    yield "desk", _opener(f"{site.url}/en/desk/")
    yield "desk-patron", lambda page: scan(page, patron.card)
    yield "desk-refused", lambda page: scan(page, site.town.item("Isbjørn").barcode)
    yield "desk-contact", lambda page: press(page, "Show contact")
    yield "desk-details", _opener(f"{site.url}/en/desk/details/")
    yield "desk-details-wrong", lambda page: _wrong_details(site, page)
    yield "desk-child", lambda page: scan(page, site.town.child(age=9, given_name="Sol").card)
    yield "desk-guardian-wrong", _wrong_guardian
    yield "desk-returned", lambda page: _give_back(site, page)
    yield "desk-unknown", lambda page: scan(page, "99887766")
    yield "desk-words", lambda page: scan(page, "Tjernvatn")
    yield "desk-found", _find
    yield "desk-register-wrong", lambda page: _wrong_registration(site, page)
    yield "desk-receipt", lambda page: _receipt(site, page, patron)
    yield "desk-slip", lambda page: _slip(site, page)
    for name in AT_THE_DESK.split():
        yield f"desk-{name.replace('/', '-')}", _opener(f"{site.url}/en/desk/{name}/")
    yield "desk-returns-done", lambda page: _many_returns(site, page)
    yield "desk-inventory-read", lambda page: _inventory(site, page)
    yield "desk-inventory-end", lambda page: _follow(page, "End the inventory")
    yield "desk-wrong", lambda page: _wrong_day(site, page)
    yield "desk-colleague", lambda page: _colleague(site, page)
    yield "desk-locked", lambda page: press(page, "Lock")


AT_THE_DESK = (
    "find register shelf shelf/fetch shelf/fetch/print overdue item letters waiting machines"
    " closed-days till rules rules/which rules/0 collections colleagues colleagues/new help"
    " drop-box returns inventory ways-in glass own-record rights/without-card moderate"
)


def _receipt(site: Site, page: Page, patron: Patron) -> None:
    page.goto(f"{site.url}/en/desk/")
    scan(page, patron.card)
    press(page, "Print receipt")


def _slip(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/desk/shelf/")
    press(page, "Print slip")


def _colleague(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/desk/colleagues/")
    page.get_by_role("button", name="Change").first.click()
    page.get_by_role("heading", name="Duty of secrecy").wait_for()


def _many_returns(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/desk/returns/")
    page.get_by_label("Barcodes, one a line").fill(f"{site.town.item('Isvind').barcode}\n404404")
    press(page, "Return them")


def _inventory(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/desk/inventory/")
    press(page, "Begin")
    page.get_by_label("Barcodes, one a line").fill(f"{site.town.item('Isvind').barcode}\n404404")
    press(page, "Note what was read")


def _follow(page: Page, link: str) -> None:
    with answered(page):
        page.get_by_role("link", name=link).click()


def _wrong_day(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/desk/closed-days/")
    with answered(page):
        page.get_by_role("button", name="Close on that day").click()


def _wrong_details(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/desk/details/")
    page.get_by_label("Family name").fill("")
    page.get_by_label("E-mail").fill("nowhere")
    page.get_by_label("Last day there").fill("2020-01-01")
    press(page, "Save")


def _wrong_guardian(page: Page) -> None:
    page.get_by_text("Add a guardian").click()
    page.get_by_label("Guardian's telephone").fill("12")
    press(page, "Add")


def _give_back(site: Site, page: Page) -> None:
    page.get_by_label("always returned").check()
    scan(page, site.town.item("Ulvetid").barcode)


def _find(page: Page) -> None:
    page.get_by_label("One thing more").fill("14.05.1985")
    press(page, "Find")


def _wrong_registration(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/desk/register/")
    page.get_by_label("Birth date").fill("2020-01-01")
    press(page, "Register")


def scan(page: Page, line: str) -> None:
    """Send a line as a scanner does."""
    page.locator("#scan").fill(line)
    with answered(page):
        page.locator("#scan").press("Enter")


def press(page: Page, button: str) -> None:
    """Press a button, and wait for the page it leads to, or for its part that is new."""
    with answered(page):
        page.get_by_role("button", name=button).click()


def _opener(address: str) -> Visit:
    return lambda page: page.goto(address) and None


def office_pages(site: Site) -> Iterator[tuple[str, Visit]]:
    """Yield the pages of the privacy office, with something on each."""
    for name in IN_THE_OFFICE:
        called = name.strip("/").replace("/", "-") or "home"
        yield f"office-{called}", _opener(f"{site.url}/en/office/{name}")
    yield "office-request", lambda page: _take_in(site, page)
    yield "office-correction", lambda page: _correction(site, page)
    yield "office-wrong", lambda page: _wrong_request(site, page)
    yield "office-draft", lambda page: _draft(site, page)
    yield "office-deletions", lambda page: _deletions(site, page)
    yield "office-incident", lambda page: _incident(site, page)


IN_THE_OFFICE = (
    "",
    "requests/",
    "requests/new/",
    "promises/",
    "promises/loans-are-told-to-you/",
    "policy/",
    "policy/part/library/",
    "policy/part/periods/",
    "policy/text/",
    "processors/",
    "processors/0/",
    "looks/",
    "letters/",
    "incidents/",
    "invoices/",
    "invoices/collection/",
    f"invoices/{INVOICE}/",
    "held/",
    "hand-over/",
    "hand-over/cases/",
)


def _take_in(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/office/requests/new/")
    page.get_by_label("What is asked for").select_option("extract")
    page.get_by_label("Name", exact=True).fill("Ingen Prøve")
    page.get_by_label("Where to answer").fill("Gata 9, 0001 Fjordvik")
    press(page, "Take it in")


def _correction(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/office/requests/new/")
    page.get_by_label("What is asked for").select_option("rectification")
    page.get_by_label("Card number").fill(site.town.patron().card)
    page.locator("[name=field]").select_option("address")
    press(page, "Take it in")


def _wrong_request(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/office/requests/new/")
    press(page, "Take it in")


def _draft(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/office/policy/part/periods/")
    page.locator("[name=periods__delivered_message]").fill("P3D")
    press(page, "Save in the draft")


def _deletions(site: Site, page: Page) -> None:
    gone = site.town.patron()
    leave(gone.id, policy=policy_in_force(), now=datetime.now(UTC))
    page.goto(f"{site.url}/en/office/deletions/")


def _incident(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/en/office/incidents/")
    page.locator("[value='patrons.Email']").check()
    for name in ("from_at", "until_at", "noticed_at"):
        page.locator(f"[name={name}]").fill("2026-06-01T10:00")
    page.get_by_label("What happened").fill("A list lay in the printer")
    press(page, "Count, and write it down")


def in_the_office(site: Site, page: Page) -> None:
    """Log in with the roles that see all of the office, in a browser that nobody has used."""
    page.context.clear_cookies()
    site.open_desk(page, Role.PRIVACY_OFFICER, Role.INVOICE)


def cataloguing(site: Site, page: Page) -> None:
    """Log in as a cataloguer, in a browser that nobody has used."""
    page.context.clear_cookies()
    site.open_desk(page, Role.CATALOGUER)


def at_the_desk(site: Site, page: Page) -> None:
    """Log in with the roles that together see all of the desk."""
    site.open_desk(page, Role.DESK, Role.ADMINISTRATOR)
