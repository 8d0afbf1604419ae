"""Log-ins last by the time that a request is given, also in a demo that runs at another time."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from typing_extensions import override

from hylla.doors.parts.who import now_of
from hylla.patrons.sessions import SessionStore


class Sessions(SessionMiddleware):
    """Finds the session of a request, if it has not ended by then."""

    @override
    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        request.session = SessionStore(key, now=now_of(request))
