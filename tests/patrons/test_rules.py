"""Ages, card numbers, PINs, contact: the rules that need no database."""

from calendar import isleap
from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.luhn import check_digit
from hylla.patrons.rules import (
    AgeRange,
    CardKind,
    Code,
    age_on,
    birthday,
    category_for_age,
    end_of_school_year,
    last_birth_date,
    masked_card,
    masked_email,
    masked_national_id,
    masked_phone,
    pin_faults,
    seen_by_guardian,
)
from hylla.patrons.rules.card_numbers import kind_of, new_number, tidied
from hylla.patrons.rules.contact import is_email, is_mobile, phone_number
from hylla.patrons.rules.search import clue
from hylla.privacy.vocabulary import Kind
from tests.builders import policy_of

days = st.dates(date(1904, 1, 1), date(2099, 12, 31))
ages = st.integers(0, 120)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 5, 14), date(2025, 5, 13), 24),
        (date(2000, 5, 14), date(2025, 5, 14), 25),
        (date(2000, 5, 14), date(2000, 5, 14), 0),
        (date(2000, 2, 29), date(2025, 2, 27), 24),
        (date(2000, 2, 29), date(2025, 2, 28), 25),
        (date(2000, 2, 29), date(2024, 2, 28), 23),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
        (date(1999, 3, 1), date(2025, 2, 28), 25),
        (date(2000, 12, 31), date(2026, 1, 1), 25),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(days, ages)
def test_a_birthday_is_the_first_day_of_an_age(born: date, age: int) -> None:
    day = birthday(born, age)
    assert age_on(born, day) == age
    assert age_on(born, day - timedelta(days=1)) == age - 1
    assert day == born + relativedelta(years=age)


@given(days, ages)
def test_last_birth_date_is_the_youngest_of_that_age(day: date, age: int) -> None:
    born = last_birth_date(age, on=day)
    assert age_on(born, day) >= age
    assert age_on(born + timedelta(days=1), day) < age


def test_someone_born_on_leap_day_is_of_age_in_time() -> None:
    assert not isleap(2025)
    assert last_birth_date(13, on=date(2025, 2, 28)) == date(2012, 2, 29)


RANGES = (
    AgeRange("child", 0, 13),
    AgeRange("youth", 13, 18),
    AgeRange("adult", 18, None),
    AgeRange("class", 0, None),
)


@pytest.mark.parametrize(
    ("age", "code"),
    [(0, "child"), (12, "child"), (13, "youth"), (17, "youth"), (18, "adult"), (99, "adult")],
)
def test_category_for_age_is_the_narrowest(age: int, code: str) -> None:
    assert category_for_age(RANGES, age=age) == code


def test_no_category_fits() -> None:
    assert category_for_age(RANGES[:1], age=40) is None
    assert category_for_age((), age=40) is None


@pytest.mark.parametrize(
    ("age", "loans", "money"),
    [(0, True, True), (14, True, True), (15, False, True), (17, False, True), (18, False, False)],
)
def test_what_a_guardian_sees(age: int, loans: bool, money: bool) -> None:
    ages = replace(policy_of("fjordvik").ages, adult=18, guardian_sees_loans_below=15)
    seen = seen_by_guardian(age, ages=ages)
    assert (Kind.BORROWED in seen, Kind.MONEY in seen) == (loans, money)
    shared = seen_by_guardian(age, ages=ages, is_shared=True)
    assert (Kind.BORROWED in shared) == money, "a child may let them, and nobody who is of age"
    assert not seen & {Kind.CONTACT, Kind.CREDENTIAL, Kind.NATIONAL_ID, Kind.ADDRESS}


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2025, 8, 1), date(2026, 7, 31)),
        (date(2025, 7, 31), date(2025, 7, 31)),
        (date(2025, 12, 31), date(2026, 7, 31)),
    ],
)
def test_school_year(on: date, until: date) -> None:
    assert end_of_school_year(on) == until


