"""Periods are counted by the library's calendar, and never let anything be late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.privacy.policy import Period
from hylla.privacy.vocabulary import Language

OSLO = ZoneInfo("Europe/Oslo")
SECOND = timedelta(seconds=1)

calendars = st.builds(
    Period,
    years=st.integers(0, 5),
    months=st.integers(0, 30),
    days=st.integers(0, 400),
    hours=st.integers(0, 100),
    zone=st.sampled_from([None, OSLO]),
)
absolute = st.builds(Period, hours=st.integers(0, 2000), zone=st.sampled_from([None, OSLO]))
days = st.dates(date(2010, 1, 1), date(2040, 1, 1))
moments = st.integers(0, 30 * 366 * 86_400).map(
    lambda seconds: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P0D", Period()),
        ("P24M", Period(months=24)),
        ("P1Y6M", Period(years=1, months=6)),
        ("P7D", Period(days=7)),
        ("P2W", Period(days=14)),
        ("PT72H", Period(hours=72)),
        ("P1DT12H", Period(days=1, hours=12)),
    ],
)
def test_it_reads_iso_8601(text: str, period: Period) -> None:
    assert Period.parse(text) == period


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "24M", "P1.5M", "-P1D", "PT30M", "P1D ", "p7d", "P7DT", "P1D1M"]
)
def test_it_refuses_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        Period.parse(text)


@given(calendars)
def test_what_it_writes_it_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


def test_the_31st_becomes_the_last_day_of_a_shorter_month() -> None:
    month = Period(months=1)
    assert month.after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert month.after(date(2024, 1, 31)) == date(2024, 2, 29)
    assert month.after(date(2026, 3, 31)) == date(2026, 4, 30)
    assert month.before(date(2026, 2, 28)) == date(2026, 1, 31)
    assert month.before(date(2026, 3, 30)) == date(2026, 2, 28)


def test_a_day_lasts_23_hours_when_the_clock_goes_forward_and_72_hours_always_last_72() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=OSLO)
    day = Period(days=1, zone=OSLO).after(evening.astimezone(UTC))
    assert day - evening == timedelta(hours=23)
    assert Period(hours=72, zone=OSLO).after(evening).astimezone(UTC) == (
        evening.astimezone(UTC) + timedelta(hours=72)
    )


@given(absolute, moments)
def test_hours_are_over_exactly_then(period: Period, since: datetime) -> None:
    over = period.after(since)
    assert period.before(over - SECOND) < since
    assert period.before(over) == since
    assert period.before(over + SECOND) > since


@given(calendars, days, st.integers(-1, 1))
def test_a_date_is_due_exactly_when_its_period_is_over(
    period: Period, since: date, distance: int
) -> None:
    today = period.after(since) + timedelta(days=distance)
    assert (since <= period.before(today)) == (distance >= 0)


@given(calendars, moments)
def test_a_moment_is_never_late_and_at_most_a_day_early(period: Period, since: datetime) -> None:
    over = period.after(since)
    assert period.before(over) >= since
    assert period.before(over + SECOND) >= since
    assert period.before(over - timedelta(days=3, hours=2)) < since


@given(st.integers(0, 400), moments)
def test_days_without_a_change_of_clock_are_over_to_the_second(
    number: int, since: datetime
) -> None:
    period = Period(days=number, zone=ZoneInfo("UTC"))
    over = period.after(since)
    assert period.before(over - SECOND) < since <= period.before(over)


@given(calendars, days, days)
def test_what_begins_later_is_never_over_earlier(period: Period, one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert period.after(first) <= period.after(second)
    assert period.before(first) <= period.before(second)
    assert period.after(period.before(first)) <= first


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Period(days=1).after(datetime(2026, 1, 1))  # noqa: DTZ001 - this is what is refused


def test_zero() -> None:
    assert Period.parse("P0D").is_zero
    assert not Period.parse("PT1H").is_zero
    now = datetime(2026, 10, 25, 2, 30, tzinfo=OSLO)
    assert Period(zone=OSLO).before(now) == Period(zone=OSLO).after(now) == now


def test_thirty_days_are_longer_than_a_month_and_two_years_are_24_months() -> None:
    assert Period(days=30).is_longer_than(Period(months=1))
    assert not Period(years=2).is_longer_than(Period(months=24))
    assert not Period(months=24).is_longer_than(Period(years=2))


@pytest.mark.parametrize(
    ("text", "language", "spoken"),
    [
        ("P24M", Language.NB, "24 måneder"),
        ("P1D", Language.NN, "1 dag"),
        ("PT72H", Language.SV, "72 timmar"),
        ("P1Y6M", Language.EN, "1 year and 6 months"),
        ("P1Y6M3D", Language.SV, "1 år, 6 månader och 3 dagar"),
        ("P0D", Language.NB, "straks"),
    ],
)
def test_in_words(text: str, language: Language, spoken: str) -> None:
    assert Period.parse(text).in_words(language) == spoken
