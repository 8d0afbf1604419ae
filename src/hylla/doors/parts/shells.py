"""Pages that a browser keeps and shows without network: the same for everyone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.patrons.sessions import SessionStore

STATIC = "/static/"
LOADED = re.compile(r'<(?:link rel="stylesheet"|script|img) [^>]*?(?:href|src)="(/[^"]+)"')
"""What a page cannot do without: its style sheets, scripts and drawings."""
IMPORTED = re.compile(r'^import .* from "\./([\w./-]+)";$', re.MULTILINE)


@dataclass(frozen=True)
class Shell:
    """A page in each language by its address, what it loads, and a name that changes with it."""

    pages: dict[str, str]
    files: list[str]
    name: str


def shell_of(
    request: HttpRequest, show: Callable[[HttpRequest], HttpResponse], *, at: str, kept_as: str
) -> Shell:
    """Return what a browser is to keep of the page with the address `at`.

    `kept_as` begins the name of its cache.
    """
    languages = [each.value for each in policy_in_force().languages]
    shown = {each: _as_for_anyone(request, show, at, each) for each in languages}
    files = sorted({file for _, text in shown.values() for file in _files(text)})
    made_of = [
        *(text for _, text in shown.values()),
        *(f"{file} {_digest(file)}" for file in files),
    ]
    return Shell(
        {language: address for language, (address, _) in shown.items()},
        files,
        f"{kept_as}{sha256(repr(made_of).encode()).hexdigest()[:16]}",
    )


def as_script(text: str) -> HttpResponse:
    """Send a service worker; the browser asks anew each time it looks whether there is another."""
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _as_for_anyone(
    request: HttpRequest, show: Callable[[HttpRequest], HttpResponse], at: str, language: str
) -> tuple[str, str]:
    """Return the page's address and text in a language, as someone who is not logged in gets it."""
    anyone = HttpRequest()
    anyone.method = "GET"
    anyone.META = {key: request.META[key] for key in ("SERVER_NAME", "SERVER_PORT")}
    anyone.session = SessionStore()
    anyone.now = now_of(request)  # type: ignore[attr-defined] # as the middleware sets it
    with override(language):
        anyone.path = anyone.path_info = reverse(at)
        return anyone.path, show(anyone).content.decode()


def _files(text: str) -> Iterator[str]:
    """Yield the addresses of what a page loads, and of what its scripts import."""
    for address in LOADED.findall(text):
        yield address
        if address.endswith(".js"):
            folder = address.rpartition("/")[0]
            yield from (f"{folder}/{name}" for name in IMPORTED.findall(_content(address)))


def _digest(address: str) -> str:
    """Say what a file is; one whose address changes with it says so itself."""
    return sha256(_content(address).encode()).hexdigest() if address.startswith(STATIC) else ""


@lru_cache(maxsize=32)
def _content(address: str) -> str:
    found = finders.find(address.removeprefix(STATIC))
    return Path(found).read_text(encoding="utf-8") if isinstance(found, str) else ""