@pytest.mark.parametrize(
    ("digits", "digit"), [("7992739871", "3"), ("0", "0"), ("2000000000001", "4")]
)
def test_check_digit(digits: str, digit: str) -> None:
    assert check_digit(digits) == digit


@given(st.sampled_from(CardKind), st.data())
def test_drawn_numbers_are_of_their_kind(kind: CardKind, data: st.DataObject) -> None:
    number = new_number(kind, draw=lambda below: data.draw(st.integers(0, below - 1)))
    assert kind_of(number) is kind


@given(st.integers(0, 10**12 - 1), st.integers(1, 13), st.integers(1, 9))
def test_any_wrong_digit_is_found(drawn: int, place: int, shift: int) -> None:
    number = new_number(CardKind.LOCAL, draw=lambda below: drawn)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert kind_of(wrong) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_a_card_number(text: str) -> None:
    assert kind_of(tidied(text)) in {None, *CardKind}


@pytest.mark.parametrize(
    ("pin", "faults"),
    [
        ("123", [Code.PIN_LENGTH]),
        ("123456789", [Code.PIN_LENGTH]),
        ("12a4", [Code.PIN_LENGTH]),
        ("١٢٣٤", [Code.PIN_LENGTH]),
        ("", [Code.PIN_LENGTH]),
        ("0000", [Code.PIN_TOO_PLAIN]),
        ("1234", [Code.PIN_TOO_PLAIN]),
        ("34567890", [Code.PIN_TOO_PLAIN]),
        ("4321", [Code.PIN_TOO_PLAIN]),
        ("0987", [Code.PIN_TOO_PLAIN]),
        ("1990", [Code.PIN_IS_BIRTH_YEAR]),
        ("1991", []),
        ("4827", []),
        ("48271905", []),
    ],
)
def test_pins(pin: str, faults: list[Code]) -> None:
    assert pin_faults(pin, birth_date=date(1990, 5, 14)) == faults


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("412 34 567", "NO", "+4741234567"),
        ("+47 412 34 567", "SE", "+4741234567"),
        ("0047 22 11 22 33", "NO", "+4722112233"),
        ("070-123 45 67", "SE", "+46701234567"),
        ("(090) 16 00 00", "SE", "+4690160000"),
        ("01234567", "NO", None),
        ("12345678", "SE", None),
        ("112", "NO", None),
        ("+0012345678", "NO", None),
        ("ring me", "NO", None),
    ],
)
def test_phone_numbers(text: str, country: str, number: str | None) -> None:
    assert phone_number(text, country=country) == number


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("+4741234567", True),
        ("+4791234567", True),
        ("+4722112233", False),
        ("+46701234567", True),
        ("+4690160000", False),
        ("+358401234567", False),
    ],
)
def test_mobile_numbers(number: str, mobile: bool) -> None:
    assert is_mobile(number) is mobile


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("kari@example.org", True),
        ("kari.eksempel+lib@mail.example.org", True),
        ("kåre@blåbær.example.no", True),
        ("kari@example", False),
        ("@example.org", False),
        ("kari example.org", False),
        ("kari@example.org\r\nBcc: x@example.org", False),
        ("a@b@example.org", False),
        ("kari@-example.org", False),
        (f"{'a' * 60}@{'b' * 200}.org", False),
    ],
)
def test_email_addresses(text: str, right: bool) -> None:
    assert is_email(text) is right


def test_masks_show_little() -> None:
    assert masked_national_id("14859012345") == "•••••••2345"
    assert masked_email("kari@example.org") == "k•••@example.org"
    assert masked_phone("+4741234567") == "••••••67"
    assert masked_card("20000000000014") == "••••0014"


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("14.05.1990", date(1990, 5, 14)),
        ("14/5 1990", date(1990, 5, 14)),
        ("1990-05-14", date(1990, 5, 14)),
        ("19900514", date(1990, 5, 14)),
        ("31.02.1990", None),
        ("0001", None),
    ],
)
def test_a_clue_may_be_a_birth_date(text: str, born: date | None) -> None:
    assert clue(text, country="NO").birth_date == born
