"""Forms that lose nothing: what was wrong is told beside each field, all at once."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hylla.doors.parts.saying import say
from hylla.library.refusals import Refused


class Form(forms.Form):
    """A form whose fields point at their own hints and problems."""

    is_locked = False
    """Whether nothing that is written here helps: too many have tried, and time must pass."""

    def refuse(self, refused: Refused, fields: Mapping[str, str]) -> None:
        """Put each reason beside the field that `fields` names for its code, or above them all."""
        self.is_locked = any(reason.code.endswith("_locked") for reason in refused.reasons)
        for reason in refused.reasons:
            name = fields.get(reason.code)
            self.add_error(name if name in self.fields else None, say(reason))


def secret(label: Any, *, purpose: str, **options: Any) -> forms.CharField:
    """Return a field for a PIN or a password; `purpose` is the browser's autocomplete word."""
    widget = forms.PasswordInput(attrs={"autocomplete": purpose})
    return forms.CharField(label=label, widget=widget, max_length=100, strip=False, **options)


def line(label: Any, *, purpose: str = "off", **options: Any) -> forms.CharField:
    """Return a field for one line of text; `purpose` is the browser's autocomplete word."""
    widget = forms.TextInput(attrs={"autocomplete": purpose, **options.pop("attrs", {})})
    return forms.CharField(label=label, widget=widget, **{"max_length": 200, **options})


def day(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a date, in the browser's own way of asking for one."""
    widget = forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)
