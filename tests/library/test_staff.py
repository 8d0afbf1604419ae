"""Staff log in with the right password only, five tries at a time, and after their undertaking."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from hylla.library.actions import (
    add_branch,
    add_machine,
    add_staff,
    change_staff,
    end_staff,
    give_staff_password,
    machine_signed_in,
    retire_machine,
    set_staff_card,
    set_staff_password,
    sign_undertaking,
    staff_signed_in,
)
from hylla.library.models import Staff, StaffCard
from hylla.library.queries import staff_at_work
from hylla.library.refusals import Refused
from hylla.library.rules import Code, Employment, NewMachine, NewStaff, is_weak_password
from hylla.privacy.vocabulary import Language, Role

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def new(db: None) -> NewStaff:
    return NewStaff(
        username="kari.desk",
        name="Kari Eksempel",
        password=PASSWORD,
        branch_id=add_branch("main", name="Main").pk,
        roles=frozenset({Role.DESK, Role.CHILDREN}),
        undertaking_on=date(2025, 1, 1),
    )


def code_of(username: str, password: str, *, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        staff_signed_in(username, password, now=now)
    return str(refused.value)


def test_right_password_logs_in(new: NewStaff) -> None:
    staff = add_staff(new)
    assert staff_signed_in("kari.desk", PASSWORD, now=NOW) == staff
    assert staff.password_hash.startswith("argon2$argon2id$")
    facts = staff_at_work(staff.pk)
    assert facts is not None
    assert facts.roles == {Role.DESK, Role.CHILDREN}
    assert facts.branch.code == "main"


def test_unknown_name_and_wrong_password_sound_alike(new: NewStaff) -> None:
    add_staff(new)
    assert code_of("kari.desk", "wrong") == code_of("nobody", "wrong") == Code.STAFF_WRONG


def test_unknown_name_is_hashed_too(new: NewStaff, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("hylla.library.actions.attempts.make_password", hashed.append)
    code_of("nobody", "wrong")
    assert hashed == ["wrong"]


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(new: NewStaff) -> None:
    add_staff(new)
    for _ in range(5):
        assert code_of("kari.desk", "wrong") == Code.STAFF_WRONG
    assert code_of("kari.desk", PASSWORD) == Code.STAFF_LOCKED
    almost = NOW + timedelta(minutes=14, seconds=59)
    assert code_of("kari.desk", PASSWORD, now=almost) == Code.STAFF_LOCKED
    later = NOW + timedelta(minutes=15)
    assert code_of("kari.desk", "wrong", now=later) == Code.STAFF_WRONG
    staff_signed_in("kari.desk", PASSWORD, now=later)
    assert Staff.objects.get().failures == 0


def test_a_right_password_starts_the_count_anew(new: NewStaff) -> None:
    add_staff(new)
    for _ in range(3):
        for _ in range(4):
            code_of("kari.desk", "wrong")
        staff_signed_in("kari.desk", PASSWORD, now=NOW)


@pytest.mark.parametrize("signed_on", [None, date(2025, 11, 22)])
def test_no_log_in_before_the_undertaking(new: NewStaff, signed_on: date | None) -> None:
    staff = add_staff(replace(new, undertaking_on=signed_on))
    assert code_of("kari.desk", PASSWORD) == Code.UNDERTAKING_MISSING
    assert code_of("kari.desk", "wrong") == Code.STAFF_WRONG
    sign_undertaking(staff.pk, on=NOW.date())
    staff_signed_in("kari.desk", PASSWORD, now=NOW)


def test_who_has_left_is_unknown(new: NewStaff) -> None:
    staff = add_staff(new)
    end_staff(staff.pk, on=NOW.date())
    assert code_of("kari.desk", PASSWORD) == Code.STAFF_WRONG
    assert staff_at_work(staff.pk) is None
    assert not staff.roles.exists()


def test_a_new_password_unlocks(new: NewStaff) -> None:
    staff = add_staff(new)
    for _ in range(5):
        code_of("kari.desk", "wrong")
    set_staff_password(staff.pk, password="another long sentence")
    staff_signed_in("kari.desk", "another long sentence", now=NOW)
    with pytest.raises(Refused, match=Code.PASSWORD_WEAK):
        set_staff_password(staff.pk, password="short")


def test_every_fault_is_named_at_once(new: NewStaff) -> None:
    add_staff(new)
    with pytest.raises(Refused) as refused:
        add_staff(replace(new, password="kari.desk1", roles=frozenset(), branch_id=0))
    assert {reason.code for reason in refused.value.reasons} == {
        Code.PASSWORD_WEAK,
        Code.USERNAME_TAKEN,
        Code.BRANCH_UNKNOWN,
        Code.ROLE_MISSING,
    }
    with pytest.raises(Refused, match=Code.USERNAME_MALFORMED):
        add_staff(replace(new, username="Kari Eksempel"))


def test_secrets_are_not_in_any_repr(new: NewStaff) -> None:
    assert PASSWORD not in repr(new)
    assert PASSWORD not in repr(NewMachine("machine", PASSWORD, 1))


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("elevenchars", True),
        ("kari.deskkari.desk12", True),
        ("aaaaaaaaaaaaaaaaaaaa", True),
        ("correct horse", False),
    ],
)
def test_weak_passwords(password: str, weak: bool) -> None:
    assert is_weak_password(password, username="kari.desk") is weak


def test_machines_sign_in_until_they_are_retired(new: NewStaff) -> None:
    made = add_machine(
        NewMachine("automat-1", PASSWORD, new.branch_id, charset="cp850", fields=("AE", "BL"))
    )
    assert made.fields == "AE BL"
    assert machine_signed_in("automat-1", PASSWORD) == made
    assert machine_signed_in("automat-1", "wrong") is None
    assert machine_signed_in("automat-2", PASSWORD) is None
    retire_machine("automat-1")
    assert machine_signed_in("automat-1", PASSWORD) is None
    with pytest.raises(Refused, match=Code.CHARSET_UNKNOWN):
        add_machine(NewMachine("automat-3", PASSWORD, new.branch_id, charset="martian"))


def test_logging_in_inside_a_transaction_is_a_bug(new: NewStaff) -> None:
    add_staff(new)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        staff_signed_in("kari.desk", "wrong", now=NOW)


def test_changed_roles_are_the_whole_of_what_someone_does(new: NewStaff) -> None:
    staff = add_staff(new)
    west = add_branch("west", name="West").pk
    roles = frozenset({Role.CHILDREN, Role.INVOICE})
    change_staff(staff.pk, Employment("Kari Annen", west, roles, Language.SV))
    facts = staff_at_work(staff.pk)
    assert facts is not None
    assert (facts.name, facts.branch.code, facts.language) == ("Kari Annen", "west", "sv")
    assert facts.roles == roles


def test_a_change_names_every_fault_and_changes_nothing(new: NewStaff) -> None:
    staff = add_staff(replace(new, roles=frozenset({Role.ADMINISTRATOR})))
    with pytest.raises(Refused) as refused:
        change_staff(staff.pk, Employment("Ola", 0, frozenset(), Language.NB))
    assert {reason.code for reason in refused.value.reasons} == {
        Code.ROLE_MISSING,
        Code.BRANCH_UNKNOWN,
        Code.LAST_ADMINISTRATOR,
    }
    facts = staff_at_work(staff.pk)
    assert facts is not None
    assert facts.roles == {Role.ADMINISTRATOR}
    with pytest.raises(Refused, match=Code.NOT_STAFF):
        change_staff(0, Employment("Ola", new.branch_id, new.roles, Language.NB))


def test_the_last_administrator_stays_until_there_is_another(new: NewStaff) -> None:
    first = add_staff(replace(new, roles=frozenset({Role.ADMINISTRATOR})))
    with pytest.raises(Refused, match=Code.LAST_ADMINISTRATOR):
        end_staff(first.pk, on=NOW.date())
    second = add_staff(replace(new, username="second", roles=frozenset({Role.ADMINISTRATOR})))
    end_staff(first.pk, on=NOW.date())
    with pytest.raises(Refused, match=Code.LAST_ADMINISTRATOR):
        end_staff(second.pk, on=NOW.date())
    with pytest.raises(Refused, match=Code.NOT_STAFF):
        end_staff(first.pk, on=NOW.date())


def test_what_lets_someone_in_goes_with_their_work(new: NewStaff) -> None:
    staff = add_staff(new)
    set_staff_card(staff.pk, number="9911 2233", pin="528301")
    end_staff(staff.pk, on=NOW.date())
    assert not StaffCard.objects.exists()
    with pytest.raises(Refused, match=Code.NOT_STAFF):
        give_staff_password(staff.pk)


def test_a_given_password_is_theirs_once_they_have_chosen_another(new: NewStaff) -> None:
    staff = add_staff(replace(new, password_is_given=True))
    facts = staff_at_work(staff.pk)
    assert facts is not None
    assert facts.must_choose_password
    set_staff_password(staff.pk, password="another long sentence")
    facts = staff_at_work(staff.pk)
    assert facts is not None
    assert not facts.must_choose_password
    given = give_staff_password(staff.pk)
    staff_signed_in("kari.desk", given, now=NOW)
    facts = staff_at_work(staff.pk)
    assert facts is not None
    assert facts.must_choose_password
