"""How each language writes days, times and sums, and in which order it lists names."""

from hylla.formats.language.sorting import in_order, sort_key
from hylla.formats.language.tongues import available, chain, nearest, spoken, tongue, tongues
from hylla.formats.language.writing import (
    country_on_mail,
    day_words,
    hours_words,
    language_tag,
    language_words,
    moment_words,
    money_words,
    number_words,
    period_words,
    short_day_words,
    time_words,
    weekday_words,
)

__all__ = [
    "available",
    "chain",
    "country_on_mail",
    "day_words",
    "hours_words",
    "in_order",
    "language_tag",
    "language_words",
    "moment_words",
    "money_words",
    "nearest",
    "number_words",
    "period_words",
    "short_day_words",
    "sort_key",
    "spoken",
    "time_words",
    "tongue",
    "tongues",
    "weekday_words",
]
