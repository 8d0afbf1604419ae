"""What is said of a set for a group, at the desk and on My page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.doors.parts.forms import day

SMALLEST, LARGEST = 2, 999
"""How many copies a set has."""


def copies_field() -> forms.IntegerField:
    """Return a field for how many copies."""
    label = gettext_lazy("For a group: how many copies")
    return forms.IntegerField(label=label, min_value=SMALLEST, max_value=LARGEST, required=False)


def day_field() -> forms.DateField:
    """Return a field for the day on which a group needs them."""
    return day(gettext_lazy("For a group: on which day"), required=False)


def half_a_set(told: Mapping[str, Any]) -> str:
    """Say what is missing where one of the two is filled in, and not the other."""
    if bool(told.get("copies")) == bool(told.get("needed_on")):
        return ""
    return _("Say how many copies, and on which day.")


def gathered_text(copies: int, title: str) -> str:
    """Say that a set is waited for."""
    return _("%(number)d copies of %(title)s are gathered for the group.") % {
        "number": copies,
        "title": title,
    }


def of_copies(number: int) -> str:
    """Say how large a set is now."""
    text = ngettext("The set is %(number)d copy now.", "The set is %(number)d copies now.", number)
    return text % {"number": number}
