"""A library publishes a new notice: what it means for what there is already."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from hylla.circulation.actions import agree, start_history
from hylla.circulation.models import Loan
from hylla.library.actions import publish_policy
from hylla.library.queries import policy_in_force, preview
from hylla.patrons.actions import Shown
from hylla.patrons.models import Consent, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.clocks import due, ends, is_over
from hylla.privacy.extract import sections
from hylla.privacy.models import Request
from hylla.privacy.policy import Policy
from hylla.privacy.removal import remove_before, remove_due
from hylla.privacy.rights.answering import answer_request
from hylla.privacy.rights.asking import take_request
from hylla.privacy.rights.terms import Asked, RequestKind
from hylla.privacy.vocabulary import Language
from tests.builders import a_loan, a_person
from tests.doors.town import Town

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 1, 10, 9, tzinfo=UTC)
SECOND = datetime(2026, 6, 10, 9, tzinfo=UTC)
(INACTIVE,) = Person.personal_data.keep
ANSWERED, _ = Request.personal_data.keep


def text_of(version: str, *changes: tuple[str, str]) -> str:
    """Return the made-up library's policy under that version, with lines of it changed."""
    text = Path(settings.HYLLA_POLICY).read_text(encoding="utf-8")
    for before, after in (('version = "1.0"', f'version = "{version}"'), *changes):
        assert before in text
        text = text.replace(before, after, 1)
    return text


def publish(version: str, *changes: tuple[str, str], now: datetime) -> Policy:
    """Put a policy in force, and return it as everything reads it."""
    publish_policy(text_of(version, *changes), now=now)
    return policy_in_force()


SHORT = ('inactive_patron = "P36M"', 'inactive_patron = "P24M"')
BRIEF = ('answered_request = "P6M"', 'answered_request = "P1M"')


def test_case_46_a_new_purpose_is_off_until_it_is_asked_for(town: Town) -> None:
    """Each yes keeps the version that was read; a new notice gives and takes none."""
    patron = town.patron()
    old = publish("1.1", ("recommendations = true", "recommendations = false"), now=FIRST)
    start_history(patron.id, shown=Shown(old, Language.EN), now=FIRST)
    new = publish("1.2", now=SECOND)
    assert new.features.recommendations
    assert [(each.what, each.notice_version) for each in Consent.objects.all()] == [
        ("loan_history", "1.1")
    ]
    agree(patron.id, ConsentTo.RECOMMENDATIONS, shown=Shown(new, Language.EN), now=SECOND)
    given = Consent.objects.get(what=ConsentTo.RECOMMENDATIONS)
    assert (given.notice_version, given.notice_digest) == ("1.2", new.digest)
    assert Consent.objects.get(what=ConsentTo.LOAN_HISTORY).notice_digest == old.digest


def test_case_48_a_day_from_before_keeps_its_period() -> None:
    """Who came last under 24 months goes after 24 months; who came since, after 36."""
    publish("1.1", SHORT, now=FIRST)
    policy = publish("1.2", now=SECOND)
    before = a_person(used=date(2026, 3, 1), born=date(1980, 1, 1))
    since = a_person(used=date(2026, 7, 1), born=date(1980, 1, 1))
    assert ends(INACTIVE, policy=policy, since=before.last_used_on) == date(2028, 3, 1)
    assert ends(INACTIVE, policy=policy, since=since.last_used_on) == date(2029, 7, 1)
    remove_due(policy, now=datetime(2028, 2, 29, 12, tzinfo=UTC))
    assert Person.objects.count() == 2
    remove_due(policy, now=datetime(2028, 7, 2, 12, tzinfo=UTC))
    assert [each.pk for each in Person.objects.all()] == [since.pk]
    remove_due(policy, now=datetime(2029, 7, 2, 12, tzinfo=UTC))
    assert not Person.objects.exists()


def test_case_48_a_moment_from_before_too() -> None:
    """To the second of the publication; the page and the extract say the same day."""
    publish("1.1", BRIEF, now=FIRST)
    policy = publish("1.2", now=SECOND)
    before, since = (answered(policy, at) for at in (SECOND - timedelta(hours=1), SECOND))
    late = SECOND + timedelta(days=31)
    assert [each.pk for each in due(Request, ANSWERED, policy=policy, now=late)] == [before.pk]
    for each in (before, since):
        over = is_over(ANSWERED, policy=policy, since=each.closed_at, now=late)
        assert over is (each.pk == before.pk)
    (told,) = (one for one in sections(before.person_id, policy=policy) if one.name == REQUEST)
    assert [row.goes for row in told.rows] == [datetime(2026, 7, 10, 8, tzinfo=UTC)]


def test_case_48_hours_that_were_promised_are_kept_to_the_minute() -> None:
    """Where the new period is one of days, the worker still looks for the old one's hours."""
    hours = ('closed_loan = "P0D"', 'closed_loan = "PT72H"')
    publish("1.1", hours, now=FIRST)
    policy = publish("1.2", ('closed_loan = "P0D"', 'closed_loan = "P14D"'), now=SECOND)
    a_loan(a_person(), lent_at=FIRST, returned_at=SECOND, closed_at=SECOND - timedelta(hours=1))
    over, ahead = SECOND + timedelta(hours=71), timedelta(minutes=10)
    remove_before(policy, now=over - 2 * ahead, ahead=ahead)
    assert Loan.objects.exists()
    remove_before(policy, now=over - ahead, ahead=ahead)
    assert not Loan.objects.exists()


REQUEST = "privacy.Request"


def answered(policy: Policy, at: datetime) -> Request:
    """Return a request of somebody's that was answered then."""
    person = a_person(used=at.date())
    kind = RequestKind.EXTRACT
    taken = take_request(kind, person_id=person.pk, policy=policy, now=at, asked=Asked())
    return answer_request(taken.pk, now=at)


def test_case_48_longer_and_shorter_again() -> None:
    """The shortest that was ever promised of a row holds; what came between counts for its own."""
    publish("1.1", now=FIRST)
    publish("1.2", SHORT, now=SECOND)
    policy = publish("1.3", now=SECOND + timedelta(days=30))
    used = {
        date(2026, 1, 1): date(2028, 1, 1),
        date(2026, 6, 20): date(2028, 6, 20),
        date(2026, 8, 1): date(2029, 8, 1),
    }
    assert {day: ends(INACTIVE, policy=policy, since=day) for day in used} == used


def test_case_48_the_preview_says_the_same() -> None:
    """Before a longer period is published, nobody's date of today is seen to move."""
    publish("1.1", SHORT, now=FIRST)
    a_person(used=date(2024, 1, 1), born=date(1980, 1, 1))
    (clock,) = preview(text_of("1.2"), language=Language.NB, now=SECOND).touched
    assert (clock.due_before, clock.due_after) == (1, 1)


def test_case_47_a_shorter_period_counts_for_what_there_is() -> None:
    """From the day of its publication, for rows of any age."""
    publish("1.1", now=FIRST)
    policy = publish("1.2", SHORT, now=SECOND)
    assert ends(INACTIVE, policy=policy, since=date(2024, 1, 1)) == date(2026, 1, 1)
    assert replace(policy, earlier={}) == policy
