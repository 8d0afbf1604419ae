"""Whether a title is in, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.circulation.queries import Availability


def availability_text(state: Availability) -> str:
    """Say whether a title is in."""
    if state.free:
        return ngettext("%(number)d copy is in", "%(number)d copies are in", state.free) % {
            "number": state.free
        }
    if state.on_shelf:
        return _("In, but others are waiting")
    return nothing_in(has_copies=bool(state.items))


def nothing_in(*, has_copies: bool) -> str:
    """Say why nothing of a title is in."""
    return _("All copies are out") if has_copies else _("No copy")


def availability_tone(state: Availability) -> str:
    """Return in which tone that is said."""
    if state.free:
        return "good"
    return "notice" if state.items else "bad"
