"""Slowing programs that read much, so that people are not kept waiting.

They are told by what they say of themselves, or by the door they come through; no address is kept
(`parts/throttle.py`).
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from hylla.doors.parts.throttle import Throttle

PACE = Throttle(at_once=120, an_hour=7200, together_at_once=600, together_an_hour=36_000)
"""Two a second from one place, and ten a second from all of them, of each address."""
WAIT_SECONDS = 10

_CRAWLS = re.compile(r"bot\b|bot/|crawl|spider|slurp|archiver|scrapy", re.I)

View = Callable[..., HttpResponse]


def paced(view: View) -> View:
    """Let a program through at its pace only; before, it is told when to come again."""

    @wraps(view)
    def slowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if PACE.allows(request) else _later()

    return slowed


def slowing_crawlers(view: View) -> View:
    """Let people read a page as they like, and what calls itself a crawler at its pace."""

    @wraps(view)
    def slowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        crawls = _CRAWLS.search(request.headers.get("User-Agent", ""))
        if crawls and not PACE.allows(request):
            return _later()
        return view(request, *args, **kwargs)

    return slowed


def _later() -> HttpResponse:
    """Answer as OAI-PMH 2.0, 3.1.2.2, has it; other programs know it as well."""
    text = f"Too much at once. Come again in {WAIT_SECONDS} seconds.\n"
    headers = {"Retry-After": str(WAIT_SECONDS)}
    return HttpResponse(text, status=503, content_type="text/plain", headers=headers)
