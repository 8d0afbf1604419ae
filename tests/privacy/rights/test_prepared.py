"""A prepared extract opens once, with its link only, and goes in its time (conflicts.md 53)."""

from datetime import UTC, datetime, timedelta

import pytest

from hylla.privacy.models import PreparedExtract, Request
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.asking import take_request
from hylla.privacy.rights.prepared import fetch, is_there, prepare
from hylla.privacy.rights.terms import Asked, RequestKind
from tests.builders import a_person, policy_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
POLICY = policy_of("fjordvik")
PACKED = b"everything about Embla Tjernvatn"


@pytest.fixture
def request_of_someone(db: None) -> Request:
    """Someone has asked for everything."""
    return take_request(
        RequestKind.EXTRACT, person_id=a_person().pk, policy=POLICY, now=NOW, asked=Asked()
    )


def test_case_53_a_link_opens_once(request_of_someone: Request) -> None:
    word = prepare(request_of_someone, PACKED, now=NOW)
    assert is_there(word, policy=POLICY, now=NOW)
    assert fetch(word, policy=POLICY, now=NOW) == PACKED
    assert fetch(word, policy=POLICY, now=NOW) is None
    assert not is_there(word, policy=POLICY, now=NOW)


def test_case_53_nobody_opens_it_without_the_link(request_of_someone: Request) -> None:
    """Neither the library: what lies in the table says nothing."""
    word = prepare(request_of_someone, PACKED, now=NOW)
    row = PreparedExtract.objects.get()
    assert b"Embla" not in bytes(row.sealed)
    assert word not in repr(vars(row))
    assert fetch(word[:-1] + "x", policy=POLICY, now=NOW) is None


def test_seven_days(request_of_someone: Request) -> None:
    word = prepare(request_of_someone, PACKED, now=NOW)
    late = NOW + timedelta(days=7)
    assert fetch(word, policy=POLICY, now=late) is None
    remove_due(POLICY, now=late)
    assert not PreparedExtract.objects.exists()


def test_case_53_what_is_fetched_is_emptied_and_goes_the_day_after(
    request_of_someone: Request,
) -> None:
    fetch(prepare(request_of_someone, PACKED, now=NOW), policy=POLICY, now=NOW)
    assert bytes(PreparedExtract.objects.get().sealed) == b""
    ahead = timedelta(minutes=10)
    remove_due(POLICY, now=NOW + timedelta(hours=23))
    assert PreparedExtract.objects.exists()
    remove_due(POLICY, now=NOW + timedelta(hours=24) + ahead)
    assert not PreparedExtract.objects.exists()


def test_a_new_link_replaces_the_old(request_of_someone: Request) -> None:
    old = prepare(request_of_someone, PACKED, now=NOW)
    new = prepare(request_of_someone, PACKED, now=NOW)
    assert fetch(old, policy=POLICY, now=NOW) is None
    assert fetch(new, policy=POLICY, now=NOW) == PACKED
