"""How the pages of this door are made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from hylla.doors.parts.page import page
from hylla.privacy.vocabulary import Language


def joining_page(
    request: HttpRequest, template: str, *, title: str, **context: Any
) -> HttpResponse:
    """Make a page that no cache keeps: what was typed may stand in it."""
    answer = page(request, template, title=title, here="mypage", **context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def language_here() -> Language:
    """Return the language of the page."""
    return Language((get_language() or "en")[:2])
