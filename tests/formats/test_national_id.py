"""National identity numbers: the authorities' published vectors, and every rule on its own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.national_id import Fault, InvalidNationalId, NationalId, NationalIdKind, parse

TODAY = date(2026, 3, 1)

# Skatteetaten, folkeregisteret-api-dokumentasjon, foedselsnummer.csv. Its two valid numbers of the
# 1964 type that are not synthetic are left out, because they may be somebody's.
PUBLISHED_VALID = [
    ("30108299939", NationalIdKind.FODSELSNUMMER, None, False),
    ("30908299902", NationalIdKind.FODSELSNUMMER, None, True),
    ("03851598730", NationalIdKind.FODSELSNUMMER, date(2015, 5, 3), True),
    ("55102499947", NationalIdKind.D_NUMBER, None, False),
    ("41819077906", NationalIdKind.D_NUMBER, None, True),
    ("41819077302", NationalIdKind.D_NUMBER, None, True),
]


def norwegian(text: str, *, today: date = TODAY) -> NationalId:
    return parse(text, country="NO", today=today)


def swedish(text: str, *, today: date = TODAY) -> NationalId:
    return parse(text, country="SE", today=today)


def fault(text: str, *, country: str, today: date = TODAY) -> Fault:
    with pytest.raises(InvalidNationalId) as refusal:
        parse(text, country=country, today=today)
    return refusal.value.rule


def completed(first_nine: str, *, remainder: int = 0) -> str | None:
    """Add the two check digits by trying all hundred pairs; None if no pair fits."""
    first, second = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    for pair in range(100):
        digits = [int(character) for character in f"{first_nine}{pair:02}"]
        if (
            sum(a * b for a, b in zip(digits[:10], first, strict=True)) % 11 == remainder
            and sum(a * b for a, b in zip(digits, second, strict=True)) % 11 == 0
        ):
            return f"{first_nine}{pair:02}"
    return None


def luhn_completed(first_nine: str) -> str:
    """Add the Luhn digit by trying all ten, with a sum written the other way round."""
    for last in "0123456789":
        total = 0
        for place, character in enumerate(reversed(first_nine + last)):
            value = int(character) * (1 + place % 2)
            total += value - 9 if value > 9 else value
        if total % 10 == 0:
            return first_nine + last
    raise AssertionError("one of ten digits always fits")


@pytest.mark.parametrize(("number", "kind", "birth_date", "synthetic"), PUBLISHED_VALID)
def test_published_norwegian_numbers_are_valid(
    number: str, kind: NationalIdKind, birth_date: date | None, synthetic: bool
) -> None:
    assert norwegian(number) == NationalId(kind, number, birth_date, synthetic)


@pytest.mark.parametrize(
    ("number", "rule"),
    [("20036914712", Fault.SECOND_CHECK_DIGIT), ("29020105729", Fault.DATE)],
)
def test_published_norwegian_numbers_are_refused(number: str, rule: Fault) -> None:
    assert fault(number, country="NO") is rule


# The individual digits decide the century; the months are Tenor's, so nobody has these numbers.
CENTURIES = [
    ("018199", 0, 1999),
    ("018100", 499, 1900),
    ("018154", 500, 1854),
    ("018199", 749, 1899),
    ("018100", 500, 2000),
    ("018125", 999, 2025),
    ("018140", 900, 1940),
    ("018199", 999, 1999),
    ("018153", 600, None),
    ("018199", 750, None),
    ("018140", 899, None),
]


@pytest.mark.parametrize(("birth", "individual", "year"), CENTURIES)
def test_individual_digits_tell_the_century(birth: str, individual: int, year: int | None) -> None:
    # Not every nine digits can be completed; the same day of a neighbouring month tells the same.
    months = (f"{birth[:2]}{month}{birth[4:]}{individual:03}" for month in range(81, 93))
    number = next(filter(None, map(completed, months)))
    born = norwegian(number).birth_date
    assert (born.year if born else None) == year


@pytest.mark.parametrize(
    ("first_nine", "kind", "birth_date", "synthetic"),
    [
        ("018190123", NationalIdKind.FODSELSNUMMER, date(1990, 1, 1), True),
        ("318205500", NationalIdKind.FODSELSNUMMER, None, True),
        ("016690123", NationalIdKind.FODSELSNUMMER, date(1990, 1, 1), True),
        ("418190123", NationalIdKind.D_NUMBER, date(1990, 1, 1), True),
        ("014190123", NationalIdKind.H_NUMBER, date(1990, 1, 1), False),
        ("015290123", NationalIdKind.H_NUMBER, date(1990, 12, 1), False),
    ],
)
def test_marks_on_day_and_month_tell_the_kind(
    first_nine: str, kind: NationalIdKind, birth_date: date | None, synthetic: bool
) -> None:
    number = completed(first_nine)
    assert number is not None
    if birth_date is None:
        assert fault(number, country="NO") is Fault.DATE
    else:
        assert norwegian(number) == NationalId(kind, number, birth_date, synthetic)


@pytest.mark.parametrize("month", [0, 13, 40, 53, 65, 78, 80, 93])
def test_no_other_month_is_a_month(month: int) -> None:
    assert fault(f"01{month:02}9012345", country="NO") is Fault.DATE


@given(
    birth=st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)),
    individual=st.integers(min_value=0, max_value=499),
    place=st.integers(min_value=0, max_value=10),
    shift=st.integers(min_value=1, max_value=9),
)
def test_a_changed_digit_never_passes_the_1964_control(
    birth: date, individual: int, place: int, shift: int
) -> None:
    number = completed(f"{birth.day:02}{birth.month + 80}{birth.year % 100:02}{individual:03}")
    if number is None:
        return
    assert norwegian(number).birth_date == birth
    digit = (int(number[place]) + shift) % 10
    changed = f"{number[:place]}{digit}{number[place + 1 :]}"
    # Since four remainders are right for the first control, it lets some changes through; the
    # second control catches every one of those.
    assert fault(changed, country="NO") in {
        Fault.DATE,
        Fault.IN_FUTURE,
        Fault.FIRST_CHECK_DIGIT,
        Fault.SECOND_CHECK_DIGIT,
    }


@pytest.mark.parametrize("remainder", range(11))
def test_the_first_control_takes_four_remainders(remainder: int) -> None:
    candidates = (completed(f"018190{serial:03}", remainder=remainder) for serial in range(200))
    number = next(filter(None, candidates))
    if remainder in {0, 1, 2, 3}:
        assert norwegian(number).number == number
    else:
        assert fault(number, country="NO") is Fault.FIRST_CHECK_DIGIT


def test_a_2032_number_tells_no_century() -> None:
    number = completed("018190123", remainder=2)
    assert number is not None
    assert norwegian(number).birth_date is None


def test_a_norwegian_number_may_not_lie_in_the_future() -> None:
    number = next(filter(None, (completed(f"028126{serial}") for serial in range(500, 600))))
    assert norwegian(number, today=date(2026, 1, 2)).birth_date == date(2026, 1, 2)
    assert fault(number, country="NO", today=date(2026, 1, 1)) is Fault.IN_FUTURE


# Year and running number 000000 upwards: made here, from the rule, not from any register.
@pytest.mark.parametrize("serial", [0, 1, 7, 10, 123456, 999999])
def test_duf_numbers_end_with_the_sum_mod_11(serial: int) -> None:
    body = f"2025{serial:06}"
    weights = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)
    control = sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11
    number = f"{body}{control:02}"
    assert norwegian(number) == NationalId(NationalIdKind.DUF, number, None, False)
    assert fault(f"{body}{(control + 10) % 100:02}", country="NO") is Fault.FIRST_CHECK_DIGIT
    last = (control + 1) % 10
    assert fault(f"{body}{control // 10}{last}", country="NO") is Fault.SECOND_CHECK_DIGIT


def test_a_duf_number_has_a_sensible_year() -> None:
    assert fault("000000000000", country="NO") is Fault.DATE
    assert fault("202700000000", country="NO") is Fault.IN_FUTURE


@pytest.mark.parametrize(
    "written", ["038515 98730", "038515-98730", " 03851598730\n", "038515–98730"]
)  # noqa: RUF001 - word processors write this dash
def test_a_norwegian_number_may_be_written_with_gaps(written: str) -> None:
    assert norwegian(written).number == "03851598730"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", Fault.EMPTY),
        ("  ", Fault.EMPTY),
        ("0385159873", Fault.LENGTH),
        ("0385159873012", Fault.LENGTH),
        ("0385159873O", Fault.NOT_DIGITS),
        ("٠٣٨٥١٥٩٨٧٣٠", Fault.NOT_DIGITS),
        ("0385159873²", Fault.NOT_DIGITS),
    ],
)
def test_text_that_is_no_norwegian_number(text: str, rule: Fault) -> None:
    assert fault(text, country="NO") is rule


# SKV M 2010:3 gives the coordination number as its example; the rest are in the series of
# Skatteverket's published test numbers.
@pytest.mark.parametrize(
    ("text", "kind", "number", "birth_date"),
    [
        ("19701063-2391", "samordningsnummer", "197010632391", date(1970, 10, 3)),
        ("701063-2391", "samordningsnummer", "197010632391", date(1970, 10, 3)),
        ("7010632391", "samordningsnummer", "197010632391", date(1970, 10, 3)),
        ("189001019802", "personnummer", "189001019802", date(1890, 1, 1)),
        ("900101+9802", "personnummer", "189001019802", date(1890, 1, 1)),
        ("199006022397", "personnummer", "199006022397", date(1990, 6, 2)),
        ("000105 2380", "personnummer", "200001052380", date(2000, 1, 5)),
    ],
)
def test_published_swedish_numbers_are_valid(
    text: str, kind: str, number: str, birth_date: date
) -> None:
    assert swedish(text) == NationalId(NationalIdKind(kind), number, birth_date, synthetic=True)


@pytest.mark.parametrize(
    ("first_nine", "sign", "today", "year"),
    [
        ("260301980", "-", date(2026, 3, 1), 2026),
        ("260302980", "-", date(2026, 3, 1), 1926),
        ("261101980", "+", date(2026, 3, 1), 1926),
        ("260301980", "+", date(2026, 3, 1), 1926),
        ("270301980", "+", date(2026, 3, 1), 1827),
        ("000229980", "-", date(2026, 3, 1), 2000),
        ("000229980", "+", date(2026, 3, 1), None),
    ],
)
def test_the_sign_tells_the_century(
    first_nine: str, sign: str, today: date, year: int | None
) -> None:
    digits = luhn_completed(first_nine)
    text = f"{digits[:6]}{sign}{digits[6:]}"
    if year is None:
        assert fault(text, country="SE", today=today) is Fault.DATE
    else:
        assert swedish(text, today=today).number[:4] == str(year)


@pytest.mark.parametrize("first_nine", ["150072239", "111160239", "110060239"])
def test_a_coordination_number_may_lack_month_or_day(first_nine: str) -> None:
    person = swedish("19" + luhn_completed(first_nine))
    assert person.kind is NationalIdKind.SAMORDNINGSNUMMER
    assert person.birth_date is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", Fault.EMPTY),
        ("19701063-239", Fault.SEPARATOR),
        ("1970-1063-2391", Fault.NOT_DIGITS),
        ("701063--2391", Fault.NOT_DIGITS),
        ("701063239", Fault.LENGTH),
        ("1701063-2391", Fault.LENGTH),
        ("19701063-239A", Fault.NOT_DIGITS),
        ("19700063-2391", Fault.LUHN),
        ("19701392-2391", Fault.DATE),
        ("19700001-2391", Fault.DATE),
        ("19700230-2391", Fault.DATE),
        ("16701063-2391", Fault.DATE),
        ("20270101-2391", Fault.IN_FUTURE),
        ("20260302-2391", Fault.IN_FUTURE),
        ("19701063-0001", Fault.SERIAL),
        ("19701063-2390", Fault.LUHN),
    ],
)
def test_text_that_is_no_swedish_number(text: str, rule: Fault) -> None:
    assert fault(text, country="SE") is rule


@given(
    birth=st.dates(min_value=date(1900, 1, 1), max_value=TODAY),
    serial=st.sampled_from([238, 239, 980, 981]),
    coordination=st.booleans(),
    place=st.integers(min_value=2, max_value=11),
    shift=st.integers(min_value=1, max_value=9),
)
def test_a_changed_digit_never_passes_luhn(
    birth: date, serial: int, coordination: bool, place: int, shift: int
) -> None:
    day = birth.day + 60 if coordination else birth.day
    ten = luhn_completed(f"{birth:%y%m}{day:02}{serial:03}")
    number = f"{birth.year // 100}{ten}"
    assert swedish(number).birth_date == birth
    digit = (int(number[place]) + shift) % 10
    changed = f"{number[:place]}{digit}{number[place + 1 :]}"
    assert fault(changed, country="SE") in {Fault.DATE, Fault.IN_FUTURE, Fault.LUHN}


@given(text=st.text(alphabet="0123456789+- ١x", max_size=16), country=st.sampled_from(["NO", "SE"]))
def test_no_refusal_echoes_the_number(text: str, country: str) -> None:
    refused: list[InvalidNationalId] = []
    try:
        said = repr(parse(text, country=country, today=TODAY))
    except InvalidNationalId as refusal:
        said = f"{refusal!r} {refusal} {refusal.args} {refusal.__dict__}"
        refused.append(refusal)
    assert not any(character.isdigit() for character in said)
    assert all(each.__cause__ is None for each in refused)
    assert all(each.__suppress_context__ or each.__context__ is None for each in refused)


def test_a_number_that_is_valid_is_not_in_its_repr() -> None:
    for text in ("03851598730", "30108299939"):
        shown = f"{norwegian(text)!r} {norwegian(text)}"
        assert text not in shown
        assert "2015" not in shown


def test_other_countries_are_refused_as_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="NO and SE"):
        parse("03851598730", country="DK", today=TODAY)
