"""Days, times and sums stand as people write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.language import (
    country_on_mail,
    day_words,
    hours_words,
    language_words,
    moment_words,
    money_words,
    number_words,
    short_day_words,
    time_words,
    tongues,
    weekday_words,
)

DAY = date(2026, 3, 3)
AFTERNOON = datetime(2026, 3, 3, 14, 30)  # noqa: DTZ001 - what a clock on the wall shows


@pytest.mark.parametrize(
    ("language", "day", "weekday", "moment"),
    [
        ("nb", "3. mars 2026", "tirsdag 3. mars", "3. mars 2026 kl. 14.30"),
        ("nn", "3. mars 2026", "tysdag 3. mars", "3. mars 2026 kl. 14.30"),
        ("sv", "3 mars 2026", "tisdag 3 mars", "3 mars 2026 kl. 14.30"),
        ("en", "3 March 2026", "Tuesday 3 March", "3 March 2026, 14:30"),
        ("da", "3. marts 2026", "tirsdag 3. marts", "3. marts 2026 kl. 14.30"),
        ("fi", "3. maaliskuuta 2026", "tiistaina 3. maaliskuuta", "3. maaliskuuta 2026 klo 14.30"),
    ],
)
def test_days_and_times(language: str, day: str, weekday: str, moment: str) -> None:
    assert day_words(DAY, language) == day
    assert weekday_words(DAY, language) == weekday
    assert moment_words(AFTERNOON, language) == moment
    assert day.startswith(short_day_words(DAY, language))
    assert moment.endswith(time_words(AFTERNOON, language))


@pytest.mark.parametrize(
    ("language", "whole", "half", "exact"),
    [
        ("nb", "4 500 kr", "45,50 kr", "45,00 kr"),
        ("nn", "4 500 kr", "45,50 kr", "45,00 kr"),
        ("sv", "4 500 kr", "45,50 kr", "45,00 kr"),
        ("en", "4,500 kr", "45.50 kr", "45.00 kr"),
        ("da", "4.500 kr", "45,50 kr", "45,00 kr"),
        ("fi", "4 500 kr", "45,50 kr", "45,00 kr"),
    ],
)
def test_sums(language: str, whole: str, half: str, exact: str) -> None:
    said = [money_words(450_000, language), money_words(4_550, language)]
    said.append(money_words(4_500, language, exact=True))
    assert [each.replace("\xa0", " ") for each in said] == [whole, half, exact]
    assert not any(" " in each for each in said), "a sum would break at the end of a line"


@given(st.integers(0, 10**9), st.sampled_from(sorted(tongues())))
def test_a_sum_keeps_every_ore(ore: int, language: str) -> None:
    digits = [each for each in money_words(ore, language, exact=True) if each.isdigit()]
    assert int("".join(digits)) == ore


@given(st.dates(date(1900, 1, 1)), st.sampled_from(sorted(tongues())))
def test_a_day_names_its_year_and_its_date(day: date, language: str) -> None:
    said = day_words(day, language)
    assert str(day.year) in said
    assert str(day.day) in said.replace(str(day.year), "")


def test_numbers() -> None:
    assert number_words(12_500.5, "nb").replace("\xa0", " ") == "12 500,5"
    assert number_words(12_500.5, "en") == "12,500.5"


@pytest.mark.parametrize(
    ("code", "language", "words"),
    [
        ("ice", "nb", "islandsk"),
        ("ger", "sv", "tyska"),
        ("sme", "nn", "nordsamisk"),
        ("nob", "en", "Norwegian Bokmål"),
        ("zzz", "nb", "zzz"),
    ],
)
def test_languages_have_names(code: str, language: str, words: str) -> None:
    assert language_words(code, language) == words


@pytest.mark.parametrize(
    ("code", "words"), [("SE", "SWEDEN"), ("DE", "GERMANY"), ("AX", "ÅLAND ISLANDS"), ("QQ", "QQ")]
)
def test_a_country_stands_on_mail_by_its_name(code: str, words: str) -> None:
    assert country_on_mail(code) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "kl. 09.30–12.00"), ("nn", "kl. 09.30–12.00"), ("sv", "kl. 09.30–12.00")]
    + [("en", "09:30–12:00"), ("fi", "klo 9.30–12.00")],
)
def test_hours_name_the_clock_once(language: str, words: str) -> None:
    assert hours_words(time(9, 30), time(12), language) == words
