"""So many at once and so many an hour, whichever process counts, and nothing left of it."""

from datetime import UTC, datetime, timedelta
from subprocess import Popen

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from hylla.doors.parts.throttle import Throttle
from hylla.library.actions import forget_attempts_over, take_from
from hylla.library.models import Bucket
from hylla.library.rules.pace import Pace
from tests.circulation.processes import running

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
PACE = Pace(at_once=3, an_hour=6)
ADDRESS = "192.0.2.17"
PACER = "tests.library.pacer"


def taken(times: int, *, now: datetime = NOW, place: str = "here") -> int:
    """Return how often one was left."""
    return sum(take_from({place: PACE}, now=now) for _ in range(times))


def test_a_bucket_empties_and_fills(db: None) -> None:
    assert taken(9) == 3
    assert taken(1, place="elsewhere") == 1
    assert taken(9, now=NOW + timedelta(minutes=9)) == 0
    assert taken(9, now=NOW + timedelta(minutes=21)) == 2
    assert taken(9, now=NOW + timedelta(hours=9)) == 3


def test_an_empty_bucket_takes_nothing_from_the_next(db: None) -> None:
    large = Pace(at_once=100, an_hour=100)
    assert sum(take_from({"own": PACE, "all": large}, now=NOW) for _ in range(9)) == 3
    assert Bucket.objects.get(pk="all").left == 97


def test_a_full_bucket_is_forgotten(db: None) -> None:
    taken(3)
    forget_attempts_over(now=NOW + timedelta(minutes=29))
    assert Bucket.objects.exists()
    forget_attempts_over(now=NOW + timedelta(minutes=30))
    assert not Bucket.objects.exists()


@given(
    before=st.floats(0, 3),
    minutes=st.integers(-600, 600),
)
def test_there_is_never_more_than_at_once_nor_less_than_before(before: float, minutes: int) -> None:
    left = PACE.left(before, since=NOW, now=NOW + timedelta(minutes=minutes))
    assert before <= left <= PACE.at_once
    full = PACE.full_at(left, now=NOW)
    assert PACE.left(left, since=NOW, now=full) == pytest.approx(PACE.at_once)


def test_processes_count_together(transactional_db: None) -> None:
    """Two web workers that are asked at the same time let no more through than one."""
    with running(PACER, NOW.isoformat()) as first, running(PACER, NOW.isoformat()) as second:
        for each in (first, second):
            assert each.stdin is not None
            each.stdin.write("go\n")
        told = [heard(each) for each in (first, second) for _ in range(5)]
    assert sorted(told) == ["no"] * 7 + ["yes"] * 3


def heard(worker: "Popen[str]") -> str:
    assert worker.stdout is not None
    return worker.stdout.readline().strip()


def ask(throttle: Throttle, page: str, address: str) -> bool:
    path = reverse(page)
    request = RequestFactory().post(path, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address)
    request.resolver_match = resolve(path)
    request.now = NOW  # type: ignore[attr-defined] # as the middleware does
    return throttle.allows(request)


def test_a_page_counts_places_apart_and_keeps_no_address(db: None) -> None:
    throttle = Throttle(at_once=2, an_hour=2, together_at_once=3, together_an_hour=3)
    page, other = "joining:start", "mypage:log_in"
    assert [ask(throttle, page, ADDRESS) for _ in range(3)] == [True, True, False]
    assert ask(throttle, other, ADDRESS)
    assert ask(throttle, page, "192.0.2.18")
    assert not ask(throttle, page, "192.0.2.19"), "all together have had theirs"
    rows = [str(row) for row in Bucket.objects.values_list()]
    assert rows
    assert not any("192.0.2" in row for row in rows)


def test_another_run_cannot_tell_whose_row_it_was(db: None, settings: object) -> None:
    throttle = Throttle(at_once=1, an_hour=1, together_at_once=9, together_an_hour=9)
    assert ask(throttle, "joining:start", ADDRESS)
    settings.HYLLA_RUN = "another run"  # type: ignore[attr-defined] # pytest-django's
    assert ask(throttle, "joining:start", ADDRESS)
