"""Looks that nothing explains are put on a list; those that something does are not."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from hylla.circulation.queries.unusual import Why, unusual_looks
from hylla.library.models import Staff
from hylla.messages.models import Message
from hylla.patrons.actions import say_own_record
from hylla.patrons.models import Address, Identity
from hylla.privacy.access import record
from hylla.privacy.vocabulary import Kind, Role
from tests.builders import a_branch, a_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def look(person_id: uuid.UUID, *, task: str = "card", role: Role = Role.DESK) -> None:
    record(person_id, at=NOW, role=role, unit="main", task=task, kinds={Kind.NAME})


def listed() -> set[tuple[uuid.UUID, Why]]:
    found = unusual_looks(since=NOW - timedelta(days=7), until=NOW + timedelta(days=1))
    return {(each.person_id, each.why) for each in found}


def colleague() -> uuid.UUID:
    """Take on someone who is a patron too, and return which."""
    person = a_person()
    Identity.objects.filter(pk=person.pk).update(family_name="Lysvik")
    Address.objects.create(person=person, line_1="Elvegata 3", postcode="0001", city="Fjordvik")
    staff = Staff.objects.create(
        username="ansatt", name="Ansatt", password_hash="", branch=a_branch(), language="nb"
    )
    say_own_record(staff.pk, person.pk)
    return person.pk


def message(person_id: uuid.UUID, *, at: datetime) -> None:
    Message.objects.create(
        person_id=person_id, template="welcome", created_at=at, next_attempt_at=at
    )


def test_a_look_that_nothing_came_of() -> None:
    person = a_person()
    look(person.pk)
    assert listed() == {(person.pk, Why.NOTHING_CAME_OF_IT)}


@pytest.mark.parametrize(
    ("minutes", "is_listed"), [(-16, True), (-15, False), (15, False), (16, True)]
)
def test_a_message_within_a_quarter_of_an_hour_explains_it(minutes: int, is_listed: bool) -> None:
    person = a_person()
    look(person.pk)
    message(person.pk, at=NOW + timedelta(minutes=minutes))
    assert bool(listed()) is is_listed


def test_what_was_done_for_another_explains_nothing() -> None:
    person, other = a_person(), a_person()
    look(person.pk)
    message(other.pk, at=NOW)
    assert listed() == {(person.pk, Why.NOTHING_CAME_OF_IT)}


@pytest.mark.parametrize(
    ("task", "role"),
    [("card", Role.MACHINE), ("family", Role.GUARDIAN), ("search_hits", Role.DESK)],
)
def test_who_opened_no_record_is_not_asked(task: str, role: Role) -> None:
    look(a_person().pk, task=task, role=role)
    assert listed() == set()


def test_colleagues_their_family_and_their_neighbours() -> None:
    works_here = colleague()
    cousin, neighbour, stranger = a_person(), a_person(), a_person()
    Identity.objects.filter(pk=cousin.pk).update(family_name="Lysvik")
    for person, street in ((neighbour, "Elvegata 3"), (stranger, "Elvegata 4")):
        Address.objects.create(person=person, line_1=street, postcode="0001", city="Fjordvik")
    for person_id in (works_here, cousin.pk, neighbour.pk, stranger.pk):
        look(person_id)
        message(person_id, at=NOW)
    assert listed() == {
        (works_here, Why.COLLEAGUE),
        (cousin.pk, Why.SAME_NAME_AS_STAFF),
        (neighbour.pk, Why.SAME_STREET_AS_STAFF),
    }


def test_only_the_time_that_is_asked_about() -> None:
    look(a_person().pk)
    assert unusual_looks(since=NOW + timedelta(seconds=1), until=NOW + timedelta(days=1)) == ()
    assert unusual_looks(since=NOW - timedelta(days=1), until=NOW) == ()
