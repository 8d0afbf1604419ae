"""The page that shows the card without network, and the service worker that keeps it at hand."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hylla.doors.mypage.phone.icon import SIZES
from hylla.doors.parts.page import page
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.patrons.sessions import SessionStore

STATIC = "/static/"
LOADED = re.compile(r'<(?:link rel="stylesheet"|script|img) [^>]*?(?:href|src)="(/[^"]+)"')
"""What a page cannot do without: its style sheets, scripts and drawings."""
IMPORTED = re.compile(r'^import .* from "\./([\w.-]+)";$', re.MULTILINE)


def card(request: HttpRequest) -> HttpResponse:
    """Show the empty page; what stands on it comes from the phone alone: everyone gets the same."""
    return page(request, "mypage/phone_card.html", title=_("Library card"), here="card", switch=[])


def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker; the name of its cache changes with whatever the page is made of."""
    policy = policy_in_force()
    shown = {
        language.value: _as_for_anyone(request, language.value) for language in policy.languages
    }
    files = sorted({file for _, text in shown.values() for file in _files(text)})
    made_of = [
        *(text for _, text in shown.values()),
        *(f"{file} {_digest(file)}" for file in files),
    ]
    told = {
        "cache": f"hylla-shell-{sha256(repr(made_of).encode()).hexdigest()[:16]}",
        "pages": {language: address for language, (address, _) in shown.items()},
        "otherwise": policy.default_language.value,
        "files": files,
        "icon": reverse("app:icon", args=[SIZES[0]]),
    }
    script = render_to_string("mypage/worker.js", {"told": json.dumps(told)})
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    # The browser asks anew each time it looks whether there is another.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _as_for_anyone(request: HttpRequest, language: str) -> tuple[str, str]:
    """Return the page's address and text in a language, as someone who is not logged in gets it."""
    anyone = HttpRequest()
    anyone.method = "GET"
    anyone.META = {key: request.META[key] for key in ("SERVER_NAME", "SERVER_PORT")}
    anyone.session = SessionStore()
    anyone.now = now_of(request)  # type: ignore[attr-defined] # as the middleware sets it
    with override(language):
        anyone.path = anyone.path_info = reverse("mypage:phone_card")
        return anyone.path, card(anyone).content.decode()


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
