"""Answers for the desk's script: what a scan changes, where the rest stands on the screen already.

Without the script, and where anything else is asked, the answer is the whole page.
"""

from django.http import HttpRequest

PART = "Hylla-Part"
"""The header by which the script says that the desk is on its screen, and with whose forms.

It holds the number of the opening for which they were made, or 0.
"""
LAYOUT = "desk/base.html"
PART_LAYOUT = "desk/part.html"


def layout_of(request: HttpRequest) -> str:
    """Return what stands around the desk: nothing, where its menu and foot are there already."""
    return PART_LAYOUT if PART in request.headers else LAYOUT


def has_forms(request: HttpRequest, opening: int | None) -> bool:
    """Tell whether the screen has the forms beside the patron who is open now."""
    return opening is not None and request.headers.get(PART) == str(opening)
