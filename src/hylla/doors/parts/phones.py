"""What a session knows of the phone it is on, so that logging out there leaves nothing."""

from django.http import HttpRequest

from hylla.messages.actions import turn_off
from hylla.patrons.actions import forget_kept_card

UNSENT_COOKIE = "hylla_unsent"
"""Says that a desk did something in this browser that the library has not heard of yet."""

KEPT_CARD = "kept_card"
PUSH = "push"
"""The keys under which a session holds the handles of this phone."""


def leave_phone(request: HttpRequest) -> None:
    """Forget the phone, and have its browser erase what it holds (`middleware.private` says so)."""
    if handle := request.session.pop(KEPT_CARD, None):
        forget_kept_card(handle)
    if handle := request.session.pop(PUSH, None):
        turn_off(handle)
    erase_storage(request)


def erase_storage(request: HttpRequest) -> None:
    """Have the browser erase all that it holds of ours, save where a desk's work would go, too.

    There the scripts of My page erase what is the patron's, as they do everywhere.
    """
    all_of_it = UNSENT_COOKIE not in request.COOKIES
    request.erases_storage = all_of_it  # type: ignore[attr-defined] # Django has no typed place.
