"""A desk goes on without network, in a page that the browser keeps, and the library takes it in."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Page, expect

from hylla.circulation.models import Loan
from hylla.privacy.declarations import Since
from tests.browser.conftest import Site
from tests.browser.pages import press
from tests.browser.phones import undeclared
from tests.browser.test_desk_outage import Cable, cable

pytestmark = pytest.mark.browser
__all__ = ["cable"]

IS_KEPT = """async () => {
  const look = () => navigator.serviceWorker.getRegistration("/en/desk/offline/");
  while ((await look())?.active?.state !== "activated") {
    await new Promise((done) => setTimeout(done, 50));
  }
}"""
RAW = """async () => {
  const rows = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    const all = database.transaction("records").objectStore("records").getAll();
    await new Promise((done) => (all.onsuccess = done));
    database.close();
    for (const { sealed } of all.result) {
      rows.push(new TextDecoder("latin1").decode(sealed));
    }
  }
  return rows;
}"""


def scan(page: Page, *entries: str) -> None:
    for entry in entries:
        page.locator("#entry").fill(entry)
        page.keyboard.press("Enter")
        expect(page.locator("#entry")).to_have_value("")


def test_a_desk_goes_on_without_network(site: Site, page: Page) -> None:
    """Scanned without network, kept through a closed window, sealed, sent, and gone."""
    embla, town = site.town.patron(), site.town
    lent, back = town.item("Vinterfjell"), town.item("Sommerhav")
    town.lend(embla, back)
    site.open_desk(page)
    page.evaluate(IS_KEPT)
    page.context.set_offline(True)
    page.goto(f"{site.url}/en/desk/offline/")
    expect(page.locator("#network")).to_contain_text("There is no network.")
    scan(page, embla.card, lent.barcode)
    expect(page.locator("#noted")).to_have_text(f"Noted as lent: {lent.barcode}")
    page.get_by_label("Take back").check()
    scan(page, back.barcode, "no such thing")
    expect(page.locator("#waiting")).to_have_text("Noted and not sent: 3.")
    page.get_by_role("button", name="Take the last one away").click()
    expect(page.locator("#noted")).to_have_text("Taken away: no such thing")

    page.goto("about:blank")
    page.goto(f"{site.url}/en/desk/offline/")
    expect(page.locator("#waiting")).to_have_text("Noted and not sent: 2.")
    rows = page.evaluate(RAW)
    assert len(rows) == 2
    assert embla.card not in "".join(rows)
    assert lent.barcode not in "".join(rows)
    assert not undeclared(page, Since.LOG_IN, Since.DESK)
    with page.expect_event("requestfailed", lambda asked: asked.method == "POST"):
        page.get_by_role("button", name="Send now").click()
    expect(page.locator("#network")).to_contain_text("There is no network.")
    expect(page.locator("#waiting")).to_have_text("Noted and not sent: 2.")

    page.context.set_offline(False)
    page.get_by_role("button", name="Send now").click()
    became = page.locator("#became")
    expect(became).to_contain_text("Lent: Vinterfjell. Due ")
    expect(became).to_contain_text("Returned: Sommerhav.")
    expect(page.locator("#waiting")).to_have_text("Nothing waits to be sent.")
    assert Loan.objects.get(returned_at=None).item_id == lent.pk
    assert page.evaluate("indexedDB.databases()") == []


def test_what_a_desk_noted_outlives_whoever_uses_its_browser(site: Site, page: Page) -> None:
    """Log-outs, a patron's phone, colleagues, an ended log-in, a new worker, another window."""
    embla, item = site.town.patron(), site.town.item("Vinterfjell")
    reader = site.town.patron()
    here = f"{site.url}/en/desk/offline/"
    site.open_desk(page)
    page.evaluate(IS_KEPT)
    page.goto(here)
    scan(page, embla.card, item.barcode)
    assert not undeclared(page, Since.LOG_IN, Since.DESK)

    sent = {"headers": {"Sec-Fetch-Site": "same-origin"}}
    page.context.request.post(f"{site.url}/en/desk/log-out/", **sent)
    site.log_in(page, reader)
    page.goto(f"{site.url}/en/my/phone/")
    page.get_by_role("button", name="Keep my card on this phone").click()
    expect(page.get_by_text("This phone keeps your card", exact=True)).to_be_visible()
    with page.expect_response(f"{site.url}/en/my/phone/ask/"):
        press(page, "Log out")
    page.wait_for_function(NO_CARD)

    site.open_desk(page)
    page.context.clear_cookies()
    page.goto(here)
    expect(page.locator("#waiting")).to_have_text("Noted and not sent: 1.")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#why")).to_contain_text("You are logged out.")
    site.open_desk(page)
    page.evaluate(NEW_WORKER)
    page.goto(here)
    other = page.context.new_page()
    other.goto(here)
    scan(other, embla.card, "no such thing")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#became")).to_contain_text("Lent: Vinterfjell. Due ")
    expect(page.locator("#became")).to_contain_text("no such thing is no barcode")
    assert not page.evaluate("indexedDB.databases()")
    assert "hylla_unsent" not in {each["name"] for each in page.context.cookies()}


NO_CARD = """async () =>
  !(await indexedDB.databases()).some((each) => each.name === "hylla-card")"""
NEW_WORKER = """async () => {
  const ours = await navigator.serviceWorker.getRegistration("/en/desk/offline/");
  await ours.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""


class Down(BaseHTTPRequestHandler):
    """What stands before a server that is gone."""

    def do_GET(self) -> None:
        """Answer that nothing is there."""
        self.send_error(502)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_server_that_is_down_behind_a_proxy_is_gone_too(
    site: Site, cable: Cable, page: Page
) -> None:
    far = Site(f"http://127.0.0.1:{cable.port}", site.town)
    far.open_desk(page)
    page.evaluate(IS_KEPT)
    cable.pull_out()
    with HTTPServer(("127.0.0.1", cable.port), Down) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        page.goto(f"{far.url}/en/desk/offline/")
        expect(page.locator("#network")).to_contain_text("There is no network.")
        expect(page.locator("#entry")).to_be_focused()
        proxy.shutdown()


def test_a_file_of_a_desk_that_broke_is_sent_from_another(site: Site, page: Page) -> None:
    embla, item = site.town.patron(), site.town.item("Vinterfjell")
    site.open_desk(page)
    page.goto(f"{site.url}/en/desk/offline/")
    scan(page, embla.card, item.barcode)
    with page.expect_download() as told:
        page.get_by_role("button", name="Save as a file").click()
    page.get_by_role("button", name="Take the last one away").click()
    expect(page.locator("#waiting")).to_have_text("Nothing waits to be sent.")
    page.get_by_text("If this machine breaks").click()
    page.get_by_label("A file of another desk").set_input_files(told.value.path())
    expect(page.locator("#became")).to_contain_text("Lent: Vinterfjell. Due ")
    page.get_by_label("A file of another desk").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b"{not a file"}
    )
    expect(page.locator("#why")).to_have_text("This is not a file of a desk without network.")
