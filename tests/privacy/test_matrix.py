"""The matrix of who may see what: what is not said is denied, and declarations stay within it."""

from dataclasses import replace

import pytest

from hylla.privacy.declarations import PersonalData
from hylla.privacy.matrix import (
    MATRIX,
    Field,
    Right,
    When,
    ever,
    field_of,
    rights,
    shown,
    too_many,
)
from hylla.privacy.registry import personal_models
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject

NOBODYS_BUSINESS = {Role.CATALOGUER, Role.ADMINISTRATOR}


def test_every_role_has_a_right_or_none_to_every_class() -> None:
    assert set(MATRIX) == set(Field)
    for row in MATRIX.values():
        assert set(row) == set(Role)


@pytest.mark.parametrize("role", sorted(NOBODYS_BUSINESS))
def test_who_needs_no_patron_is_shown_nothing_of_any(role: Role) -> None:
    relations = set(When) - {When.ASKED}
    for field in set(Field) - {Field.STAFF, Field.READ_LOG}:
        assert shown(role, field, *relations) is None, field


def test_who_is_asked_to_say_yes_to_a_hold_reads_whose_it_is_and_why() -> None:
    told = {each for each in Field if shown(Role.ADMINISTRATOR, each, When.ASKED) is Right.READ}
    assert told - {Field.STAFF} == {Field.NAME, Field.REQUESTS}


def test_without_a_relation_a_value_is_shown_to_its_owner_and_the_officer_of_logs_only() -> None:
    read = {(role, field) for role in Role for field in Field if shown(role, field) is Right.READ}
    assert {role for role, _ in read} == {Role.PATRON, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR}
    officers = {field for role, field in read if role is Role.PRIVACY_OFFICER}
    assert officers == {Field.READ_LOG, Field.REQUESTS, Field.STAFF}


@pytest.mark.parametrize(
    ("role", "field", "when", "right"),
    [
        (Role.DESK, Field.NAME, When.PRESENT, Right.READ),
        (Role.DESK, Field.NAME, When.ALWAYS, Right.MASKED),
        (Role.DESK, Field.BIRTH_DATE, When.PRESENT, Right.MASKED),
        (Role.DESK, Field.NATIONAL_ID, When.PRESENT, Right.MASKED),
        (Role.DESK, Field.NATIONAL_ID, When.ALWAYS, None),
        (Role.DESK, Field.PROTECTION, When.PRESENT, Right.EXISTS),
        (Role.DESK, Field.HISTORY, When.PRESENT, None),
        (Role.DESK, Field.CREDENTIAL, When.PRESENT, None),
        (Role.CHILDREN, Field.NAME, When.PRESENT, None),
        (Role.CHILDREN, Field.NAME, When.CHILD, Right.READ),
        (Role.CHILDREN, Field.ADDRESS, When.CHILD, None),
        (Role.OUTREACH, Field.HISTORY, When.ROUND, Right.READ),
        (Role.OUTREACH, Field.HISTORY, When.PRESENT, None),
        (Role.INVOICE, Field.LOANS, When.CASE, Right.READ),
        (Role.INVOICE, Field.HOLDS, When.CASE, None),
        (Role.PRIVACY_OFFICER, Field.NAME, When.ALWAYS, None),
        (Role.PRIVACY_OFFICER, Field.LOANS, When.CASE, None),
        (Role.PRIVACY_OFFICER, Field.LOANS, When.GLASS, Right.READ),
        (Role.MACHINE, Field.NAME, When.SESSION, Right.MASKED),
        (Role.MACHINE, Field.ADDRESS, When.SESSION, None),
        (Role.GUARDIAN, Field.LOANS, When.WARD, Right.EXISTS),
        (Role.GUARDIAN, Field.LOANS, When.YOUNG_WARD, Right.READ),
        (Role.GUARDIAN, Field.CONTACT, When.YOUNG_WARD, None),
        (Role.PATRON, Field.READ_LOG, When.ALWAYS, Right.READ),
    ],
)
def test_what_a_role_is_shown(role: Role, field: Field, when: When, right: Right | None) -> None:
    assert shown(role, field, when) is right


def test_breaking_the_glass_adds_only_what_the_matrix_marks() -> None:
    for role in Role:
        for field in Field:
            more = rights(role, field, When.GLASS) - rights(role, field)
            assert bool(more) == (Right.BREAK_GLASS in ever(role, field)), (role, field)


def test_every_column_of_every_table_has_a_class() -> None:
    for model, declared in personal_models():
        for name, kind in declared.columns.items():
            assert (field_of(kind, declared) is None) == (kind is Kind.LINK), f"{model} {name}"


def test_no_declaration_lets_a_role_look_whom_the_matrix_keeps_out() -> None:
    assert [model for model, declared in personal_models() if too_many(declared)] == []


def test_a_declaration_that_does_is_found() -> None:
    declared = PersonalData(
        subject="self",
        purpose=Purpose.HISTORY,
        columns={"record": Kind.BORROWED, "returned_on": Kind.TIME_AND_PLACE},
        seen_by={Role.PATRON, Role.DESK, Role.OUTREACH},
    )
    assert too_many(declared) == {Role.DESK}, "a history is not a loan"
    assert too_many(replace(declared, about=Subject.STAFF)) == {
        Role.PATRON,
        Role.DESK,
        Role.OUTREACH,
    }
