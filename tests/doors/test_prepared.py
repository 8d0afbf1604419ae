"""Queries that are worked out once answer as Django's own do, whatever they are given."""

import uuid
from collections.abc import Collection
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from hylla.library.models import Branch
from hylla.library.queries.prepared import Among, Prepared, Row
from hylla.patrons.models import Block
from hylla.patrons.models.cards import BlockReason
from tests.doors.town import Town

DAY = date(2027, 3, 4)


def blocks(*, person_id: UUID, on: date, reason: str) -> QuerySet[Block, Row]:
    rows = Block.objects.filter(person=person_id, reason=reason).order_by("id")
    in_force = rows.filter(Q(until_on=None) | Q(until_on__gte=on))
    return in_force.values_list("person_id", "since_on", "until_on", "person__registered_on")


def test_it_answers_as_django_does_for_whatever_is_given(town: Town) -> None:
    prepared = Prepared(blocks)
    people = [town.patron().id for _ in range(2)]
    for person_id in people:
        Block.objects.create(person_id=person_id, reason=BlockReason.CONDUCT, since_on=DAY)
    Block.objects.create(person_id=people[0], reason=BlockReason.FEES, since_on=DAY, until_on=DAY)
    found = 0
    for person_id in (*people, uuid.uuid4()):
        for on in (DAY, date(2027, 3, 5)):
            for reason in BlockReason:
                told = {"person_id": person_id, "on": on, "reason": reason.value}
                assert prepared(**told) == list(blocks(**told))
                found += len(prepared(**told))
    assert found == 5


def test_moments_and_numbers_are_given_too(town: Town) -> None:
    def sessions(*, branch_id: int, at: datetime) -> QuerySet[Branch, Row]:
        since = Q(staff__session__expire_date__gt=at) | Q(pk=branch_id)
        return Branch.objects.filter(since).order_by("id").values_list("id", "is_school_library")

    told = {"branch_id": town.main.pk, "at": datetime(2027, 1, 1, tzinfo=UTC)}
    assert Prepared(sessions)(**told) == list(sessions(**told)) != []


@pytest.mark.parametrize("count", [0, 1, 2, 5_000])
def test_some_numbers_are_one_value_however_many(town: Town, count: int) -> None:
    def named(*, branches: Collection[int], reason: str) -> QuerySet[Branch, Row]:
        rows = Branch.objects.filter(Among("pk", branches)).exclude(code=reason)
        return rows.order_by("id").values_list("id", "name")

    prepared = Prepared(named)
    prepared(branches=[7], reason="first")
    own = [town.main.pk, *range(10_000_000, 10_005_000)][:count]
    assert prepared(branches=own, reason="x") == list(named(branches=own, reason="x"))
    assert [row[0] for row in prepared(branches=own, reason="x")] == own[:1]


@pytest.mark.django_db
def test_only_the_first_time_is_it_worked_out() -> None:
    made = []

    def named(*, code: str) -> QuerySet[Branch, Row]:
        made.append(code)
        return Branch.objects.filter(code=code).values_list("name")

    prepared = Prepared(named)
    with CaptureQueriesContext(connection) as statements:
        assert [prepared(code="%s'"), prepared.first(code="b")] == [[], None]
    assert len(statements) == 2
    assert len(made) == 1


@pytest.mark.django_db
def test_a_value_that_changes_the_query_is_refused() -> None:
    def first(*, code: str, most: int) -> QuerySet[Branch, Row]:
        return Branch.objects.filter(code=code).values_list("name")[:most]

    with pytest.raises(TypeError, match="first"):
        Prepared(first)(code="a", most=3)
