"""What a session knows of the phone it is on, so that logging out there leaves nothing."""

from django.http import HttpRequest

from hylla.messages.actions import turn_off
from hylla.patrons.actions import forget_kept_card

KEPT_CARD = "kept_card"
PUSH = "push"
"""The keys under which a session holds the handles of this phone."""


def leave_phone(request: HttpRequest) -> None:
    """Forget the phone, and have its browser erase what it holds (`middleware.private` says so)."""
    if handle := request.session.pop(KEPT_CARD, None):
        forget_kept_card(handle)
    if handle := request.session.pop(PUSH, None):
        turn_off(handle)
    request.erases_storage = True  # type: ignore[attr-defined] # Django has no typed place for it.
