"""The program behind the pages: its licence and its source, for everyone who uses it (AGPL 13)."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hylla.doors.parts.page import page


def program(request: HttpRequest) -> HttpResponse:
    """Say what runs here, what everyone may do with it, and where its source is."""
    return page(request, "opac/program.html", title=_("The program behind these pages"))


def licence(request: HttpRequest) -> HttpResponse:
    """Give the licence as it came with the program."""
    text = Path(settings.HYLLA_LICENCE).read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
