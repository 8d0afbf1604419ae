"""Far more than usual waits for two people; an ordinary night does not (conflict case 67)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest

from hylla.library.actions import add_staff, confirm_removal, publish_policy
from hylla.library.models import Staff
from hylla.library.refusals import Refused
from hylla.library.rules import NewStaff
from hylla.messages.models import Message
from hylla.patrons.models import Person
from hylla.privacy import guard
from hylla.privacy.guard import MACHINE, Guard, Why, know_shorter_periods, removals_held
from hylla.privacy.models import KnownRemoval, RemovalRun, TrustedTime
from hylla.privacy.policy import Period, Policy
from hylla.privacy.removal import Removed, remove_due, would_remove
from hylla.privacy.vocabulary import Role
from hylla.site.night import dry_run
from tests.builders import POLICIES, a_branch, a_person, policy_of

NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)
PEOPLE = "patrons.Person:inactive_patron"
POLICY = policy_of("bergen")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def low_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are few: so that the tests need not make hundreds."""
    monkeypatch.setattr(guard, "FLOOR", 2)


def a_night(now: datetime = NOW, policy: Policy = POLICY) -> dict[str, Removed]:
    """Run the removals as the night does."""
    tonight = Guard(policy, now=now)
    if tonight.stops_everything():
        return {}
    removed = remove_due(policy, now=now, may=tonight.may)
    tonight.note(removed)
    return {each.name: each for each in removed}


def inactive(number: int) -> None:
    """Make people whose time is over."""
    for _ in range(number):
        a_person(used=date(2010, 1, 1))


def at_work(name: str, role: Role = Role.PRIVACY_OFFICER) -> Staff:
    """Take on a member of staff."""
    return add_staff(
        NewStaff(
            username=name,
            name=name.title(),
            password="a long and quiet password",
            branch_id=a_branch().pk,
            roles=frozenset({role}),
        )
    )


def usual_nights(rows: int, nights: int = 10) -> None:
    """Write down some nights that have been."""
    for back in range(1, nights + 1):
        day = (NOW - timedelta(days=back)).date()
        RemovalRun.objects.create(clock=PEOPLE, day=day, rows=rows)
    TrustedTime.objects.create(pk=1, at=NOW - timedelta(days=1))


def test_case_67_a_part_of_the_table_waits_for_two_people() -> None:
    """The same person twice is one; staff of the desk are none."""
    inactive(4)
    for _ in range(20):
        a_person()
    assert a_night()[PEOPLE] == Removed(PEOPLE, 0, held=4)
    held = removals_held()
    assert [(each.clock, each.why, each.rows, each.of_rows) for each in held] == [
        (PEOPLE, Why.PART_OF_TABLE, 4, 24)
    ]
    one, two, desk = at_work("one"), at_work("two", Role.ADMINISTRATOR), at_work("desk", Role.DESK)
    assert confirm_removal(PEOPLE, staff_id=one.pk, now=NOW) == 1
    assert confirm_removal(PEOPLE, staff_id=one.pk, now=NOW) == 1
    with pytest.raises(Refused, match="removal_not_yours"):
        confirm_removal(PEOPLE, staff_id=desk.pk, now=NOW)
    assert a_night()[PEOPLE].held == 4
    assert confirm_removal(PEOPLE, staff_id=two.pk, now=NOW) == 0
    assert removals_held()[0].confirmed_by == tuple(sorted((one.pk, two.pk)))
    assert a_night()[PEOPLE] == Removed(PEOPLE, 4)
    assert Person.objects.count() == 20
    assert removals_held() == ()
    with pytest.raises(Refused, match="removal_not_held"):
        confirm_removal(PEOPLE, staff_id=one.pk, now=NOW)


