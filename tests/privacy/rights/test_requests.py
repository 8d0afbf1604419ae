"""A request has a clock, an answer and an end; nothing of it is lost, and little of it is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.privacy.models import Request
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.answering import (
    NotMade,
    NotOpen,
    NotTold,
    TooLate,
    answer_made,
    answer_request,
    extend_request,
    leave_unidentified,
    lift,
    refuse_request,
)
from hylla.privacy.rights.asking import take_request
from hylla.privacy.rights.deadlines import due_on, extended_due_on
from hylla.privacy.rights.inbox import (
    late_requests,
    request_with,
    requests_in_force,
    requests_of,
    requests_open,
)
from hylla.privacy.rights.terms import (
    LAWS,
    Answer,
    Asked,
    CameBy,
    Delay,
    NotIdentified,
    Proof,
    Refused,
    RequestKind,
)
from hylla.privacy.vocabulary import Role
from hylla.site.probes import PROBES
from tests.builders import a_person, policy_of

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
POLICY = policy_of("fjordvik")
LETTER = Asked(came_by=CameBy.LETTER, proof=Proof.NONE, role=Role.PRIVACY_OFFICER)


def taken(kind: RequestKind = RequestKind.RECTIFICATION, asked: Asked | None = None) -> Request:
    """Take a request of a new person's."""
    person = a_person()
    return take_request(kind, person_id=person.pk, policy=POLICY, now=NOW, asked=asked or Asked())


def problems_told(now: datetime) -> tuple[str, ...]:
    """Return what the probe says."""
    finding = PROBES["requests_in_time"](POLICY, now)
    assert finding is not None
    return finding.problems


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)))
def test_a_month_is_a_month(day: date) -> None:
    """GDPR article 12(3): one month, and at most two more; never past the same day of the month."""
    assert timedelta(28) <= due_on(day) - day <= timedelta(31)
    assert timedelta(89) <= extended_due_on(day) - day <= timedelta(92)
    assert due_on(day).day <= day.day


@pytest.mark.django_db
def test_the_clock_begins_when_the_request_comes() -> None:
    request = taken()
    assert request.due_on == date(2026, 2, 28)
    (waits,) = requests_open(policy=POLICY, now=NOW)
    assert (waits.id, waits.days_left, waits.is_late) == (request.pk, 28, False)
    assert late_requests(policy=POLICY, now=NOW + timedelta(days=28)) == 0


@pytest.mark.django_db
def test_a_request_past_its_clock_is_told() -> None:
    """The probe of the sentence "requests-in-time"."""
    request = taken()
    late = NOW + timedelta(days=29)
    assert problems_told(late)
    refuse_request(request.pk, ground=Refused.UNFOUNDED, now=late)
    assert not problems_told(late)


@pytest.mark.django_db
def test_more_time_is_taken_once_within_the_month_and_with_a_reason() -> None:
    request = taken()
    longer = extend_request(request.pk, delay=Delay.COMPLEX, policy=POLICY, now=NOW)
    assert (longer.due_on, longer.delay) == (date(2026, 4, 30), Delay.COMPLEX)
    with pytest.raises(TooLate):
        extend_request(request.pk, delay=Delay.COMPLEX, policy=POLICY, now=NOW)
    too_late = taken()
    month_over = NOW + timedelta(days=29)
    with pytest.raises(TooLate):
        extend_request(too_late.pk, delay=Delay.COMPLEX, policy=POLICY, now=month_over)


@pytest.mark.django_db
def test_an_answer_ends_it_and_what_was_written_goes() -> None:
    request = taken(asked=Asked(what="birth_date", words="I was born in May"))
    with pytest.raises(NotMade):
        answer_request(request.pk, now=NOW)
    answer_made(request.pk, now=NOW, answer=Answer.PARTLY)
    known = request_with(request.pk, policy=POLICY, now=NOW)
    assert known is not None
    assert (known.answer, known.words, known.is_open) == (Answer.PARTLY, "", False)
    with pytest.raises(NotOpen):
        answer_request(request.pk, now=NOW)


