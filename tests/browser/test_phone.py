"""The card on a phone: shown without network, sealed on the disk, gone with the log-out."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from cryptography import x509
from django.db import connection
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from hylla.clients.push.fake import FakePushService
from hylla.library.queries import policy_in_force
from hylla.messages.actions import deliver_due, enqueue
from hylla.messages.models import Message, PushSubscription, Template
from hylla.patrons.actions import report_card_lost
from hylla.patrons.models import KeptCard
from hylla.privacy.clocks import today
from hylla.privacy.declarations import Held, Since
from hylla.privacy.policy import Quiet
from hylla.privacy.vocabulary import Language
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import furnish, press
from tests.browser.phones import CACHED, held, missing, phone, traces, undeclared
from tests.certificates import self_signed
from tests.doors.town import PIN, Patron, change_policy

pytestmark = pytest.mark.browser

Subscribes = Callable[[Page], None]
TITLES = ("Vinterfjell", "Sommerhav")


def log_in_unwritten(site: Site, page: Page, patron: Patron) -> None:
    """Log in without the form: a browser remembers for itself what is written in its fields."""
    page.context.request.post(
        f"{site.url}/en/my/log-in/",
        form={"card": patron.card, "pin": PIN},
        headers={"Sec-Fetch-Site": "same-origin"},
    )


def keep_card(site: Site, page: Page) -> None:
    """Have this phone keep the card, and wait until it can show it without network."""
    page.goto(f"{site.url}/en/my/phone/")
    page.get_by_role("button", name="Keep my card on this phone").click()
    expect(page.get_by_text("This phone keeps your card", exact=True)).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller")


@pytest.fixture
def service(tmp_path: Path, settings: Any, db: None) -> Any:
    """The push service on this machine, which the policy names and the product trusts."""
    file = self_signed(tmp_path / "service.pem", x509.IPAddress(ip_address("127.0.0.1")))
    settings.HYLLA_PUSH_CA = str(file)
    with FakePushService(certificate=str(file)) as running:
        yield running


@pytest.fixture
def subscribes(site: Site, service: FakePushService) -> Subscribes:
    """Return what has a page's browser subscribe at our push service in place of its maker's.

    Everything else is the browser's own: the permission, the service worker, the notification.
    """
    change_policy(('host = "fcm.googleapis.com"', 'host = "127.0.0.1"'))

    def prepare(page: Page) -> None:
        theirs: dict[str, str] = {}

        def subscribe(key: str) -> str:
            theirs["told"] = service.browser(key).subscription.text()
            return theirs["told"]

        page.context.grant_permissions(["notifications"])
        page.expose_function("subscribeThere", subscribe)
        page.expose_function("subscribedThere", lambda: theirs.get("told"))
        page.expose_function("unsubscribeThere", lambda: theirs.pop("told", None))
        page.add_init_script(SUBSCRIBE)

    return prepare


SUBSCRIBE = """{
  const made = (text) => text && {
    ...JSON.parse(text),
    toJSON: () => JSON.parse(text),
    unsubscribe: () => unsubscribeThere(),
  };
  PushManager.prototype.getSubscription = async () => made(await subscribedThere());
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
    if (!userVisibleOnly) throw new Error("silent messages are not allowed");
    const key = btoa(String.fromCharCode(...applicationServerKey))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    return made(await subscribeThere(key));
  };
}"""


# What a careless page would do: the look at the disk must find it.
PLAIN = """async (number) => {
  const asked = indexedDB.open("careless", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  await new Promise((done) => (asked.onsuccess = done));
  const change = asked.result.transaction("kept", "readwrite");
  change.objectStore("kept").put({ card: number }, "card");
  await new Promise((done) => (change.oncomplete = done));
  asked.result.close();
}"""


def barcodes(page: Page) -> list[str]:
    """Read the barcodes on the screen, as a scanner would."""
    picture = Image.open(BytesIO(page.screenshot()))
    return [each.text for each in zxingcpp.read_barcodes(picture)]


def test_the_card_without_network(site: Site, chromium_process: Browser, tmp_path: Path) -> None:
    """The whole life of a kept card in one phone, whose folder is read on the disk after each."""
    patron = furnish(site)
    with phone(chromium_process, tmp_path) as context:
        page = context.new_page()
        log_in_unwritten(site, page, patron)
        keep_card(site, page)
        assert KeptCard.objects.filter(person_id=patron.id).count() == 1
        page.evaluate(PLAIN, "99887766554433")
    assert not traces(tmp_path, patron.card, *TITLES, "Tjernvatn")
    assert traces(tmp_path, "99887766554433"), "what is not sealed would be found"
    with phone(chromium_process, tmp_path) as context:
        context.set_offline(True)
        page = context.new_page()
        page.goto(f"{site.url}/sv/my/")
        expect(page.get_by_role("heading", name="Library card")).to_be_visible()
        expect(page.get_by_text("There is no network now")).to_be_visible()
        expect(page.get_by_text("As of")).to_be_visible()
        expect(page.locator("#due")).to_contain_text("1 loan")
        expect(page.locator("#due")).to_contain_text("Overdue")
        assert barcodes(page) == [patron.card]
        assert not any(title in page.content() for title in TITLES)
        context.set_offline(False)
        log_in_unwritten(site, page, patron)
        with page.expect_response("**/phone/keep/"):
            page.goto(f"{site.url}/en/my/")
        press(page, "Log out")
        assert not held(page)
        assert not KeptCard.objects.exists()
        context.set_offline(True)
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(f"{site.url}/en/my/")
    assert not list((tmp_path / "Default" / "IndexedDB").glob("*/*"))
    assert not traces(tmp_path, patron.card)


def test_the_browser_holds_what_the_register_says(
    site: Site, browser: GuardedBrowser, subscribes: Subscribes
) -> None:
    page = browser.new_page()
    patron = furnish(site)
    for path in ("", "privacy/", "my/", "my/phone/", "my/phone/card/"):
        page.goto(f"{site.url}/en/{path}")
        assert not held(page)
    site.log_in(page, patron)
    for path in ("my/", "my/phone/", "my/phone/card/"):
        page.goto(f"{site.url}/en/{path}")
        assert not undeclared(page, Since.LOG_IN)
    keep_card(site, page)
    moments = [Since.LOG_IN, Since.CARD_KEPT]
    assert not undeclared(page, *moments) | missing(page, *moments)
    for path in ("my/", "my/kept/", "my/details/", "privacy/"):
        page.goto(f"{site.url}/en/{path}")
    no_personal_page_is_cached(page, patron.card)
    subscribes(page)
    page.goto(f"{site.url}/en/my/phone/")
    page.get_by_role("button", name="Send messages to this phone").click()
    expect(page.get_by_text("This phone gets messages")).to_be_visible()
    page.get_by_role("button", name="Keep it no longer").click()
    expect(page.get_by_text("This phone keeps your card", exact=True)).to_be_hidden()
    moments = [Since.LOG_IN, Since.PUSH_ON]
    assert not undeclared(page, *moments) | missing(page, *moments)
    press(page, "Log out")
    assert not held(page)
    assert not PushSubscription.objects.exists()


def no_personal_page_is_cached(page: Page, card: str) -> None:
    cached = page.evaluate(CACHED)
    pages = {path for path in cached if "." not in path}
    assert pages == {f"/{language}/my/phone/card/" for language in ("nb", "nn", "sv", "en")}
    kinds = sorted(path.rpartition(".")[2] for path in cached if path not in pages)
    assert kinds[:3] == ["css", "js", "js"], "what the page is made of"
    everything = "".join(cached.values())
    assert "Log out" not in everything
    for marker in (card, "Tjernvatn", *TITLES):
        assert marker not in everything


# The card goes before the page says so, and what showed it a moment later.
NOTHING_BUT_COOKIES = """async () => (await caches.keys()).length === 0
  && (await navigator.serviceWorker.getRegistrations()).length === 0"""


def test_a_lost_card_and_a_card_past_its_time_are_erased(
    site: Site, browser: GuardedBrowser
) -> None:
    page = browser.new_page()
    patron = site.town.patron()
    site.log_in(page, patron)
    keep_card(site, page)
    page.context.clear_cookies()
    shell = f"{site.url}/en/my/phone/card/"
    page.goto(shell)
    expect(page.locator("figure svg")).to_be_visible()
    report_card_lost(patron.id, on=datetime.now(UTC).date())
    page.goto(shell)
    expect(page.get_by_text("This phone keeps no card.")).to_be_visible()
    page.wait_for_function(NOTHING_BUT_COOKIES)
    assert not held(page)

    other = site.town.patron()
    site.log_in(page, other)
    keep_card(site, page)
    period = policy_in_force().period("kept_card")
    page.context.set_offline(True)
    page.clock.set_fixed_time(period.after(datetime.now(UTC)) - timedelta(minutes=1))
    page.goto(shell)
    expect(page.locator("figure svg")).to_be_visible()
    page.clock.set_fixed_time(period.after(datetime.now(UTC)))
    page.goto(shell)
    expect(page.get_by_text("This phone keeps no card.")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_function(NOTHING_BUT_COOKIES)
    assert {kind for kind, _ in held(page)} == {Held.COOKIE}


def test_my_page_can_be_installed(site: Site, chromium_process: Browser, tmp_path: Path) -> None:
    with phone(chromium_process, tmp_path) as context:
        page = context.new_page()
        page.goto(f"{site.url}/nn/my/")
        tools = context.new_cdp_session(page)
        assert tools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        told = tools.send("Page.getAppManifest")
        assert told["errors"] == []
        assert urlsplit(told["url"]).path == "/nn/my/phone/app.webmanifest"
        manifest = json.loads(told["data"])
        assert manifest["name"] == policy_in_force().name
        assert manifest["lang"] == "nn"
        assert manifest["theme_color"] == policy_in_force().look.colour
        for icon in manifest["icons"]:
            picture = Image.open(BytesIO(context.request.get(site.url + icon["src"]).body()))
            assert "x".join(map(str, picture.size)) == icon["sizes"]
        page.goto(f"{site.url}/nn/")
        assert page.locator("link[rel=manifest]").count() == 0


def test_a_message_comes_to_the_phone_and_is_told_as_shown(
    site: Site, whole_browser: GuardedBrowser, service: FakePushService, subscribes: Subscribes
) -> None:
    page = whole_browser.new_page()
    patron = site.town.patron(language=Language.NN)
    subscribes(page)
    site.log_in(page, patron)
    page.goto(f"{site.url}/nn/my/phone/")
    page.get_by_role("button", name="Send meldingar til denne telefonen").click()
    expect(page.get_by_text("Denne telefonen får meldingar")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller")
    apart(deliver_a_message, patron)
    assert Message.objects.get().closed_at is None
    (theirs,) = service.browsers.values()
    (sealed,) = theirs.messages
    hand_over(page, sealed.decode())
    assert until(page, lambda: page.evaluate(NOTIFIED)) == {
        "title": policy_in_force().name,
        "body": "Ei melding frå biblioteket: Noko skal leverast om 2 dagar.",
    }
    told = until(page, lambda: apart(Message.objects.filter(closed_at__isnull=False).first))
    assert (told.channel, told.failed) == ("push", False)
    with page.expect_response("**/push/here/"):
        page.reload()
    press(page, "Logg ut")
    assert not held(page)
    assert not PushSubscription.objects.exists()


NOTIFIED = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const [shown] = await registration.getNotifications();
  return shown && { title: shown.title, body: shown.body };
}"""


def deliver_a_message(patron: Patron) -> None:
    # The check runs at any hour, and by night phones are quiet.
    loud = Quiet(from_hour=0, until_hour=0)
    now, policy = datetime.now(UTC), replace(policy_in_force(), quiet=loud)
    day = today(policy, now) + timedelta(days=2)
    Message.objects.all().delete()
    enqueue(Template.DUE_SOON, person_id=patron.id, now=now, day=day, number=1)
    assert deliver_due(policy=policy, now=now).pushed == 1


def until(page: Page, look: Callable[[], Any]) -> Any:
    """Look again until there is something to see."""
    for _ in range(100):
        if found := look():
            return found
        page.wait_for_timeout(50)
    raise AssertionError("nothing came")


def hand_over(page: Page, text: str) -> None:
    """Give the service worker a message as the browser does once it has opened it."""
    tools = page.context.new_cdp_session(page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(each["registrationId"] for each in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    until(page, lambda: found)
    origin = page.evaluate("location.origin")
    message = {"origin": origin, "registrationId": found[0], "data": text}
    tools.send("ServiceWorker.deliverPushMessage", message)


def apart(work: Callable[..., Any], *told: Any) -> Any:
    """Work in a thread without Playwright's event loop, with a connection of its own."""

    def run() -> Any:
        try:
            return work(*told)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(run).result()
