"""A branch is closed on weekdays without hours, public holidays and its own closing days."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.library.actions import (
    add_branch,
    add_closed_day,
    bump_rules_version,
    remove_closed_day,
    set_opening_hours,
    versions,
)
from hylla.library.models import OpeningHours
from hylla.library.queries import branch_with_code, branches, calendar, rules_version
from hylla.library.refusals import Refused
from hylla.library.rules import Calendar, Code, Opening, public_holidays

MONDAY_TO_SATURDAY = frozenset(range(6))
WEEK = [Opening(weekday, time(10), time(18)) for weekday in range(6)]


@pytest.mark.parametrize(
    ("country", "day", "is_open"),
    [
        ("NO", date(2025, 11, 21), True),
        ("NO", date(2025, 11, 22), True),
        ("NO", date(2025, 11, 23), False),
        ("NO", date(2025, 4, 17), False),  # Skjærtorsdag
        ("SE", date(2025, 4, 17), True),
        ("NO", date(2025, 5, 17), False),
        ("SE", date(2025, 6, 6), False),
        ("NO", date(2025, 6, 6), True),
        ("SE", date(2025, 6, 20), False),  # Midsommarafton
        ("SE", date(2025, 12, 24), False),  # Julafton
        ("SE", date(2025, 12, 31), False),  # Nyårsafton
        ("NO", date(2025, 12, 24), True),  # a local decision in Norway
        ("SE", date(2026, 1, 6), False),  # Trettondedag jul
        ("SE", date(2026, 1, 5), True),  # its eve: open in the morning
        ("NO", date(2024, 5, 9), False),  # Kristi himmelfartsdag
    ],
)
def test_open_days(country: str, day: date, is_open: bool) -> None:
    assert Calendar(country, MONDAY_TO_SATURDAY, frozenset()).is_open(day) is is_open


def test_next_open_day_passes_over_christmas_and_a_closed_day() -> None:
    calendar = Calendar("NO", MONDAY_TO_SATURDAY, frozenset({date(2025, 12, 24)}))
    assert calendar.next_open(date(2025, 12, 24)) == date(2025, 12, 27)
    assert calendar.next_open(date(2025, 12, 27)) == date(2025, 12, 27)


def test_a_branch_that_never_opens_moves_no_date() -> None:
    day, never = date(2025, 11, 21), Calendar("NO", frozenset(), frozenset())
    assert never.next_open(day) == never.last_open(day) == day


def test_last_open_day_passes_back_over_christmas() -> None:
    calendar = Calendar("NO", MONDAY_TO_SATURDAY, frozenset({date(2025, 12, 24)}))
    assert calendar.last_open(date(2025, 12, 26)) == date(2025, 12, 23)
    assert calendar.last_open(date(2025, 12, 23)) == date(2025, 12, 23)


days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(
    st.sampled_from(["NO", "SE"]),
    st.sets(st.integers(0, 6), min_size=1).map(frozenset),
    days,
    st.sets(st.integers(0, 60)),
)
def test_next_open_is_the_first_open_day(
    country: str, weekdays: frozenset[int], day: date, closed: set[int]
) -> None:
    calendar = Calendar(
        country, weekdays, frozenset(day + timedelta(days=number) for number in closed)
    )
    following = calendar.next_open(day)
    assert following >= day
    assert calendar.is_open(following)
    between = (day + timedelta(days=number) for number in range((following - day).days))
    assert not any(calendar.is_open(each) for each in between)


def test_holidays_are_without_ordinary_sundays() -> None:
    for country in ("NO", "SE"):
        assert 10 <= len(public_holidays(country, 2025)) <= 17


@pytest.mark.django_db
def test_closing_days_reach_the_calendar_and_leave_it_again() -> None:
    here, there = add_branch("here", name="Here"), add_branch("there", name="There")
    for branch in (here, there):
        set_opening_hours(branch.pk, week=WEEK)
    day, other = date(2025, 11, 21), date(2025, 11, 24)
    assert calendar(here.pk).is_open(day)
    add_closed_day(day, branch_id=here.pk, reason="painting")
    add_closed_day(day, branch_id=here.pk, reason="painting, again")
    add_closed_day(other)
    assert not calendar(here.pk).is_open(day)
    assert calendar(there.pk).is_open(day)
    assert not calendar(here.pk).is_open(other)
    assert not calendar(there.pk).is_open(other)
    remove_closed_day(day, branch_id=here.pk)
    remove_closed_day(other)
    assert calendar(here.pk).is_open(day)
    assert calendar(there.pk).is_open(other)


@pytest.mark.django_db
def test_calendar_is_kept_until_a_rule_changes() -> None:
    branch = add_branch("here", name="Here")
    before = rules_version()
    assert before > 0
    assert not calendar(branch.pk).weekdays
    OpeningHours.objects.create(branch=branch, weekday=0, opens_at=time(10), closes_at=time(12))
    assert not calendar(branch.pk).weekdays
    bump_rules_version()
    assert rules_version() > before
    assert calendar(branch.pk).weekdays == {0}


@pytest.mark.django_db
def test_the_largest_step_is_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL has room for it, and must be told so."""
    bump_rules_version()
    before = rules_version()
    monkeypatch.setattr("secrets.randbelow", lambda below: below - 1)
    bump_rules_version()
    assert rules_version() == before + versions.LARGEST_STEP


@pytest.mark.parametrize(
    ("week", "code"),
    [
        ([Opening(7, time(10), time(12))], Code.HOURS_WEEKDAY),
        ([Opening(0, time(12), time(10))], Code.HOURS_ORDER),
        (
            [Opening(0, time(10), time(14)), Opening(0, time(13), time(15))],
            Code.HOURS_OVERLAP,
        ),
    ],
)
@pytest.mark.django_db
def test_impossible_hours_are_refused_and_change_nothing(week: list[Opening], code: Code) -> None:
    branch = add_branch("here", name="Here")
    set_opening_hours(branch.pk, week=WEEK)
    with pytest.raises(Refused) as refused:
        set_opening_hours(branch.pk, week=week)
    assert [reason.code for reason in refused.value.reasons] == [code]
    assert OpeningHours.objects.count() == len(WEEK)


@pytest.mark.django_db
def test_branches_have_one_code_each_and_the_controller_of_the_policy() -> None:
    branch = add_branch("here", name="Here", is_school_library=True)
    assert branch.controller.name == "Fjordvik kommune ved biblioteksjefen"
    assert add_branch("there", name="There").controller == branch.controller
    with pytest.raises(Refused, match=Code.BRANCH_CODE_TAKEN):
        add_branch("here", name="Here again")
    assert [each.code for each in branches()] == ["here", "there"]
    found = branch_with_code("here")
    assert found is not None
    assert found.is_school_library
    assert branch_with_code("nowhere") is None
