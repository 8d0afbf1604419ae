"""Passkeys and locks as a browser has them: a device Chromium plays, and a desk that is left."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect
from pyotp.totp import TOTP

from hylla.library.models import Staff, StaffPasskey
from hylla.patrons.models import Passkey
from hylla.privacy.vocabulary import Role
from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.seeing import ALL, barriers
from tests.doors.town import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def site(site: Site) -> Site:
    """The same site under a name: browsers make no passkeys for numbers."""
    return Site(site.url.replace("127.0.0.1", "localhost"), site.town)


def device(context: BrowserContext, page: Page, *, verifies: bool = True) -> tuple[Any, str]:
    """Give a page a device that holds passkeys, and return how to speak with it."""
    line = context.new_cdp_session(page)
    line.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return line, made["authenticatorId"]


def counted(table: Any) -> int:
    """Count rows, apart from the thread in which Playwright keeps its event loop."""

    def count() -> int:
        try:
            return int(table.objects.count())
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(count).result()


def test_a_patron_makes_a_passkey_and_logs_in_without_typing(
    site: Site, browser: GuardedBrowser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    line, key = device(context, page)
    site.log_in(page, site.town.patron(given_name="Embla"))
    page.goto(f"{site.url}/en/my/ways-in/")
    page.get_by_label("Name of the passkey").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is made.")
    expect(page.get_by_role("rowheader", name="My phone")).to_be_visible()
    (held,) = line.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert held["isResidentCredential"]
    assert held["rpId"] == "localhost"

    page.get_by_role("button", name="Log out", exact=True).click()
    # The device answers what the field offers: nobody presses anything.
    with page.expect_request("**/log-in/passkey/"):
        page.goto(f"{site.url}/en/my/kept/")
    expect(page).to_have_url(f"{site.url}/en/my/kept/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Log in")
    assert [each["name"] for each in context.cookies()] == ["hylla"]

    page.goto(f"{site.url}/en/my/ways-in/")
    page.get_by_role("button", name="Remove My phone").click()
    expect(page.get_by_role("status")).to_contain_text("no longer lets anyone in")
    assert counted(Passkey) == 0


def test_a_device_that_does_not_make_sure_who_holds_it_lets_nobody_in(
    site: Site, browser: GuardedBrowser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    line, key = device(context, page, verifies=False)
    site.log_in(page, site.town.patron())
    page.goto(f"{site.url}/en/my/ways-in/")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("No passkey was made. Try again.")).to_be_visible()
    line.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    assert counted(Passkey) == 0


def test_staff_make_a_passkey_and_log_in_with_it(site: Site, browser: GuardedBrowser) -> None:
    context = browser.new_context()
    page = context.new_page()
    device(context, page)
    # A browser that offers nothing by itself: there the button is pressed.
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    site.open_desk(page)
    page.goto(f"{site.url}/en/desk/ways-in/")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    assert counted(StaffPasskey) == 1
    assert not barriers(page, ALL)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("button", name="Make new codes")).to_be_visible()
    assert not barriers(page, ALL)
    page.get_by_role("button", name="Log out", exact=True).click()
    page.goto(f"{site.url}/en/desk/shelf/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold shelf")


def test_the_first_log_in_has_no_barrier(
    site: Site, browser: GuardedBrowser, settings: Any
) -> None:
    settings.HYLLA_SECOND_FACTOR = True
    page = browser.new_page()
    site.open_desk(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Make your second factor")
    assert not barriers(page, ALL)
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(TOTP(secret).now())
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    paper = page.locator("code").first.inner_text()

    page = browser.new_page()
    page.goto(f"{site.url}/en/desk/")
    page.get_by_label("User name").fill(_only_staff())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you")
    assert not barriers(page, ALL)
    page.get_by_role("textbox", name="Code").fill(paper)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("button", name="Lock")).to_be_visible()


def _only_staff() -> str:
    """Return the user name of the one who works here, read apart from Playwright's thread."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        return str(apart.submit(Staff.objects.values_list("username", flat=True).get).result())


def test_a_desk_that_is_left_locks_and_keeps_what_was_typed(
    site: Site, browser: GuardedBrowser
) -> None:
    page = browser.new_page()
    patron = site.town.patron(given_name="Embla")
    site.open_desk(page, Role.DESK)
    page.locator("#scan").fill(patron.card)
    page.locator("#scan").press("Enter")
    expect(page.get_by_text("Embla").first).to_be_visible()
    page.clock.install()
    page.goto(f"{site.url}/en/desk/register/")
    page.get_by_label("Family name").first.fill("Tjernvatn")
    page.clock.fast_forward("05:01")
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk is locked")
    assert "Tjernvatn" not in page.content()

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk is locked")
    page.goto(f"{site.url}/en/desk/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk is locked")
    assert "Embla" not in page.content()


def test_an_unlocked_desk_goes_on_where_it_was(site: Site, browser: GuardedBrowser) -> None:
    page = browser.new_page()
    site.open_desk(page, Role.DESK)
    page.goto(f"{site.url}/en/desk/register/")
    page.get_by_label("Family name").first.fill("Tjernvatn")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk is locked")
    page.get_by_label("PIN or password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    page.get_by_role("button", name="Go on where you were").click()
    expect(page.get_by_label("Family name").first).to_have_value("Tjernvatn")
