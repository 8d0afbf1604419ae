"""Many barcodes in one field, one a line, as they are scanned or pasted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from hylla.doors.desk.scanned import readings
from hylla.doors.parts.told import one_line

BETWEEN = str.maketrans({",": "\n", ";": "\n", "\t": "\n"})
"""What else stands between barcodes that were copied from a table."""


class Barcodes(forms.CharField):
    """A field for one barcode a line; its value is what each line can mean, in their order."""

    def __init__(self, *, most: int, **options: Any) -> None:
        area = {"rows": 10, "autocomplete": "off", "spellcheck": "false", "class": "code"}
        attrs = {**area, "autofocus": True, "data-stray": ""}
        super().__init__(
            label=gettext_lazy("Barcodes, one a line"),
            widget=forms.Textarea(attrs=attrs),
            strip=False,
            **options,
        )
        self.most = most

    def clean(self, value: Any) -> list[tuple[str, ...]]:
        """Return the lines.

        :raises ValidationError: there is none, or more than are taken at once.
        """
        lines = lines_of(super().clean(value))
        if self.required and not lines:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(lines) > self.most:
            raise forms.ValidationError(
                ngettext(
                    "These are %(lines)d lines. No more than %(number)d is taken at once.",
                    "These are %(lines)d lines. No more than %(number)d are taken at once.",
                    self.most,
                )
                % {"lines": len(lines), "number": self.most},
                code="many",
            )
        return lines


def lines_of(text: str) -> list[tuple[str, ...]]:
    """Return what each line of a text can mean, each line once; empty lines mean nothing."""
    entries = (one_line(each) for each in text.translate(BETWEEN).splitlines())
    return [readings(each) for each in dict.fromkeys(entries) if each]
