"""Sums and days as people write them."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, pgettext


def money(ore: int) -> str:
    """Return a sum in kroner, with decimals only where there are any."""
    places = 0 if ore % 100 == 0 else 2
    amount = number_format(ore / 100, decimal_pos=places, force_grouping=True)
    return gettext("%(amount)s kr") % {"amount": amount}


def day_text(day: date) -> str:
    """Return a day such as 3 May 2027."""
    return date_format(day, day_format())


def day_format() -> str:
    """Return how a date is written in the active language, in Django's letters."""
    return pgettext("how a date is written, in Django's letters", "j F Y")


def moment_format() -> str:
    """Return how a moment is written in the active language, in Django's letters."""
    return pgettext("how a moment is written, in Django's letters", "j F Y, H:i")
