"""Send a library's style sheet and mark: once to each browser, which keeps them for a year."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hylla.doors.parts.look.sheet import sheet_of
from hylla.library.queries import policy_in_force
from hylla.privacy.policy.look import Look

KEPT = "public, max-age=31536000, immutable"
# Someone has an older page open: give what is now, and let nobody keep it under that name.
NOT_KEPT = "no-cache"


def sheet_address(look: Look) -> str:
    """Return where the style sheet of a library is."""
    return reverse("look:sheet", args=[sheet_of(look).name])


def mark_address(look: Look) -> str:
    """Return where a library's mark is, or nothing if it has none."""
    return reverse("look:mark", args=[_name(look)]) if look.mark else ""


def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """Send the style sheet, packed where the browser can unpack it."""
    made = sheet_of(policy_in_force().look)
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(made.packed if packs else made.content, content_type="text/css")
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return _kept(response, name, made.name)


def mark(request: HttpRequest, name: str) -> HttpResponse:
    """Send the library's mark."""
    look = policy_in_force().look
    if not look.mark:
        raise Http404
    response = HttpResponse(look.mark.strip(), content_type="image/svg+xml")
    return _kept(response, name, _name(look))


def _name(look: Look) -> str:
    return sha256(look.mark.encode()).hexdigest()[:16]


def _kept(response: HttpResponse, asked: str, name: str) -> HttpResponse:
    response.headers["ETag"] = f'"{name}"'
    response.headers["Cache-Control"] = KEPT if asked == name else NOT_KEPT
    return response
