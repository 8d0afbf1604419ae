"""Fetching an extract that the library prepared: whoever has the link, once, without a log-in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.parts.page import page
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.privacy.rights.prepared import fetch as opened
from hylla.privacy.rights.prepared import is_there


def fetch(request: HttpRequest, word: str) -> HttpResponse:
    """Say that something waits, and give it at the press of a button: a look fetches nothing."""
    policy, now = policy_in_force(), now_of(request)
    made = opened(word, policy=policy, now=now) if request.method == "POST" else None
    if made is not None:
        file = HttpResponse(made, content_type="application/zip")
        file.headers["Content-Disposition"] = 'attachment; filename="hylla.zip"'
        return file
    waits = is_there(word, policy=policy, now=now)
    return page(
        request,
        "mypage/fetch.html",
        title=_("Your extract waits here") if waits else _("Nothing waits here"),
        here="mypage",
        waits=waits,
        status=200 if waits else 404,
    )
