"""A word before: to whoever goes, once, in time; and who uses the card meanwhile stays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.messages.actions import warn_inactive
from hylla.messages.models import Message, Template
from hylla.messages.queries.rendering import rendered
from hylla.patrons.actions import remember_use
from hylla.patrons.models import Guardianship, Person
from hylla.patrons.queries.inactivity import inactivity_preview
from hylla.privacy.clocks import ends
from hylla.privacy.policy import Inactivity
from hylla.privacy.removal import remove_due, would_remove
from tests.builders import a_claim, a_loan, a_person, policy_of

USED = date(2021, 3, 1)
POLICY = policy_of("bergen")
KEPT_UNTIL = ends(Person.personal_data.keep[0], policy=POLICY, since=USED)
pytestmark = pytest.mark.django_db


def night(day: date) -> datetime:
    """Return a night, at two o'clock."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def test_one_message_thirty_days_before() -> None:
    """Every night is run twice, for weeks; one message comes of it, and says the last day."""
    person = a_person(used=USED, born=date(1980, 1, 1))
    written: list[date] = []
    gone_on = None
    for number in range(50):
        day = KEPT_UNTIL - timedelta(days=45) + timedelta(days=number)
        for _ in range(2):
            since = night(day - timedelta(days=1))
            if warn_inactive(policy=POLICY, since=since, now=night(day)):
                written += [day]
        # Whoever were let go before would be gone on the first of these nights.
        if day >= KEPT_UNTIL - timedelta(days=3):
            remove_due(POLICY, now=night(day))
        if gone_on is None and not Person.objects.filter(pk=person.pk).exists():
            gone_on = day
    assert gone_on == KEPT_UNTIL + timedelta(days=1)
    assert written == [gone_on - timedelta(days=POLICY.inactivity.letter_days)]


def test_missed_nights_are_made_up_for() -> None:
    """Nobody falls between two runs; nothing older than a week is written about."""
    a_person(used=USED, born=date(1980, 1, 1))
    late = night(KEPT_UNTIL - timedelta(days=POLICY.inactivity.letter_days - 6))
    assert warn_inactive(policy=POLICY, since=late - timedelta(days=6), now=late) == 1
    Message.objects.all().delete()
    much_later = late + timedelta(days=10)
    assert warn_inactive(policy=POLICY, since=late - timedelta(days=6), now=much_later) == 0


def test_whoever_uses_the_card_stays() -> None:
    """What was written is then no longer true, and does no harm."""
    person = a_person(used=USED, born=date(1980, 1, 1))
    remember_use(person.pk, on=KEPT_UNTIL)
    remove_due(POLICY, now=night(KEPT_UNTIL + timedelta(days=3)))
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_library_may_write_nothing() -> None:
    """`letter_days = 0`."""
    a_person(used=USED, born=date(1980, 1, 1))
    silent = replace(POLICY, inactivity=Inactivity(letter_days=0))
    now = night(KEPT_UNTIL)
    assert warn_inactive(policy=silent, since=now - timedelta(days=5), now=now) == 0


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_words(language: str) -> None:
    """In the patron's language, with the day and without any title."""
    person = a_person(used=USED, born=date(1980, 1, 1))
    person.identity.language = language
    person.identity.save()
    now = night(KEPT_UNTIL - timedelta(days=POLICY.inactivity.letter_days - 1))
    warn_inactive(policy=POLICY, since=now - timedelta(days=1), now=now)
    message = Message.objects.get(template=Template.INACTIVE_SOON)
    told = rendered(message, policy=POLICY, now=now)
    assert message.day == KEPT_UNTIL
    assert str(KEPT_UNTIL.year) in told.text
    assert "%(" not in told.text


def test_the_preview_is_what_happens() -> None:
    """The same people, one by one; what holds the others is told, and holds them (R11)."""
    policy = policy_of("kungsbacka")
    adult = {"used": date(2015, 1, 1), "born": date(1980, 1, 1)}
    going = {a_person(**adult).pk for _ in range(4)}
    borrower, debtor, guardian = (a_person(**adult) for _ in range(3))
    child = a_person(used=date(2015, 1, 1), born=date(2015, 1, 1))
    active = a_person(used=date(2026, 6, 1), born=date(1980, 1, 1))
    now = night(date(2026, 6, 15))
    a_loan(borrower, lent_at=now)
    a_claim(debtor, opened_on=date(2015, 1, 1))
    Guardianship.objects.create(
        child=child, guardian=guardian, since_on=date(2015, 1, 1), ends_on=date(2033, 1, 1)
    )
    preview = inactivity_preview(policy, now=now)
    assert set(preview.going) == going
    assert {label: number for label, number in preview.held.items() if number} == {
        "circulation.Loan": 1,
        "fees.Claim": 1,
        "patrons.Guardianship": 1,
    }
    assert preview.too_young == 1
    counted = {each.name: each.rows for each in would_remove(policy, now=now)}
    assert counted["patrons.Person:inactive_patron"] == len(preview.going)
    remove_due(policy, now=now)
    left = set(Person.objects.values_list("pk", flat=True))
    assert left == {each.pk for each in (borrower, debtor, guardian, child, active)}