@pytest.mark.django_db
def test_a_no_has_its_reason_and_every_reason_its_law() -> None:
    """R27."""
    assert set(LAWS) == set(Refused)
    request = taken(RequestKind.OBJECTION)
    said = refuse_request(request.pk, ground=Refused.COMPELLING_GROUNDS, now=NOW)
    assert (said.answer, said.ground) == (Answer.REFUSED, Refused.COMPELLING_GROUNDS)
    assert said.closed_at == NOW


@pytest.mark.django_db
def test_what_lasts_holds_until_it_is_lifted() -> None:
    request = taken(RequestKind.RESTRICTION)
    answer_request(request.pk, now=NOW)
    assert not requests_open(policy=POLICY, now=NOW)
    assert [each.id for each in requests_in_force(policy=POLICY, now=NOW)] == [request.pk]
    with pytest.raises(NotTold):
        lift(request.pk, knows=lambda _: False, now=NOW)
    lift(request.pk, knows=lambda _: True, now=NOW)
    assert not requests_in_force(policy=POLICY, now=NOW)


@pytest.mark.django_db
def test_what_was_not_granted_is_not_lifted() -> None:
    for kind in (RequestKind.OBJECTION, RequestKind.RECTIFICATION):
        request = taken(kind)
        with pytest.raises(NotOpen):
            lift(request.pk, knows=lambda _: True, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [RequestKind.RESTRICTION, RequestKind.RECTIFICATION])
def test_what_is_open_is_not_asked_twice(kind: RequestKind) -> None:
    person = a_person()
    for _ in range(2):
        take_request(kind, person_id=person.pk, policy=POLICY, now=NOW, asked=Asked(what="name"))
    assert len(requests_of(person.pk, policy=POLICY, now=NOW)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("proof", [Proof.NONE, Proof.LOG_IN])
def test_at_a_desk_something_is_shown_first(proof: Proof) -> None:
    """R45: which kind of proof is written down, never its number."""
    with pytest.raises(NotIdentified):
        taken(asked=Asked(came_by=CameBy.DESK, proof=proof, role=Role.DESK))
    assert not Request.objects.exists()
    shown = taken(asked=Asked(came_by=CameBy.DESK, proof=Proof.PASSPORT, role=Role.DESK))
    assert shown.proof == "passport"


@pytest.mark.django_db
def test_from_someone_without_a_card() -> None:
    """SAN-106: also whoever is no patron is answered; they stand in nobody's extract."""
    asked = Asked(came_by=CameBy.LETTER, proof=Proof.NONE, name="Ola Prøve", reply_to="Gata 1")
    take_request(RequestKind.EXTRACT, person_id=None, policy=POLICY, now=NOW, asked=asked)
    take_request(RequestKind.EXTRACT, person_id=None, policy=POLICY, now=NOW, asked=asked)
    assert [each.name for each in requests_open(policy=POLICY, now=NOW)] == ["Ola Prøve"] * 2


@pytest.mark.django_db
def test_case_59_whoever_cannot_be_told_apart_is_neither_known_nor_unknown() -> None:
    """conflicts.md 59: what they wrote goes at once, that someone tried after thirty days."""
    person = a_person()
    telephone = Asked(came_by=CameBy.TELEPHONE, proof=Proof.NONE, name="Ola", reply_to="41234567")
    request = take_request(
        RequestKind.EXTRACT, person_id=person.pk, policy=POLICY, now=NOW, asked=telephone
    )
    leave_unidentified(request.pk, now=NOW)
    request.refresh_from_db()
    assert (request.person_id, request.name, request.reply_to) == (None, "", "")
    assert not requests_of(person.pk, policy=POLICY, now=NOW)
    remove_due(POLICY, now=NOW + timedelta(days=29))
    assert Request.objects.exists()
    remove_due(POLICY, now=NOW + timedelta(days=31))
    assert not Request.objects.exists()


@pytest.mark.django_db
def test_an_answered_request_goes_in_its_time() -> None:
    request = taken()
    answer_made(request.pk, now=NOW)
    remove_due(POLICY, now=NOW + timedelta(days=150))
    assert Request.objects.exists()
    remove_due(POLICY, now=NOW + timedelta(days=190))
    assert not Request.objects.exists()
