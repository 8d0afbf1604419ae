"""What a page of the public costs a telephone: kilobytes, requests, and nobody else's time.

The guarded browser fails a test that asks any other host.
"""

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import GuardedBrowser, Site
from tests.browser.pages import Visit, furnish, opac_pages

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS = 100_000, 10


def test_public_pages_are_light(site: Site, browser: GuardedBrowser) -> None:
    """Each as a browser meets it that has never been here."""
    furnish(site)
    for name, visit in opac_pages(site):
        page = browser.new_page()
        sizes = fetched(page, visit)
        assert len(sizes) <= MOST_REQUESTS, f"{name}: {list(sizes)}"
        assert sum(sizes.values()) < MOST_BYTES, f"{name}: {sizes}"
        assert sum(url.endswith(".css") for url in sizes) == 1, name
        assert not page.context.cookies(), f"{name}: nobody has logged in"
        page.context.close()


def fetched(page: Page, visit: Visit) -> dict[str, int]:
    """Return what a visit fetches, each with what came over the line."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    visit(page)
    page.wait_for_load_state("networkidle")
    return {answer.url: transferred(answer) for answer in answers}


def transferred(answer: Response) -> int:
    """Return what came over the line, headers included."""
    sizes = answer.request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def test_no_page_has_a_style_of_its_own(site: Site, browser: GuardedBrowser) -> None:
    """The content security policy would drop it; a page that needs it is a page that breaks."""
    furnish(site)
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name, visit in opac_pages(site):
        visit(page)
        found = page.evaluate(
            "document.querySelectorAll('[style], style, script:not([src])').length"
        )
        assert found == 0, name
    assert not [text for text in said if "Content Security Policy" in text], said
