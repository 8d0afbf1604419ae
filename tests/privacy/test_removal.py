"""What is past its date goes: by night, and in time for short periods."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.circulation.models import Loan
from hylla.messages.models import Message
from hylla.patrons.models import Identity, Person
from hylla.privacy.erasure import ask, blockers, complete, goes_now, is_asked, take_back
from hylla.privacy.removal import remove_before, remove_due, would_remove
from tests.builders import a_claim, a_hold, a_loan, a_person, policy_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_the_dry_run_says_what_the_night_does() -> None:
    """Preview equals result, and changes nothing."""
    policy = policy_of("bergen")
    for _ in range(3):
        a_person(used=date(2010, 1, 1))
    a_person(school_class="7B", school_class_until=date(2020, 1, 1))
    foreseen = would_remove(policy, now=NOW)
    assert Person.objects.count() == 4
    assert remove_due(policy, now=NOW) == foreseen
    assert sum(each.rows for each in foreseen) == 4
    assert Person.objects.count() == 1
    assert Identity.objects.get().school_class == ""
    assert not any(each.rows for each in remove_due(policy, now=NOW))


@pytest.mark.django_db
def test_a_person_takes_everything_along() -> None:
    """Identity, messages, holds: nothing of an inactive person is left."""
    person = a_person(used=date(2010, 1, 1))
    a_hold(person, placed_at=NOW)
    Message.objects.create(person=person, template="welcome", created_at=NOW, next_attempt_at=NOW)
    remove_due(policy_of("bergen"), now=NOW)
    for model in (Person, Identity, Message):
        assert not model.objects.exists()


@pytest.mark.django_db
def test_a_loan_past_its_date_lets_its_patron_go_the_same_night() -> None:
    """People are removed last."""
    person = a_person(used=date(2010, 1, 1))
    a_loan(person, lent_at=NOW, returned_at=NOW, closed_at=NOW - timedelta(hours=73))
    remove_due(policy_of("sandnes"), now=NOW)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_short_periods_end_before_their_limit() -> None:
    """SAN-54: "at most 72 hours" is kept by removing ahead of time."""
    a_loan(a_person(), lent_at=NOW, returned_at=NOW, closed_at=NOW)
    policy = policy_of("sandnes")
    ahead = timedelta(minutes=10)
    limit = NOW + timedelta(hours=72)
    remove_before(policy, now=limit - timedelta(minutes=11), ahead=ahead)
    assert Loan.objects.exists()
    remove_before(policy, now=limit - timedelta(minutes=9), ahead=ahead)
    assert not Loan.objects.exists()


@pytest.mark.django_db
def test_erased_at_once_when_nothing_holds() -> None:
    """conflicts.md, the plain case."""
    person = a_person()
    assert ask(person.pk, policy=policy_of("fjordvik"), now=NOW)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_case_01_an_open_loan_lets_erasure_wait_and_holds_go() -> None:
    """conflicts.md 1: holds go now; the last return finishes the job without a new request."""
    person = a_person()
    loan = a_loan(person, lent_at=NOW)
    a_hold(person, placed_at=NOW)
    assert [facet.name for facet in goes_now(person.pk, now=NOW)] == ["circulation.Hold"]
    assert not ask(person.pk, policy=policy_of("fjordvik"), now=NOW)
    assert not goes_now(person.pk, now=NOW)
    assert [(facet.name, facet.rows) for facet in blockers(person.pk, now=NOW)] == [
        ("circulation.Loan", 1)
    ]
    assert not complete(person.pk, policy=policy_of("fjordvik"), now=NOW)
    loan.delete()
    assert complete(person.pk, policy=policy_of("fjordvik"), now=NOW)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_case_02_an_unpaid_claim_lets_erasure_wait() -> None:
    """conflicts.md 2."""
    person = a_person()
    a_claim(person, opened_on=date(2026, 1, 1))
    assert not ask(person.pk, policy=policy_of("fjordvik"), now=NOW)
    take_back(person.pk, now=NOW)
    assert not is_asked(person.pk)
    assert not complete(person.pk, policy=policy_of("fjordvik"), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("library", ["kungsbacka", "sandnes"])
def test_what_is_settled_and_returned_holds_nobody_back(library: str) -> None:
    """A claim paid yesterday and a loan in its last hours go along with whoever leaves."""
    person = a_person(used=date(2010, 1, 1), born=date(1980, 1, 1))
    a_claim(person, opened_on=date(2026, 1, 1), settled_at=NOW - timedelta(days=1))
    a_loan(person, lent_at=NOW, returned_at=NOW, closed_at=NOW - timedelta(hours=1))
    policy = policy_of(library)
    assert would_remove(policy, now=NOW) == remove_due(policy, now=NOW)
    assert not Person.objects.exists()

    another = a_person()
    a_claim(another, opened_on=date(2026, 1, 1), settled_at=NOW - timedelta(days=1))
    assert ask(another.pk, policy=policy_of("fjordvik"), now=NOW)
    assert not Person.objects.exists()
