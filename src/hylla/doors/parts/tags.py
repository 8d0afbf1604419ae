"""What every template may write without loading it: widgets, days, sums, barcodes, attributes."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.html import conditional_escape, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from hylla.doors.parts import writing
from hylla.formats.paper.barcodes import code_128

register = template.Library()

# How good the news is, by the names that doors use, and by the design system's.
TONES = {
    "good": "success",
    "notice": "warning",
    "bad": "danger",
    "quiet": "neutral",
}
LINK_TEXT = re.compile(r">([^<>]+)</a>")
BETWEEN_PARTS = re.compile(r"(?<=[@./])(?=\w)")
ICONS = {"good": "check", "notice": "warning", "bad": "stop", "info": "info", "quiet": "dot"}


@register.filter
def spread(attrs: Any) -> SafeString:
    """Write a component's further attributes, escaped, each after a blank.

    django-cotton's own `attrs` are not escaped where they come from a variable.
    """
    given: Mapping[str, Any] = attrs.attrs_dict()
    parts = [
        (name, "" if value is True else value)
        for name, value in given.items()
        if value is not None and value is not False
    ]
    return format_html_join("", ' {}="{}"', ((n, conditional_escape(v)) for n, v in parts))


@register.filter
def tone_colour(tone: str) -> str:
    """Return the colour scale of a tone."""
    return TONES.get(tone, tone)


@register.filter
def tone_icon(tone: str) -> str:
    """Return the icon of a tone, so that it is never told by colour alone."""
    return ICONS.get(tone, "info")


@register.filter
def stars(number: float) -> str:
    """Draw stars, to the nearest whole one; what they say stands beside them in words."""
    full = int(number + 0.5)
    return "\N{BLACK STAR}" * full + "\N{WHITE STAR}" * (5 - full)


@register.filter
def kind_of(field: BoundField) -> str:
    """Return how a field is laid out: tick, choices or line."""
    kind = getattr(field.field.widget, "input_type", "")
    many = getattr(field.field.widget, "allow_multiple_selected", False)
    if kind == "radio" or (kind == "checkbox" and many):
        return "choices"
    return "tick" if kind == "checkbox" else "line"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Write the input of a field."""
    given = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"ds-input {given}".strip()})


@register.filter
def choices(field: BoundField) -> list[BoundWidget]:
    """Return the inputs of a field with radio buttons or several ticks."""
    found = list(field.subwidgets)
    for each in found:
        each.data["attrs"]["class"] = "ds-input"
    return found


@register.filter
def day(value: date | None) -> str:
    """Write a day as people do in the active language."""
    return writing.day_text(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment of the library's clock as people do in the active language."""
    return writing.moment_text(localtime(value)) if value else ""


@register.filter
def days_until(start: date, end: date) -> str:
    """Write a period of days, such as 3 to 10 May 2027."""
    return writing.period_text(start, end)


@register.filter
def money(ore: int) -> str:
    """Write a sum, given in øre, as people do in the active language."""
    return writing.money(ore)


@register.filter
def linked(text: str) -> SafeString:
    """Write a text with its addresses as links, which break between their parts if they must."""
    written = urlize(text, nofollow=True, autoescape=True)
    parted = LINK_TEXT.sub(lambda link: f">{BETWEEN_PARTS.sub('<wbr>', link[1])}</a>", written)
    return mark_safe(parted)  # noqa: S308 - urlize has escaped it


@register.filter
def bars(number: str) -> SafeString:
    """Draw a number as a barcode."""
    return mark_safe(code_128(number))  # noqa: S308 - made of numbers and fixed letters


@register.filter
def grouped_digits(number: str) -> str:
    """Write a long number in groups of four, to be read aloud."""
    blocks = [number[at : at + 4] for at in range(0, len(number), 4)]
    return "\N{NO-BREAK SPACE}".join(blocks)
