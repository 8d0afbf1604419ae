"""Take pictures of the demo's main pages: on a telephone and a desk, by day and in the dark."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from hylla.site.check import chromium

SIZES: Mapping[str, tuple[int, int]] = {"phone": (375, 812), "desktop": (1280, 800)}
SCHEMES = ("light", "dark")
LANGUAGE = "nb"

PUBLIC = {
    "home": "",
    "search": "search/?q=folk",
    "notice": "privacy/",
    "register": "register/",
    "log-in": "my/",
}
MINE = ("card", "history", "messages", "details", "family", "kept", "looked", "ways-in")
DESK = ("find", "register", "shelf", "overdue", "closed-days", "help")

Told = Callable[[str], object]


def take(demo: Mapping[str, Any], folder: Path, *, told: Told) -> int:
    """Take every picture into the folder, as PAGE-SIZE-SCHEME.png, and return how many."""
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.provide(), args=list(chromium.ARGUMENTS)
        )
        demo = {**demo, "kiosk_cookies": _started(browser, demo)}
        for size in SIZES:
            for scheme in SCHEMES:
                for name, page in _pages(browser, demo, size, scheme):
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
                    taken += 1
                told(f"{size}, {scheme}: {taken} pictures")
        browser.close()
    return taken


def _pages(
    browser: Browser, demo: Mapping[str, Any], size: str, scheme: str
) -> Iterator[tuple[str, Page]]:
    """Yield each page with its name, open in the browser."""
    width, height = SIZES[size]
    options: dict[str, Any] = {
        "viewport": {"width": width, "height": height},
        "color_scheme": scheme,
    }
    for people in (_public, _mine, _desk, _kiosk):
        page = browser.new_page(**options)
        for name in people(page, demo):
            yield name, page
        page.context.close()


def _public(page: Page, demo: Mapping[str, Any]) -> Iterator[str]:
    for name, path in PUBLIC.items():
        page.goto(_address(demo, path))
        yield name
    page.goto(_address(demo, PUBLIC["search"]))
    page.locator("main a[href*='/record/']").first.click()
    page.wait_for_url("**/record/**")
    yield "record"


def _mine(page: Page, demo: Mapping[str, Any]) -> Iterator[str]:
    patron = demo["patrons"][0]
    page.goto(_address(demo, "my/"))
    _log_in(page, patron["card"], patron["pin"])
    yield "my-page"
    for name in MINE:
        page.goto(_address(demo, f"my/{name}/"))
        yield f"my-{name}"


def _desk(page: Page, demo: Mapping[str, Any]) -> Iterator[str]:
    staff = next(each for each in demo["staff"] if each["role"] == "desk")
    page.goto(_address(demo, "desk/"))
    _log_in(page, staff["username"], staff["password"])
    yield "desk"
    page.locator("#scan").fill(demo["patrons"][0]["card"])
    page.locator("#scan").press("Enter")
    page.get_by_role("heading", name=demo["patrons"][0]["name"]).wait_for()
    yield "desk-patron"
    for name in DESK:
        page.goto(_address(demo, f"desk/{name}/"))
        yield f"desk-{name}"


def _kiosk(page: Page, demo: Mapping[str, Any]) -> Iterator[str]:
    page.goto(f"{demo['base_url']}/{LANGUAGE}/kiosk/start/?code={demo['kiosk']['code']}")
    yield "kiosk-start"
    page.context.add_cookies(demo["kiosk_cookies"])
    page.goto(_address(demo, "kiosk/"))
    yield "kiosk"


def _started(browser: Browser, demo: Mapping[str, Any]) -> Any:
    """Start the kiosk once, for its code is spent then, and return what its browser keeps."""
    page = browser.new_page()
    page.goto(_address(demo, f"kiosk/start/?code={demo['kiosk']['code']}"))
    with page.expect_navigation():
        page.locator("main form button").last.click()
    cookies = page.context.cookies()
    page.context.close()
    return cookies


def _log_in(page: Page, who: str, secret: str) -> None:
    form = page.locator("form:has(input[type=password])").first
    form.locator("input:not([type=password]):not([type=hidden]):not([type=checkbox])").first.fill(
        who
    )
    form.locator("input[type=password]").fill(secret)
    with page.expect_navigation():
        form.locator("input[type=password]").press("Enter")


def _address(demo: Mapping[str, Any], path: str) -> str:
    return f"{demo['base_url']}/{LANGUAGE}/{path}"
