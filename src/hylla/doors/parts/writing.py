"""Sums, days and times as people write them in the language that is active."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import TypeVar

from django.utils.translation import get_language, pgettext

from hylla.formats.language import (
    day_words,
    hours_words,
    in_order,
    moment_words,
    money_words,
    number_words,
    period_words,
    short_day_words,
    time_words,
    weekday_words,
)

Item = TypeVar("Item")


def money(ore: int) -> str:
    """Return a sum in kroner, with øre only where there are any."""
    return money_words(ore, _language())


def exact_money(ore: int) -> str:
    """Return a sum with its øre, as accounts have it."""
    return money_words(ore, _language(), exact=True)


def foreign_money(cents: int, currency: str) -> str:
    """Return a sum in another currency, by its letters in ISO 4217."""
    return money_words(cents, _language(), exact=True, unit=currency)


def number_text(number: float) -> str:
    """Return a number with the language's signs: 12 500,5."""
    return number_words(number, _language())


def day_text(day: date) -> str:
    """Return a day such as 3 May 2027."""
    return day_words(day, _language())


def short_day_text(day: date) -> str:
    """Return a day of this year, such as 3 May."""
    return short_day_words(day, _language())


def weekday_text(day: date) -> str:
    """Return a day with its name, such as Monday 3 May."""
    return weekday_words(day, _language())


def period_text(start: date, end: date) -> str:
    """Return a period of days, such as 3 – 10 May 2027."""
    return period_words(start, end, _language())


def time_text(at: time | datetime) -> str:
    """Return a time of day, or that of a moment in the library's time zone, such as 14:30."""
    return time_words(at, _language())


def hours_text(start: time, end: time) -> str:
    """Return from when until when, such as 10:00\N{EN DASH}18:00."""
    return hours_words(start, end, _language())


def moment_text(at: datetime) -> str:
    """Return a moment in the library's time zone, such as 3 May 2027, 14:30."""
    return moment_words(at, _language())


def in_alphabet(items: Iterable[Item], *, by: Callable[[Item], str]) -> tuple[Item, ...]:
    """Return items by their names in the reader's alphabet; equal names keep their order."""
    return in_order(items, by=by, language=_language())


def day_format() -> str:
    """Return how a date is written in the active language, in Django's letters."""
    return pgettext("how a date is written, in Django's letters", "j F Y")


def moment_format() -> str:
    """Return how a moment is written in the active language, in Django's letters."""
    return pgettext("how a moment is written, in Django's letters", "j F Y, H:i")


def _language() -> str:
    return get_language() or "en"
