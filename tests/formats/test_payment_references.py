"""KID and OCR: known ones, and that a wrong digit is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.payment_references import TooLong, is_reference, reference

NUMBERS = st.integers(0, 10**10 - 1).map("{:010}".format)
LENGTHS = st.integers(12, 25)


@pytest.mark.parametrize(
    ("number", "length", "has_length_digit", "expected"),
    [
        # 2 3 4 5 6 7 with every other digit doubled from the right: 2 6 4 1 6 5, 24 in all.
        ("234567", 7, False, "2345676"),
        ("234567", 9, False, "002345676"),
        ("0", 4, False, "0000"),
        ("1", 4, False, "0018"),
        # A length digit of 8, 0 (for ten digits) and 5 (for twenty-five).
        ("234567", 8, True, "23456783"),
        ("12345678", 10, True, "1234567806"),
        ("2026000012", 25, True, "0000000000000202600001251"),
    ],
)
def test_known_references(number: str, length: int, has_length_digit: bool, expected: str) -> None:
    assert reference(number, length=length, has_length_digit=has_length_digit) == expected
    assert is_reference(expected, has_length_digit=has_length_digit)


@pytest.mark.parametrize(
    "text", ["", "8", "018", "00000000000000000000000000", "2345677", "23456x6", "２３４５６７６"]
)
def test_what_is_no_reference(text: str) -> None:
    assert not is_reference(text)


def test_a_length_digit_must_agree() -> None:
    assert not is_reference("002345676", has_length_digit=True)
    assert is_reference("002345676")


@pytest.mark.parametrize(("number", "length"), [("1234", 3), ("1", 26), ("12a4", 10), ("-1", 10)])
def test_what_no_bank_takes(number: str, length: int) -> None:
    with pytest.raises(ValueError, match=".*"):
        reference(number, length=length)


def test_a_number_without_room() -> None:
    assert reference("12345678901", length=12)
    with pytest.raises(TooLong):
        reference("12345678901", length=12, has_length_digit=True)


@given(NUMBERS, LENGTHS, st.booleans())
def test_what_is_made_is_right_and_holds_its_number(
    number: str, length: int, has_length_digit: bool
) -> None:
    made = reference(number, length=length, has_length_digit=has_length_digit)
    assert len(made) == length
    assert is_reference(made, has_length_digit=has_length_digit)
    assert made[: -2 if has_length_digit else -1].endswith(number)


@given(NUMBERS, LENGTHS, st.data())
def test_a_wrong_digit_is_found(number: str, length: int, data: st.DataObject) -> None:
    made = reference(number, length=length)
    place = data.draw(st.integers(0, length - 1))
    other = data.draw(st.sampled_from([each for each in "0123456789" if each != made[place]]))
    assert not is_reference(made[:place] + other + made[place + 1 :])
