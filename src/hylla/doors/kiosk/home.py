"""The first page, leaving, and what is the same on every page: more time, larger letters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hylla.doors.kiosk.door import UNVISITED, Stand, for_kiosk, kiosk_page, turned
from hylla.doors.kiosk.lending import lend_with
from hylla.doors.kiosk.returning import take_back
from hylla.doors.parts.told import told
from hylla.doors.parts.who import own_address
from hylla.library.actions import set_text_size
from hylla.patrons.actions import end_visit, give_more_time
from hylla.patrons.queries import person_with_card


@for_kiosk
def home(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Ask what is to be done; whoever stood there is forgotten, also when the machine restarts.

    What is scanned here is enough: a card begins to lend, anything else is taken back.
    """
    if request.method == "POST":
        entry = told(request.POST, "entry")
        if person_with_card(entry):
            return lend_with(request, stand, entry)
        return take_back(request, stand, entry)
    is_left = end_visit(stand.kiosk.id)
    is_first = request.path == first_page(stand) and stand.kiosk.text_size == 0
    answer = kiosk_page(
        request,
        Stand(stand.kiosk, None, stand.now, stand.policy),
        "kiosk/home.html",
        title=_("Lend and return by yourself"),
        waits=0 if is_first else UNVISITED,
    )
    return turned(request, answer) if is_left else answer


@for_kiosk
def over(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Forget who stood there and what they had set, and go back to the first page."""
    end_visit(stand.kiosk.id)
    set_text_size(stand.kiosk.id, 0)
    return turned(request, redirect(first_page(stand)))


@for_kiosk
def here(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Note that whoever stands there still presses keys; say when they are not known any more."""
    is_known = stand.visit is not None or not request.GET.get("visit")
    return HttpResponse(status=204 if is_known else 409)


@for_kiosk
def more_time(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Let whoever stands there take longer."""
    if request.method == "POST" and stand.visit is not None:
        give_more_time(stand.kiosk.id)
    return redirect(_back(request))


@for_kiosk
def larger(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Make the letters larger, and after the largest the usual size again."""
    if request.method == "POST":
        set_text_size(stand.kiosk.id, stand.kiosk.text_size + 1)
    return redirect(_back(request))


def first_page(stand: Stand) -> str:
    """Return the address at which the machine waits: in the library's own language."""
    with override(stand.policy.default_language.value):
        return reverse("kiosk:home")


def _back(request: HttpRequest) -> str:
    return own_address(told(request.POST, "back"), reverse("kiosk:home"))
