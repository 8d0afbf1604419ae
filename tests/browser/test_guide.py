"""The first-run guide in a browser: from nothing to an open library, with and without scripts."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from hylla.library.actions import begin_first_run
from hylla.library.models import FirstRun
from hylla.site.catalogues import compile_catalogues
from tests.browser.conftest import GuardedBrowser
from tests.browser.seeing import STICKS_OUT
from tests.doors.guide.conftest import ABOUT, ADMINISTRATOR
from tests.formats.marc.making import book, iso2709

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_from_nothing_to_an_open_library(
    live_server: LiveServer, browser: GuardedBrowser, tmp_path: Path, scripts: bool
) -> None:
    compile_catalogues()
    page = browser.new_page(
        java_script_enabled=scripts, locale="en", viewport={"width": 375, "height": 667}
    )
    code = begin_first_run(now=timezone.now())
    page.goto(f"{live_server.url}/en/guide/?code={code}")
    go_on(page, "Begin", scripts)
    found(page, scripts)
    read_titles(page, tmp_path / "titler.mrc", scripts)
    go_on(page, "Open the library", scripts)
    expect(page.get_by_role("status")).to_contain_text("You can lend")
    look(page, scripts)
    assert FirstRun.objects.get().finished_at
    answer = page.goto(f"{live_server.url}/en/guide/")
    assert answer is not None
    assert answer.status == 404


def found(page: Page, scripts: bool) -> None:
    """Go from the library's name to its rules, with everything wrong once on the way."""
    go_on(page, "Save and go on", scripts)
    expect(page.get_by_role("alert")).to_be_visible()
    fill(page, {name: told for name, told in ABOUT.items() if name != "country"})
    go_on(page, "Save and go on", scripts)
    go_on(page, "As Fjordvik bibliotek", scripts)
    go_on(page, "Publish this policy and go on", scripts)
    fill(page, {"name": "Ulvøya"})
    go_on(page, "Add branch", scripts)
    go_on(page, "These are all: go on", scripts, role="link")
    fill(page, {name: ADMINISTRATOR[name] for name in ("name", "username", "password", "again")})
    page.get_by_label("I have signed the duty of secrecy").check()
    go_on(page, "Save and go on", scripts)
    go_on(page, "Save and go on", scripts)


def read_titles(page: Page, file: Path, scripts: bool) -> None:
    """Import a file, and see that only the last word on it is shown."""
    file.write_bytes(b"".join(iso2709(book(number)) for number in range(20)))
    page.get_by_label("File of MARC records").set_input_files(file)
    go_on(page, "Read the file", scripts)
    expect(page.get_by_role("status")).to_contain_text("The file is read")
    expect(page.get_by_role("progressbar")).to_be_hidden()
    go_on(page, "Go on", scripts, role="link")


def fill(page: Page, told: dict[str, str]) -> None:
    for name, text in told.items():
        page.locator(f"[name={name}]").fill(text)


def go_on(page: Page, name: str, scripts: bool, *, role: Any = "button") -> None:
    """Press what leads on, after a look at the page."""
    look(page, scripts)
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def look(page: Page, scripts: bool) -> None:
    """See that it fits; what bars the way is looked for on this way in test_everywhere."""
    if scripts:
        assert page.evaluate(STICKS_OUT) <= 0, f"{page.title()}: something sticks out"
