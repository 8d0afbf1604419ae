"""What every request goes through: the time, where it came from, and that nothing is cached."""

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.translation import get_language_from_request, gettext

from hylla.doors.parts.locks import lock_if_idle
from hylla.privacy.ledger import NotWrittenError
from hylla.privacy.quarantine import is_closed
from hylla.site.clock import clock

RETRY_SECONDS = 300
Answer = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}
SIGNED = {"/pay/answer/", "/sms/receipt/"}
"""Where another's program sends what it has signed: no browser, and nobody is logged in there."""
READ_BY_POST = {"/oai", "/sru"}
"""Where programs may ask by POST as by GET, and nothing is changed."""
log = logging.getLogger("hylla.web")


def requests(answer: Answer) -> Answer:
    """Give each request the time as `request.now`, and log it without address or query."""
    now = clock()

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = now()  # type: ignore[attr-defined] # Django has no typed place for it.
        start = time.monotonic()
        response = answer(request)
        match = getattr(request, "resolver_match", None)
        log.info(
            "request",
            extra={
                "view": match.view_name if match else "",
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.monotonic() - start) * 1000),
            },
        )
        return response

    return middleware


def quarantined(answer: Answer) -> Answer:
    """While a backup is being restored, show every visitor the same page, and do nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_closed():
            return answer(request)
        page = loader.render_to_string("closed.html", {"source": settings.HYLLA_SOURCE})
        response = HttpResponse(page, status=503, headers={"Cache-Control": "no-store"})
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'"
        return response

    return middleware


def same_origin(answer: Answer) -> Answer:
    """Refuse requests that change something and come from another site's page.

    Browsers say where a request comes from (Fetch Metadata, W3C; Origin, RFC 6454). So no token,
    and no cookie before log-in, is needed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or request.path in SIGNED | READ_BY_POST or _is_own(request):
            return answer(request)
        # The language is chosen further in, where this request never comes.
        with translation.override(get_language_from_request(request, check_path=True)):
            told = gettext(
                "This form was sent from another site. Go back, reload the page, try again."
            )
            return render(request, "403.html", {"exception": told}, status=403)

    return middleware


def unwritten(answer: Answer) -> Answer:
    """Where the erasure ledger cannot be written, say in words that nothing was done.

    The transaction is undone by then: who asks again, once the disk is mended, loses nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return answer(request)

    def told(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NotWrittenError):
            return None
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response

    middleware.process_exception = told  # type: ignore[attr-defined] # Django's own place for it
    return middleware


def _is_own(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is not None and urlsplit(origin).netloc == request.get_host()


def locks(answer: Answer) -> Answer:
    """Lock a desk that was left, before any page looks who is logged in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            lock_if_idle(request)
        return answer(request)

    return middleware


def private(answer: Answer) -> Answer:
    """Keep pages of someone who is logged in out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        # The style sheet and the mark are the same for everyone.
        is_look = request.resolver_match is not None and request.resolver_match.app_name == "look"
        if not request.session.is_empty() and not is_look:
            response.headers["Cache-Control"] = "no-store"
        if getattr(request, "erases_storage", False):
            # Not "cookies": that would reach the other sites of the municipality's domain.
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    return middleware


def packed(answer: Answer) -> Answer:
    """Pack the pages of those who are not logged in.

    The others' are sent as they are: how well a secret packs beside what an attacker chose tells
    what it is (BREACH), and what stands on their pages is one.
    """
    gzip = GZipMiddleware(answer)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.session.is_empty():
            gzip.process_response(request, response)
        return response

    return middleware
