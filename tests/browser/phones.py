"""A browser with a folder of its own, as a phone has one: what it keeps can be read on the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from hylla.privacy.browser import BROWSER_STORES
from hylla.privacy.declarations import BrowserStore, Held, Since
from hylla.site.check import chromium

HELD = """async () => ({
  local_storage: Object.keys(localStorage),
  session_storage: Object.keys(sessionStorage),
  indexed_db: (await indexedDB.databases()).map(each => each.name),
  cache: await caches.keys(),
  service_worker: (await navigator.serviceWorker.getRegistrations())
    .map(each => new URL((each.active || each.waiting || each.installing).scriptURL).pathname),
})"""
CACHED = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found[new URL(request.url).pathname] = await (await cache.match(request)).text();
    }
  }
  return found;
}"""


@contextmanager
def phone(process: Browser, folder: Path, **options: Any) -> Iterator[BrowserContext]:
    """Run a browser on a folder. It reaches this machine and nothing else, by its arguments."""
    context = process.browser_type.launch_persistent_context(
        folder,
        executable_path=chromium.provide(),
        args=list(chromium.ARGUMENTS),
        **{"viewport": {"width": 375, "height": 667}, **options},
    )
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    try:
        yield context
    finally:
        context.close()
    assert not errors, f"scripts failed: {errors}"


def held(page: Page) -> set[tuple[Held, str]]:
    """Return everything that the browser holds for the site, by kind and name."""
    found = {(Held(kind), name) for kind, names in page.evaluate(HELD).items() for name in names}
    return found | {(Held.COOKIE, cookie["name"]) for cookie in page.context.cookies()}


def undeclared(page: Page, *moments: Since) -> set[tuple[Held, str]]:
    """Return what the browser holds and may not, at these moments, by the register."""
    return {each for each in held(page) if not any(_is(each, s, moments) for s in BROWSER_STORES)}


def missing(page: Page, *moments: Since) -> set[str]:
    """Return what should be there at these moments by the register, and is not."""
    there = held(page)
    return {
        store.name
        for store in BROWSER_STORES
        if store.since & set(moments) and not any(_is(each, store, moments) for each in there)
    }


def _is(found: tuple[Held, str], store: BrowserStore, moments: tuple[Since, ...]) -> bool:
    kind, name = found
    matches = name.startswith(store.name[:-1]) if store.name[-1] == "*" else name == store.name
    return kind is store.kind and matches and bool(store.since & set(moments))


def traces(folder: Path, *markers: str) -> dict[str, list[str]]:
    """Return the files of a browser's folder in which a marker stands, in any of its forms."""
    forms = {m: (m.encode(), m.encode("utf-16-le")) for m in markers}
    found: dict[str, list[str]] = {}
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for marker, each in forms.items():
            if any(form in content for form in each):
                found.setdefault(marker, []).append(str(file.relative_to(folder)))
    return found
