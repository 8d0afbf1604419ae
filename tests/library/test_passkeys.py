"""A passkey lets its owner in, once for each question, here and nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hylla.formats.passkeys import RelyingParty
from hylla.library.actions import (
    STAFF_KEYS,
    add_branch,
    add_passkey,
    add_staff,
    ask_for_new_passkey,
    ask_for_passkey,
    end_staff,
    forget_attempts_over,
    owner_of_answer,
    remove_passkey,
    remove_staff_passkey,
    staff_with_passkey,
)
from hylla.library.models import Challenge, Staff, StaffPasskey
from hylla.library.queries import factors_of
from hylla.library.refusals import Refused
from hylla.library.rules import Code, NewStaff
from hylla.patrons.actions import PATRON_KEYS
from hylla.patrons.models import Passkey, Person
from hylla.privacy.vocabulary import Role
from tests.builders import a_person
from tests.passkeys import PRESENT, SoftKey

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
PARTY = RelyingParty("localhost", "Fjordvik bibliotek", ("http://localhost",))


@pytest.fixture
def kari(db: None) -> Staff:
    new = NewStaff(
        username="kari",
        name="Kari",
        password="correct horse battery",
        branch_id=add_branch("main", name="Main").pk,
        roles=frozenset({Role.DESK}),
        undertaking_on=date(2025, 1, 1),
    )
    return add_staff(new)


def question(now: datetime = NOW) -> str:
    return ask_for_passkey(STAFF_KEYS, party=PARTY, now=now)


def made(staff: Staff, key: SoftKey, *, name: str = "Telephone") -> SoftKey:
    asked = ask_for_new_passkey(STAFF_KEYS.of(staff.pk), label="kari", party=PARTY, now=NOW)
    add_passkey(STAFF_KEYS.of(staff.pk), key.make(asked), name=name, party=PARTY, now=NOW)
    return key


@pytest.fixture
def key(kari: Staff) -> SoftKey:
    return made(kari, SoftKey())


def no(answer: str, *, party: RelyingParty = PARTY, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        staff_with_passkey(answer, party=party, now=now)
    return str(refused.value)


def test_a_passkey_lets_its_owner_in(kari: Staff, key: SoftKey) -> None:
    assert staff_with_passkey(key.sign(question()), party=PARTY, now=NOW) == kari
    (facts,) = factors_of(kari.pk).passkeys
    assert (facts.name, facts.added_on) == ("Telephone", date(2025, 11, 21))


def test_a_question_is_answered_once(key: SoftKey) -> None:
    answer = key.sign(question())
    staff_with_passkey(answer, party=PARTY, now=NOW)
    assert no(answer) == Code.PASSKEY_WRONG


def test_a_wrong_answer_uses_the_question_up(key: SoftKey) -> None:
    asked = question()
    assert no(replace(key, key=SoftKey().key).sign(asked)) == Code.PASSKEY_WRONG
    assert no(key.sign(asked)) == Code.PASSKEY_WRONG


def test_a_question_is_open_for_five_minutes(key: SoftKey) -> None:
    asked = question()
    assert no(key.sign(asked), now=NOW + timedelta(minutes=5)) == Code.PASSKEY_WRONG
    assert forget_attempts_over(now=NOW) == 0
    assert forget_attempts_over(now=NOW + timedelta(minutes=5)) == 1
    asked = question()
    staff_with_passkey(key.sign(asked), party=PARTY, now=NOW + timedelta(seconds=299))


def test_nobody_answers_what_was_not_asked(key: SoftKey) -> None:
    asked = question().replace('"challenge": "', '"challenge": "AAAA')
    assert no(key.sign(asked)) == Code.PASSKEY_WRONG


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://localhost.evil.example"},
        {"origin": "https://evil.example"},
        {"flags": PRESENT},
        {"handle": b"somebody else"},
        {"handle": b""},
        {"id": b"another device!!"},
    ],
)
def test_what_is_not_quite_right_is_refused(key: SoftKey, lie: dict[str, object]) -> None:
    assert no(replace(key, **lie).sign(question())) == Code.PASSKEY_WRONG  # type: ignore[arg-type] # the test names the fields


def test_another_site_is_refused(key: SoftKey) -> None:
    other = replace(PARTY, domain="bibliotek.example.org")
    assert no(key.sign(question()), party=other) == Code.PASSKEY_WRONG


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "x" * 30_000, "\ud800"])
def test_nonsense_is_refused(kari: Staff, answer: str) -> None:
    assert no(answer) == Code.PASSKEY_WRONG
    with pytest.raises(Refused, match=Code.PASSKEY_WRONG):
        add_passkey(STAFF_KEYS.of(kari.pk), answer, name="", party=PARTY, now=NOW)


def test_a_copied_device_is_found_out(kari: Staff) -> None:
    key = made(kari, SoftKey(count=5))
    copy = replace(key)
    staff_with_passkey(key.sign(question()), party=PARTY, now=NOW)
    assert StaffPasskey.objects.get().sign_count == 6
    assert no(copy.sign(question())) == Code.PASSKEY_WRONG


def test_a_passkey_made_for_one_is_not_kept_for_another(kari: Staff) -> None:
    """An answer to what one was asked makes no key to another's account."""
    asked = ask_for_new_passkey(STAFF_KEYS.of(kari.pk), label="kari", party=PARTY, now=NOW)
    answer = SoftKey().make(asked)
    with pytest.raises(Refused, match=Code.PASSKEY_WRONG):
        add_passkey(STAFF_KEYS.of(kari.pk + 1), answer, name="", party=PARTY, now=NOW)
    assert not StaffPasskey.objects.exists()


