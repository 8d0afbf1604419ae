"""The page that shows the card without network, and the service worker that keeps it at hand."""

import json

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.mypage.phone.icon import SIZES
from hylla.doors.parts.page import page
from hylla.doors.parts.shells import as_script, shell_of
from hylla.library.queries import policy_in_force


def card(request: HttpRequest) -> HttpResponse:
    """Show the empty page; what stands on it comes from the phone alone: everyone gets the same."""
    return page(request, "mypage/phone_card.html", title=_("Library card"), here="card", switch=[])


def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker; the name of its cache changes with whatever the page is made of."""
    shell = shell_of(request, card, at="mypage:phone_card", kept_as="hylla-shell-")
    told = {
        "cache": shell.name,
        "pages": shell.pages,
        "otherwise": policy_in_force().default_language.value,
        "files": shell.files,
        "icon": reverse("app:icon", args=[SIZES[0]]),
    }
    return as_script(render_to_string("mypage/worker.js", {"told": json.dumps(told)}))
