"""Ways that end elsewhere than meant: by e-ID and back, and into what fails or is closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch
from urllib.parse import urlencode
from uuid import uuid4

from django.test import override_settings
from playwright.sync_api import Page

from hylla.clients.eid import Provider, Started
from hylla.clients.eid.local import Resident
from hylla.doors.opac import visiting
from hylla.doors.parts import eid
from hylla.privacy.ledger import NotWrittenError
from hylla.privacy.quarantine import Quarantine, close, reopen
from tests.browser.conftest import Site
from tests.browser.states import SEND, send
from tests.browser.walks import press
from tests.clients.eid.providers import KARI, choose, running
from tests.patrons.samples import ADULT, synthetic_id

STRANGER = replace(KARI, national_id=synthetic_id(ADULT), given_name="Sigrun")
OTHER = replace(STRANGER, national_id=synthetic_id(ADULT, nth=3))
IN_EVERY_LANGUAGE = {"failed", "closed"}
"""What is shown where nobody can say any more in which language somebody reads."""


def gone_wrong(site: Site, page: Page, language: str) -> Iterator[str]:
    """Meet what nobody wants to meet: a form from elsewhere, a failure, and a closed library."""
    help_page = f"{site.url}/{language}/help/"
    page.goto("about:blank")
    with page.expect_navigation():
        page.evaluate(SEND, [f"{site.url}/{language}/my/log-in/", {}])
    yield "from-elsewhere"
    for name, error in (("failed", ZeroDivisionError), ("not-written", NotWrittenError)):
        with patch.object(visiting, "page", side_effect=error):
            page.goto(help_page)
        yield name
    now = datetime.now(UTC)
    close(Quarantine(backup="backup", taken_at=now, since_at=now))
    try:
        page.goto(help_page)
        yield "closed"
    finally:
        reopen()


def by_eid(site: Site, page: Page, language: str) -> Iterator[str]:
    """Log in by e-ID without a card, change one's mind, and get a card in the end."""
    back = f"{site.url}/e-id/back/"
    page.set_extra_http_headers({"Accept-Language": language})
    with running(redirect_uris=(back,), people=(STRANGER, OTHER)) as (_, provider):
        # The page leads on by itself; an answer without content leaves it there to be read.
        page.route(f"{provider.profile.issuer}/**", lambda route: route.fulfill(status=204))
        with _offered(provider):
            page.goto(f"{site.url}/{language}/my/log-in/")
            yield "e-id-offered"
            page.goto(back)
            yield "e-id-not-begun"
            _leave(site, page, language)
            yield "e-id-going"
            _return(page, back, None)
            yield "e-id-broken-off"
            _leave(site, page, language)
            _return(page, back, STRANGER)
            yield "e-id-unknown"
            press(page, "main form[action*='not-me'] button")
            yield "e-id-not-me"
            _leave(site, page, language, wants=str(uuid4()))
            _return(page, back, OTHER)
            yield "e-id-another-number"
            _leave(site, page, language, wants="register")
            _return(page, back, STRANGER)
            yield from _to_a_card(page)
    page.context.clear_cookies()
    with _offered(provider):
        _leave(site, page, language)
        yield "e-id-unreachable"


def _to_a_card(page: Page) -> Iterator[str]:
    yield "e-id-who"
    press(page, "button[value=on]")
    yield "e-id-contact"
    page.locator("[name=email]").fill("sigrun@example.org")
    press(page, "button[value=on]")
    page.locator("[name=accept]").check()
    yield "e-id-check"
    press(page, "button[value=on]")
    yield "e-id-welcome"
    press(page, "main form button")
    yield "e-id-welcome-wrong"


@contextmanager
def _offered(provider: Provider) -> Iterator[None]:
    """Let the library have agreed with a provider."""
    with (
        override_settings(HYLLA_EID="agreed"),
        patch.object(eid, "_read", return_value=(provider,)),
    ):
        yield


def _leave(site: Site, page: Page, language: str, *, wants: str = "") -> None:
    told = {"provider": "local", "wants": wants}
    send(page, f"{site.url}/{language}/register/e-id/", told)


def _return(page: Page, back: str, who: Resident | None) -> None:
    address = page.locator("main a.ds-button").first.get_attribute("href") or ""
    brought = choose(Started(address=address, state="", nonce="", verifier=""), who)
    page.goto(f"{back}?{urlencode(brought)}")
