"""Counting is one statement, adds up under every class, and small numbers are not published."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from hylla.statistics.actions import count
from hylla.statistics.models import Event, Tally
from hylla.statistics.queries import Total, published_totals, totals
from hylla.statistics.rules import age_band, published

DAY = date(2025, 11, 21)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, ""),
        (date(2025, 11, 22), ""),
        (date(2025, 11, 21), "0-5"),
        (date(2019, 11, 22), "0-5"),
        (date(2019, 11, 21), "6-12"),
        (date(2012, 11, 22), "6-12"),
        (date(2012, 11, 21), "13-17"),
        (date(2007, 11, 22), "13-17"),
        (date(2007, 11, 21), "18-25"),
        (date(1999, 11, 21), "26-44"),
        (date(1980, 11, 21), "45-66"),
        (date(1958, 11, 22), "45-66"),
        (date(1958, 11, 21), "67+"),
        (date(1900, 1, 1), "67+"),
    ],
)
def test_age_band(born: date | None, band: str) -> None:
    assert age_band(born, DAY) == band


@pytest.mark.django_db
def test_counting_is_one_statement_and_adds_up() -> None:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        count(Event.CHECKOUT, on=DAY, branch="main", item_type="book", age_band="6-12")
    assert len(captured) == 1
    count(Event.CHECKOUT, on=DAY, branch="main", item_type="book", age_band="6-12")
    count(Event.CHECKOUT, on=DAY, branch="main", item_type="film", age_band="6-12")
    count(Event.RETURN, on=DAY, branch="main")
    assert Tally.objects.count() == 3
    assert totals(since=DAY, until=DAY) == (
        Total(DAY, "main", Event.CHECKOUT, 3),
        Total(DAY, "main", Event.RETURN, 1),
    )
    assert totals(since=DAY, until=DAY, branch="other") == ()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_lose_no_count() -> None:
    def many() -> None:
        for _ in range(20):
            count(Event.RETURN, on=DAY, branch="main")
        connections.close_all()

    threads = [Thread(target=many) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Tally.objects.get().count == 60


@pytest.mark.django_db
def test_case_45_small_numbers_are_not_published() -> None:
    for branch, number in (("a", 9), ("b", 4), ("c", 7)):
        for _ in range(number):
            count(Event.CHECKOUT, on=DAY, branch=branch)
    counts = {row.branch: row.count for row in published_totals(since=DAY, until=DAY)}
    assert counts == {"a": 9, "b": None, "c": None}


@given(st.dictionaries(st.integers(), st.integers(0, 50), max_size=8))
def test_case_45_nothing_below_five_is_ever_shown_nor_a_lone_gap(counts: dict[int, int]) -> None:
    shown = published(counts)
    gaps = [cell for cell, value in shown.items() if value is None]
    assert all(value is None or value >= 5 for value in shown.values())
    assert all(value in (None, counts[cell]) for cell, value in shown.items())
    assert len(gaps) != 1 or len(counts) == 1
