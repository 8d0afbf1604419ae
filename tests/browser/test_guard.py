"""The browser of the tests reaches this machine and nothing else."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page

from tests.browser.conftest import GuardedBrowser

pytestmark = pytest.mark.browser


class Answer(http.server.BaseHTTPRequestHandler):
    """Answers everything with one small page."""

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        """Send the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>shelf</title>")

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A server on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_this_machine_is_reached(page: Page, address: str) -> None:
    page.goto(address)
    assert page.title() == "shelf"


@pytest.mark.parametrize("host", ["library.example", "192.0.2.7", "[2001:db8::7]"])
def test_another_host_is_refused_and_remembered(
    browser: GuardedBrowser, address: str, host: str
) -> None:
    page = browser.new_page()
    page.goto(address)
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(f"http://{host}/pixel.gif")
    assert browser.outside == [f"http://{host}/pixel.gif"]
    browser.outside.clear()


def test_a_failing_script_is_remembered(browser: GuardedBrowser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('torn page') })")
    assert "torn page" in browser.errors[0]
    browser.errors.clear()