@pytest.mark.parametrize(("rows", "is_held"), [(9, False), (10, True)])
def test_three_times_the_usual(rows: int, is_held: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The most of four weeks, times three, goes; one more waits."""
    monkeypatch.setattr(guard, "SHARE", 1)
    usual_nights(3)
    inactive(rows)
    removed = a_night()[PEOPLE]
    assert (removed.held == rows, removed.rows == rows) == (is_held, not is_held)
    assert [each.why for each in removals_held()] == [Why.MORE_THAN_USUAL] * is_held


def test_missed_nights_are_made_up_for() -> None:
    """After three nights off, three nights' worth may go."""
    usual_nights(3)
    RemovalRun.objects.filter(day__gt=(NOW - timedelta(days=3)).date()).delete()
    assert Guard(POLICY, now=NOW)._usual(PEOPLE).nights == 3


def test_who_said_yes_to_few_did_not_say_yes_to_many() -> None:
    """A removal that has grown since is asked about again."""
    inactive(4)
    a_night()
    for name in ("one", "two"):
        confirm_removal(PEOPLE, staff_id=at_work(name).pk, now=NOW)
    inactive(10)
    assert a_night()[PEOPLE].held == 14
    assert removals_held()[0].missing == 2


def test_a_clock_of_a_week_takes_a_seventh_every_night() -> None:
    """What is usual follows from the period: messages are no surprise, people would be."""
    person = a_person()
    for age in range(1, 29):
        Message.objects.create(
            person=person,
            template="welcome",
            created_at=NOW,
            next_attempt_at=NOW,
            closed_at=NOW - timedelta(days=age * 8 / 28),
        )
    removed = a_night(policy=policy_of("fjordvik"))["messages.Message:delivered_message"]
    assert removed.rows >= 4
    assert not removed.held


@pytest.mark.parametrize("ahead", [timedelta(days=31), timedelta(days=3650)])
def test_case_67_a_clock_that_jumps_stops_everything(ahead: timedelta) -> None:
    """Even in the smallest library; two people say that it is right, or somebody sets it back."""
    usual_nights(0)
    a_person(used=date(2026, 6, 1))
    assert a_night(NOW + ahead) == {}
    assert [(each.clock, each.why) for each in removals_held()] == [(MACHINE, Why.CLOCK_JUMPED)]
    assert TrustedTime.objects.get().at < NOW
    for name in ("one", "two"):
        confirm_removal(MACHINE, staff_id=at_work(name).pk, now=NOW + ahead)
    assert a_night(NOW + ahead)
    assert removals_held() == ()
    assert TrustedTime.objects.get().at == NOW + ahead


def test_a_clock_that_was_mended_needs_nobody() -> None:
    """What waited because of it waits no longer."""
    usual_nights(0)
    assert a_night(NOW + timedelta(days=3650)) == {}
    assert a_night(NOW)
    assert removals_held() == ()


def test_a_clock_that_was_set_back_is_seen() -> None:
    """The time that is believed does not follow it; an hour, as in autumn, is nothing."""
    a_night()
    assert not Guard(POLICY, now=NOW - timedelta(minutes=59)).is_set_back
    back = Guard(POLICY, now=NOW - timedelta(days=2))
    assert back.is_set_back
    back.note(())
    assert TrustedTime.objects.get().at == NOW


def test_a_clock_that_someone_set_is_believed() -> None:
    """The demo runs at whatever time it is told."""
    usual_nights(0)
    assert not Guard(POLICY, now=NOW + timedelta(days=3650), is_sure=True).stops_everything()


def shorter(policy: Policy) -> Policy:
    """Return the policy with a shorter time for people who do not come."""
    periods = {**policy.periods, "inactive_patron": Period(months=1)}
    return replace(policy, periods=MappingProxyType(periods))


def test_case_47_a_shorter_period_is_known() -> None:
    """What the policy says on purpose is no surprise, and nothing beside it goes along."""
    for _ in range(10):
        a_person(used=date(2026, 4, 1))
    new = shorter(POLICY)
    assert know_shorter_periods(POLICY, new, now=NOW) == (Removed(PEOPLE, 10),)
    assert would_remove(POLICY, now=NOW) != would_remove(new, now=NOW)
    assert a_night(policy=new)[PEOPLE] == Removed(PEOPLE, 10)
    assert not KnownRemoval.objects.exists()
    inactive(4)
    for _ in range(20):
        a_person(used=date(2026, 6, 14))
    assert a_night(policy=new)[PEOPLE].held == 4


def test_case_47_publishing_counts_what_it_will_end() -> None:
    """The count is taken when the policy is published, whoever publishes it."""
    for _ in range(3):
        a_person(used=date(2026, 4, 1), born=date(1980, 1, 1))
    text = (POLICIES / "fjordvik.toml").read_text()
    publish_policy(text.replace('inactive_patron = "P36M"', 'inactive_patron = "P1M"'), now=NOW)
    assert KnownRemoval.objects.get().rows == 3


def test_the_dry_run_tells_what_would_wait() -> None:
    """The same as the night does then; and nothing waits because somebody asked."""
    inactive(4)
    for _ in range(20):
        a_person()
    (told,) = [each for each in dry_run(POLICY, now=NOW) if each.name == f"remove {PEOPLE}"]
    assert (told.number, told.detail.split(":")[0]) == (0, "HELD")
    assert "4 rows" in told.detail
    assert removals_held() == ()
    assert a_night()[PEOPLE].held == 4


def test_the_dry_run_doubts_a_clock_that_jumps() -> None:
    usual_nights(0)
    inactive(1)
    first, *others = dry_run(POLICY, now=NOW + timedelta(days=3650))
    assert "JUMPED" in first.detail
    assert not any(each.number for each in others)
    assert sum(bool(each.detail) for each in others) == 1
    assert removals_held() == ()
