"""Norwegian numbers: fødselsnummer, D-number, H-number, their synthetic twins, and DUF.

Sources: Skatteetaten's foedselsEllerDNummerValidator (1964 and 2032 types); the DUF rule as
Statistics Norway's KOSTRA controls apply it (validateDUF).
"""

from datetime import date

from .digits import all_digits, calendar_date, tidied, weighed
from .values import Fault, InvalidNationalId, NationalId, NationalIdKind

_K1_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DUF_WEIGHTS = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)

# What is left of the first control: only 0 until 2031, these four from 1 January 2032.
_K1_REMAINDERS = (0, 1, 2, 3)

_H_MONTHS = 40
_SYNTPOP_MONTHS = 65
_TENOR_MONTHS = 80
_D_DAYS = 40

# No register of foreigners is older; the rule keeps twelve zeros out.
_FIRST_DUF_YEAR = 1900


def parse(text: str, *, today: date) -> NationalId:
    """Read a Norwegian number of any kind."""
    number = tidied(text).replace("-", "")
    digits = all_digits(number)
    match len(digits):
        case 11:
            return _eleven_digits(number, digits, today=today)
        case 12:
            return _duf(number, digits, today=today)
        case _:
            raise InvalidNationalId(Fault.LENGTH)


def _eleven_digits(number: str, digits: list[int], *, today: date) -> NationalId:
    kind, synthetic, day, month = _kind(int(number[:2]), int(number[2:4]))
    remainder = weighed(digits, _K1_WEIGHTS) % 11
    year = _year(int(number[4:6]), int(number[6:9])) if remainder == 0 else None
    # Where the century is unknown the day must exist in some century; only 29 February differs
    # between them, and the year 2000 has it.
    born = calendar_date(year or 2000 + int(number[4:6]), month, day)
    if year is not None and born > today:
        raise InvalidNationalId(Fault.IN_FUTURE)
    if remainder not in _K1_REMAINDERS:
        raise InvalidNationalId(Fault.FIRST_CHECK_DIGIT)
    if weighed(digits, _K2_WEIGHTS) % 11:
        raise InvalidNationalId(Fault.SECOND_CHECK_DIGIT)
    return NationalId(kind, number, born if year is not None else None, synthetic)


def _kind(day: int, month: int) -> tuple[NationalIdKind, bool, int, int]:
    """Take the marks off day and month: what kind, synthetic or not, and the bare day and month."""
    synthetic = month > _SYNTPOP_MONTHS
    if synthetic:
        month -= _TENOR_MONTHS if month > _TENOR_MONTHS else _SYNTPOP_MONTHS
    if day > _D_DAYS:
        return NationalIdKind.D_NUMBER, synthetic, day - _D_DAYS, month
    if month > _H_MONTHS:
        return NationalIdKind.H_NUMBER, synthetic, day, month - _H_MONTHS
    return NationalIdKind.FODSELSNUMMER, synthetic, day, month


def _year(two_digits: int, individual: int) -> int | None:
    """Find the year of birth from the individual digits; None where the series tells no century.

    Holds for 1964-type numbers. Skatteetaten says that the century of a 2032-type number cannot
    be derived, and issues synthetic numbers outside these series.
    """
    if individual < 500:
        return 1900 + two_digits
    if individual < 750 and two_digits >= 54:
        return 1800 + two_digits
    if two_digits < 40:
        return 2000 + two_digits
    if individual >= 900:
        return 1900 + two_digits
    return None


def _duf(number: str, digits: list[int], *, today: date) -> NationalId:
    """Check an immigration case's number: year, six digits, and the sum mod 11 in two."""
    year = int(number[:4])
    if year < _FIRST_DUF_YEAR:
        raise InvalidNationalId(Fault.DATE)
    if year > today.year:
        raise InvalidNationalId(Fault.IN_FUTURE)
    expected = f"{weighed(digits, _DUF_WEIGHTS) % 11:02}"
    if number[10] != expected[0]:
        raise InvalidNationalId(Fault.FIRST_CHECK_DIGIT)
    if number[11] != expected[1]:
        raise InvalidNationalId(Fault.SECOND_CHECK_DIGIT)
    return NationalId(NationalIdKind.DUF, number, None, synthetic=False)
