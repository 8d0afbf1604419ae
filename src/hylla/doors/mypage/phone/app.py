"""What makes My page an app: its manifest in each language, and its icons (W3C App Manifest)."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from hylla.doors.mypage.phone.icon import SIZES, drawn
from hylla.library.queries import policy_in_force
from hylla.privacy.policy import Policy

DAY_SECONDS = 86_400
PAPER = "#f8f7f3"
LONGEST_SHORT_NAME = 12
"""What a phone writes below an icon without cutting it off."""


def manifest(request: HttpRequest) -> HttpResponse:
    """Say what the app is called, where it opens, and what it looks like."""
    policy = policy_in_force()
    told = {
        # One app, in whatever language it was installed.
        "id": "/",
        "lang": get_language(),
        "name": policy.name,
        "short_name": _short_name(policy),
        "description": _("Your card, your loans and your holds at %(library)s.")
        % {"library": policy.name},
        "start_url": f"{reverse('mypage:phone_card')}?app=1",
        "scope": "/",
        "display": "standalone",
        "theme_color": policy.look.colour,
        "background_color": PAPER,
        "icons": [_icon(size, purpose) for size in SIZES for purpose in ("any", "maskable")],
        "shortcuts": [
            {"name": _("Loans and holds"), "url": reverse("mypage:home")},
            {"name": _("Search"), "url": reverse("opac:home")},
        ],
    }
    answer = JsonResponse(told, content_type="application/manifest+json")
    answer.headers["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    return answer


def icon(request: HttpRequest, size: int) -> HttpResponse:
    """Send the icon in one of its sizes."""
    if size not in SIZES:
        raise Http404
    answer = HttpResponse(drawn(policy_in_force().look.colour, size), content_type="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    return answer


def _short_name(policy: Policy) -> str:
    if len(policy.name) <= LONGEST_SHORT_NAME:
        return policy.name
    return pgettext("below an app's icon, 12 letters at most", "Library")


def _icon(size: int, purpose: str) -> dict[str, str]:
    return {
        "src": reverse("app:icon", args=[size]),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
