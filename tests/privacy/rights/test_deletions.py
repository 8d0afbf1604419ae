"""Whoever goes from here goes from every processor too, and is not done before it says so."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.circulation.actions import leave
from hylla.circulation.models import Loan
from hylla.patrons.actions import let_guardians_go
from hylla.patrons.models import Card, Email, Person
from hylla.privacy import ledger
from hylla.privacy.erasure import complete, take_back
from hylla.privacy.extract import sections
from hylla.privacy.ledger.replay import replay
from hylla.privacy.models import OnwardNotice
from hylla.privacy.policy import KnownBy, Processor
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.deletions import (
    KNOWN,
    KeptByLaw,
    NotByLaw,
    deletions_kept,
    deletions_late,
    deletions_waiting,
    note_asked,
    note_deleted,
    note_kept,
    who_deletes,
)
from hylla.privacy.rights.receipts import Followed, receipt_with
from hylla.privacy.rights.terms import RequestKind
from hylla.privacy.vocabulary import Purpose
from hylla.site.probes.sql import deletions_are_asked
from tests.builders import a_loan, a_person, policy_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def processor(name: str, by: KnownBy, *purposes: Purpose) -> Processor:
    """Return a processor that has ten days to answer."""
    return Processor(name, "NO", "made up", purposes, "in writing", "there", 10, (by,))


POLICY = replace(
    policy_of("fjordvik"),
    processors=(
        processor("Drift", KnownBy.CARD, Purpose.LENDING, Purpose.MEMBERSHIP),
        processor("Post", KnownBy.EMAIL, Purpose.MESSAGES),
        processor("Telefon", KnownBy.PHONE, Purpose.MESSAGES),
        processor("Push", KnownBy.CARD, Purpose.PHONE),
        processor("Lønn", KnownBy.CARD, Purpose.STAFF),
    ),
)
KNOWING = {"Drift": "N1, N2", "Post": "ask@example.org", "Push": "N1, N2"}


def someone() -> Person:
    """Return a patron with two cards and an e-mail address, without a telephone."""
    person = a_person()
    for number, status in (("N1", "ended"), ("N2", "active")):
        Card.objects.create(
            person=person, number=number, kind="local", status=status, issued_on=date(2020, 1, 1),
            ended_on=date(2026, 6, 1) if status == "ended" else None,
        )  # fmt: skip
    Email.objects.create(person=person, address="ask@example.org")
    return person


def waiting(now: datetime = NOW) -> dict[str, str]:
    """Return by what each processor knows somebody whom it must delete."""
    return {each.told.recipient: each.reference for each in deletions_waiting(now=now)}


def ids(*names: str) -> list[int]:
    """Return the numbers of what these processors must delete."""
    rows = OnwardNotice.objects.filter(recipient__in=names)
    return list(rows.values_list("pk", flat=True))


def receipt(code: str, now: datetime = NOW) -> Followed:
    """Return the receipt with that code."""
    found = receipt_with(code, policy=POLICY, now=now)
    assert found is not None
    return found


def test_case_49_a_receipt_is_done_when_the_last_processor_has_deleted() -> None:
    """conflicts.md 49: who knows them is asked, and nothing is done before each has said so."""
    left = leave(someone().pk, policy=POLICY, now=NOW)
    assert left.is_done
    assert waiting() == KNOWING
    told = receipt(left.code)
    assert (told.completed_at, len(told.processors)) == (None, 3)
    assert told.copies_until_on is not None
    assert note_deleted(ids("Drift"), now=NOW) == 0, "nobody has asked it yet"

    note_asked(ids(*KNOWING), policy=POLICY, now=NOW + DAY)
    assert note_deleted(ids("Drift", "Push"), now=NOW + 2 * DAY) == 2
    assert receipt(left.code).completed_at is None
    note_deleted(ids("Post"), now=NOW + 3 * DAY)
    assert receipt(left.code).completed_at == NOW + 3 * DAY
    assert set(OnwardNotice.objects.values_list("reference", flat=True)) == {""}


def test_case_49_who_stays_silent_is_late_and_asked_again() -> None:
    leave(someone().pk, policy=POLICY, now=NOW)
    for late_at, asks in ((NOW + 14 * DAY, 0), (NOW + 10 * DAY, 1), (NOW + 20 * DAY, 2)):
        assert deletions_late(now=late_at) == 0
        passed = late_at + timedelta(seconds=1)
        assert deletions_late(now=passed) == 3
        assert deletions_are_asked(POLICY, passed).problems
        assert {each.told.asks for each in deletions_waiting(now=passed)} == {asks}
        note_asked(ids(*KNOWING), policy=POLICY, now=NOW + 10 * DAY * asks)
        assert not deletions_are_asked(POLICY, NOW + 10 * DAY * asks).problems


def test_case_49_what_a_law_makes_a_processor_keep_is_told_and_asked_for_again() -> None:
    """conflicts.md 49: the clock stands until that day, the receipt says so, and then it runs."""
    left = leave(someone().pk, policy=POLICY, now=NOW)
    law = KeptByLaw("Bokføringsloven § 13", (NOW + 90 * DAY).date())
    assert note_kept(ids("Drift"), law, now=NOW) == 0, "nobody has asked it yet"
    note_asked(ids(*KNOWING), policy=POLICY, now=NOW)
    assert note_kept(ids("Drift"), law, now=NOW + DAY) == 1
    note_deleted(ids("Push", "Post"), now=NOW + DAY)
    told = {each.recipient: each for each in receipt(left.code).processors}["Drift"]
    assert (told.kept_law, told.kept_until_on) == (law.law, law.until_on)
    assert receipt(left.code).completed_at is None

    day = NOW + 90 * DAY
    assert waiting(day) == {}
    assert not deletions_are_asked(POLICY, day).problems
    assert [each.reference for each in deletions_kept(now=day)] == ["N1, N2"]
    assert waiting(day + DAY) == {"Drift": "N1, N2"}
    assert not deletions_kept(now=day + DAY)
    assert deletions_are_asked(POLICY, day + 16 * DAY).problems

    note_asked(ids("Drift"), policy=POLICY, now=day + DAY)
    again = {each.recipient: each for each in receipt(left.code).processors}["Drift"]
    assert (again.kept_law, again.kept_until_on) == ("", None)
    note_kept(ids("Drift"), replace(law, until_on=(day + 9 * DAY).date()), now=day + DAY)
    note_deleted(ids("Drift"), now=day + 2 * DAY)
    assert receipt(left.code, day + 2 * DAY).completed_at == day + 2 * DAY


@pytest.mark.parametrize(
    "wrong",
    [
        KeptByLaw(" ", (NOW + DAY).date()),
        KeptByLaw("Lov 1", NOW.date()),
        KeptByLaw("Lov 1", (NOW + 3700 * DAY).date()),
    ],
)
def test_case_49_nothing_is_kept_without_a_law_and_a_day(wrong: KeptByLaw) -> None:
    leave(someone().pk, policy=POLICY, now=NOW)
    note_asked(ids(*KNOWING), policy=POLICY, now=NOW)
    with pytest.raises(NotByLaw):
        note_kept(ids(*KNOWING), wrong, now=NOW)
    assert waiting() == KNOWING


def test_who_works_for_what_ended_is_asked_while_the_rest_waits() -> None:
    person = someone()
    a_loan(person, lent_at=NOW)
    left = leave(person.pk, policy=POLICY, now=NOW, kind=RequestKind.TERMINATION)
    assert waiting() == {"Push": "N1, N2"}
    assert not Card.objects.filter(person=person, status="active").exists()
    told = {each.recipient: each.asked_at for each in receipt(left.code).processors}
    assert told == {"Drift": None, "Post": None, "Push": NOW}
    rows = {each.name: len(each.rows) for each in sections(person.pk, policy=POLICY)}
    assert rows["privacy.OnwardNotice"] == 3

    Email.objects.create(person=person, address="new@example.org", rank=1)
    Loan.objects.all().delete()
    assert complete(person.pk, policy=POLICY, now=NOW + DAY)
    assert waiting() == {**KNOWING, "Post": "ask@example.org, new@example.org"}


def test_who_takes_the_request_back_is_named_nowhere() -> None:
    person = someone()
    a_loan(person, lent_at=NOW)
    leave(person.pk, policy=POLICY, now=NOW)
    take_back(person.pk, now=NOW)
    assert waiting() == {"Push": "N1, N2"}, "what ended has ended"
    assert OnwardNotice.objects.count() == 1


def test_a_new_receipt_waits_for_the_same_processors() -> None:
    person = someone()
    a_loan(person, lent_at=NOW)
    leave(person.pk, policy=POLICY, now=NOW)
    again = leave(person.pk, policy=POLICY, now=NOW + DAY)
    assert len(receipt(again.code).processors) == OnwardNotice.objects.count() == 3


def test_what_a_processor_said_goes_at_its_date() -> None:
    code = leave(someone().pk, policy=POLICY, now=NOW).code
    note_asked(ids(*KNOWING), policy=POLICY, now=NOW)
    note_deleted(ids(*KNOWING), now=NOW)
    end = POLICY.period("processor_deletion").after(NOW)
    assert len(receipt(code, end - DAY).processors) == 3
    assert receipt(code, end).processors == ()
    remove_due(POLICY, now=end)
    assert not OnwardNotice.objects.exists()


def test_who_goes_for_never_coming_is_deleted_there_too() -> None:
    person = someone()
    Person.objects.filter(pk=person.pk).update(last_used_on=date(2010, 1, 1))
    remove_due(POLICY, now=NOW)
    assert not Person.objects.exists()
    assert waiting() == KNOWING
    note_asked(ids(*KNOWING), policy=POLICY, now=NOW)
    assert note_deleted(ids(*KNOWING), now=NOW) == 3


def test_a_guardian_whom_no_child_needs_is_deleted_there_too() -> None:
    guardian = a_person()
    day = guardian.registered_on
    Person.objects.filter(pk=guardian.pk).update(last_used_on=day)
    Email.objects.create(person=guardian, address="guard@example.org")
    assert let_guardians_go(policy=POLICY, now=NOW) == 1
    assert waiting() == {"Post": "guard@example.org"}


def test_after_a_restore_processors_are_asked_once_more() -> None:
    person = someone()
    entries = [ledger.Entry(key, (ledger.AWAY,), "request", "1.0", NOW)
               for key in ledger.hashes([person.pk])]  # fmt: skip
    replay(entries, taken_at=NOW - DAY, policy=POLICY, now=NOW)
    assert not Person.objects.exists()
    assert waiting() == KNOWING


def test_nobody_is_asked_about_whom_nobody_knows() -> None:
    assert who_deletes(uuid.uuid4(), policy=POLICY) == ()
    left = leave(a_person().pk, policy=POLICY, now=NOW)
    assert waiting() == {}
    assert receipt(left.code).completed_at == NOW


def test_each_way_of_knowing_someone_has_its_column() -> None:
    assert set(KNOWN) == set(KnownBy)
