"""Days, times, numbers and sums as people write them in each language (CLDR, through Babel)."""

from datetime import date, datetime, time

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_interval, format_time
from babel.numbers import format_decimal

from hylla.formats.language.tongues import tongue


def locale_of(language: str) -> Locale:
    """Return the locale whose words and signs a language uses."""
    return Locale.parse(tongue(language).locale)


def language_words(code: str, language: str) -> str:
    """Return a language's name from its code in MARC records (ISO 639-2/B): "ice" is islandsk.

    A code that nobody knows stands as it is.
    """
    names = locale_of(language).languages
    return str(names.get(language_tag(code), code))


def language_tag(code: str) -> str:
    """Return the tag by which the web names a language (BCP 47), from its code in MARC records:
    "nob" is nb. Most tags are shorter; where there is no shorter one they are the same.
    """
    return str(get_global("language_aliases").get(code, code))


def country_on_mail(code: str) -> str:
    """Return a country as its name stands on mail that goes there: "SE" is SWEDEN.

    In capitals and in a language that every post office reads (UPU S42).
    A code that nobody knows stands as it is.

    :param code: ISO 3166-1 alpha-2.
    """
    return str(Locale("en").territories.get(code, code)).upper()


def day_words(day: date, language: str) -> str:
    """Return a day such as 3. mars 2026, 3 mars 2026, 3 March 2026."""
    return format_date(day, f"{tongue(language).day} y", locale=locale_of(language))


def short_day_words(day: date, language: str) -> str:
    """Return a day of this year, such as 3. mars."""
    return format_date(day, tongue(language).day, locale=locale_of(language))


def weekday_words(day: date, language: str) -> str:
    """Return a day with its name, such as tirsdag 3. mars."""
    return format_date(day, f"EEEE {tongue(language).day}", locale=locale_of(language))


def period_words(start: date, end: date, language: str) -> str:
    """Return a period of days, as short as the language has it, such as 3.–10. mars 2026."""
    return format_interval(start, end, "yMMMMd", locale=locale_of(language))


def time_words(at: time | datetime, language: str) -> str:
    """Return a time of day such as kl. 14.30, klo 14.30, 14:30."""
    clock = at.time() if isinstance(at, datetime) else at
    return format_time(clock, tongue(language).clock, locale=locale_of(language))


def hours_words(start: time, end: time, language: str) -> str:
    """Return from when until when, such as kl. 10.00\N{EN DASH}18.00, 10:00\N{EN DASH}18:00."""
    digits = tongue(language).clock.rpartition(" ")[2]
    until = format_time(end, digits, locale=locale_of(language))
    return f"{time_words(start, language)}\N{EN DASH}{until}"


def moment_words(at: datetime, language: str) -> str:
    """Return a day and a time. `at` is in the reader's time zone already."""
    joint = tongue(language).joint
    return f"{day_words(at.date(), language)}{joint}{time_words(at, language)}"


def number_words(number: float, language: str) -> str:
    """Return a number with the language's signs: 12 500,5."""
    return format_decimal(number, locale=locale_of(language))


def money_words(ore: int, language: str, *, exact: bool = False, unit: str = "kr") -> str:
    """Return a sum in kroner, with øre only where there are any, or everywhere where `exact`.

    The space before the unit does not break: the sum stays on one line.
    """
    pattern = "#,##0.00" if exact or ore % 100 else "#,##0"
    amount = format_decimal(ore / 100, pattern, locale=locale_of(language))
    return f"{amount}\N{NO-BREAK SPACE}{unit}"