def test_a_patrons_passkey_opens_no_desk(kari: Staff) -> None:
    person = a_person()
    asked = ask_for_new_passkey(PATRON_KEYS.of(person.pk), label="x", party=PARTY, now=NOW)
    key = SoftKey()
    add_passkey(PATRON_KEYS.of(person.pk), key.make(asked), name="", party=PARTY, now=NOW)
    assert no(key.sign(question())) == Code.PASSKEY_WRONG
    asked = ask_for_passkey(PATRON_KEYS, party=PARTY, now=NOW)
    assert no(key.sign(asked)) == Code.PASSKEY_WRONG, "nor with a patron's question"
    asked = ask_for_passkey(PATRON_KEYS, party=PARTY, now=NOW)
    assert owner_of_answer(PATRON_KEYS, key.sign(asked), party=PARTY, now=NOW) == person.pk
    Person.objects.filter(pk=person.pk).delete()
    assert not Passkey.objects.exists()


def test_one_device_is_registered_once(kari: Staff, key: SoftKey) -> None:
    with pytest.raises(Refused, match=Code.PASSKEY_WRONG):
        made(kari, key)
    assert StaffPasskey.objects.count() == 1


def test_ten_are_enough(kari: Staff) -> None:
    for _ in range(10):
        made(kari, SoftKey())
    with pytest.raises(Refused, match=Code.PASSKEY_TOO_MANY):
        made(kari, SoftKey())


def test_removed_it_lets_nobody_in(kari: Staff, key: SoftKey) -> None:
    number = StaffPasskey.objects.get().pk
    remove_passkey(STAFF_KEYS.of(kari.pk + 1), number)
    assert StaffPasskey.objects.exists(), "nobody removes another's"
    with pytest.raises(Refused, match=Code.LAST_FACTOR):
        remove_staff_passkey(kari.pk, number, is_demanded=True)
    remove_staff_passkey(kari.pk, number, is_demanded=False)
    assert no(key.sign(question())) == Code.PASSKEY_WRONG


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda staff: end_staff(staff.pk, on=NOW.date()), Code.PASSKEY_WRONG),
        (
            lambda staff: Staff.objects.filter(pk=staff.pk).update(undertaking_on=None),
            Code.UNDERTAKING_MISSING,
        ),
    ],
)
def test_who_may_not_work_is_not_let_in(
    kari: Staff, key: SoftKey, change: Callable[[Staff], object], code: Code
) -> None:
    change(kari)
    assert no(key.sign(question())) == code


def test_no_row_tells_who_was_asked(kari: Staff) -> None:
    ask_for_new_passkey(STAFF_KEYS.of(kari.pk), label="kari", party=PARTY, now=NOW)
    ask_for_passkey(STAFF_KEYS, party=PARTY, now=NOW)
    digests = set(Challenge.objects.values_list("digest", flat=True))
    assert len(digests) == 2
    assert all(len(each) == 64 for each in digests)
