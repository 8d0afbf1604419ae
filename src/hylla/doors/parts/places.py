"""Where an item is, in words, and in which tone."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.queries import ItemPlace, ItemState
from hylla.doors.parts.writing import day_text

PLACES: Mapping[ItemPlace, str | Promise] = {
    ItemPlace.ON_SHELF: gettext_lazy("Available"),
    ItemPlace.ON_LOAN: gettext_lazy("On loan"),
    ItemPlace.ON_HOLD_SHELF: gettext_lazy("On the hold shelf"),
    ItemPlace.IN_TRANSIT: gettext_lazy("On its way between branches"),
    ItemPlace.IN_PROCESS: gettext_lazy("Being made ready"),
    ItemPlace.LOST: gettext_lazy("Counted as lost"),
    ItemPlace.MISSING: gettext_lazy("Missing"),
    ItemPlace.WITHDRAWN: gettext_lazy("Withdrawn"),
    ItemPlace.AWAY: gettext_lazy("Lent to another library"),
}


def place_text(item: ItemState) -> str:
    """Say where an item is, and for a loan until when; never whose it is."""
    if item.place is ItemPlace.ON_LOAN and item.due_on:
        return _("On loan until %(day)s") % {"day": day_text(item.due_on)}
    return str(PLACES[item.place])


def tone(item: ItemState) -> str:
    """Return how good the news is."""
    if item.place is ItemPlace.ON_SHELF:
        return "good"
    gone = {ItemPlace.LOST, ItemPlace.MISSING, ItemPlace.WITHDRAWN}
    return "bad" if item.place in gone else "notice"
