"""When a row's time is over: exactly then, for one row and for a whole table alike."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.circulation.models import Loan
from hylla.patrons.models import Guardianship, Identity, Person
from hylla.privacy.clocks import due, ends, is_over
from hylla.privacy.declarations import Keep
from hylla.privacy.registry import clocks, name_of, personal_models
from tests.builders import a_claim, a_loan, a_person, policy_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLOSED = Keep("closed_loan", since="closed_at", at_once=True)
INACTIVE = Keep("inactive_patron", since="last_used_on", born="identity.birth_date")


def loans_due(library: str, now: datetime) -> int:
    return due(Loan, CLOSED, policy=policy_of(library), now=now).count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "rows"),
    [
        (NOW + timedelta(hours=72) - SECOND, 0),
        (NOW + timedelta(hours=72), 1),
        (NOW + timedelta(hours=72) + SECOND, 1),
    ],
)
def test_72_hours_are_72_hours(now: datetime, rows: int) -> None:
    """R01 at Sandnes (SAN-54): a second before, at the limit, a second after."""
    a_loan(a_person(), lent_at=NOW - timedelta(days=3), returned_at=NOW, closed_at=NOW)
    assert loans_due("sandnes", now) == rows


@pytest.mark.django_db
def test_a_period_of_nothing_is_over_at_once() -> None:
    """R01 at Umeå, Askøy and Kungsbacka: P0D ends with the event itself."""
    a_loan(a_person(), lent_at=NOW - timedelta(days=3), returned_at=NOW, closed_at=NOW)
    for library in ("umea", "askoy", "kungsbacka"):
        assert loans_due(library, NOW) == 1
        assert loans_due(library, NOW - SECOND) == 0


@pytest.mark.django_db
def test_an_open_loan_has_no_clock() -> None:
    """A clock that has not begun never ends."""
    a_loan(a_person(), lent_at=NOW - timedelta(days=3000))
    assert loans_due("umea", NOW + timedelta(days=3000)) == 0


def people_due(library: str, now: datetime) -> int:
    return due(Person, INACTIVE, policy=policy_of(library), now=now).count()


@pytest.mark.django_db
def test_inactive_after_60_months_at_bergen() -> None:
    """R11 at Bergen (BER-43); the day of last use counts whole."""
    a_person(used=date(2021, 6, 15))
    assert people_due("bergen", datetime(2026, 6, 15, 12, tzinfo=UTC)) == 0
    assert people_due("bergen", datetime(2026, 6, 16, 12, tzinfo=UTC)) == 1


@pytest.mark.django_db
def test_children_are_left_alone_at_kungsbacka() -> None:
    """R11 at Kungsbacka (KUN-42): the clock applies from 18 years of age."""
    a_person(used=date(2022, 1, 1), born=date(2008, 6, 16))
    a_person(used=date(2022, 1, 1), born=date(2008, 6, 15))
    assert people_due("kungsbacka", NOW) == 1


@pytest.mark.django_db
def test_what_protects_a_person_keeps_them() -> None:
    """R11 (KUN-43, KUN-44): open loans, claims and a ward hold an inactive person."""
    long_ago = date(2015, 1, 1)
    borrower, debtor, guardian = (a_person(used=long_ago, born=date(1980, 1, 1)) for _ in range(3))
    loan = a_loan(borrower, lent_at=NOW)
    claim = a_claim(debtor, opened_on=long_ago)
    child = a_person(born=date(2020, 1, 1))
    ward = Guardianship.objects.create(
        child=child, guardian=guardian, since_on=long_ago, ends_on=date(2038, 1, 1)
    )
    assert people_due("kungsbacka", NOW) == 0
    for row in (loan, claim, ward):
        row.delete()
    assert people_due("kungsbacka", NOW) == 3


@pytest.mark.django_db
def test_one_row_and_the_whole_table_agree() -> None:
    """`is_over` and `ends` say of a row what `due` asks of a table, around every limit."""
    policy = policy_of("fjordvik")
    keep = Keep("ended_school_class", since="school_class_until")
    until = date(2026, 6, 15)
    a_person(school_class="7B", school_class_until=until)
    for days in range(-3, 400, 7):
        now = NOW + timedelta(days=days)
        over = is_over(keep, policy=policy, since=until, now=now)
        assert due(Identity, keep, policy=policy, now=now).exists() == over
    assert ends(keep, policy=policy, since=until) >= until


def test_every_clock_has_a_name_of_its_own() -> None:
    """Sentences cite clocks by name."""
    names = [name_of(model, keep) for model, keep in clocks()]
    assert len(names) == len(set(names)) > 5


ENDED_BY_HAND = {
    "interlibrary.Order": "it goes when the lender has the thing back, in the action that says so",
}
"""Tables whose rows hold their person until somebody's word ends them."""


def test_every_personal_table_can_go() -> None:
    """A table about people has a clock, or goes with the person, or is nobody's from then on."""
    for model, declared in personal_models():
        if declared.subject == "self" or declared.keep or model._meta.label in ENDED_BY_HAND:
            continue
        field = model._meta.get_field(declared.subject.split(".")[0])
        assert field.remote_field.on_delete.__name__ in {"CASCADE", "SET_NULL"}, model
