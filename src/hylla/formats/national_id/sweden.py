"""Swedish numbers: personnummer and samordningsnummer.

Sources: folkbokföringslagen 18 § (form, the plus sign from the year a person turns 100), SKV M
2010:3 (samordningsnummer), Skatteverket's published test numbers.
"""

from dataclasses import dataclass
from datetime import date

from .digits import all_digits, calendar_date, tidied
from .values import Fault, InvalidNationalId, NationalId, NationalIdKind

_COORDINATION_DAYS = 60
# The register uses the centuries 18, 19 and 20; 16 marks an organisation.
_FIRST_YEAR = 1800
# Skatteverket takes its test numbers from these series of birth numbers.
_TEST_SERIES_BORN_BEFORE_1990 = range(980, 1000)
_TEST_SERIES = range(238, 240)


@dataclass(frozen=True)
class _Birth:
    """A birth as the number tells it; month or day may be 0 in a samordningsnummer."""

    year: int
    month: int
    day: int

    def is_after(self, today: date) -> bool:
        return (self.year, self.month, self.day) > (today.year, today.month, today.day)

    def as_date(self, *, may_be_unknown: bool) -> date | None:
        if may_be_unknown and 0 in {self.month, self.day}:
            calendar_date(2000, self.month or 1, self.day or 1)
            return None
        return calendar_date(self.year, self.month, self.day)


def parse(text: str, *, today: date) -> NationalId:
    """Read ten or twelve digits, with - or + or nothing before the last four."""
    digits, sign = _split(tidied(text))
    month, marked_day, serial = int(digits[-8:-6]), int(digits[-6:-4]), int(digits[-4:-1])
    coordination = marked_day >= _COORDINATION_DAYS
    day = marked_day - _COORDINATION_DAYS if coordination else marked_day
    if len(digits) == 12:
        birth = _Birth(int(digits[:4]), month, day)
    else:
        birth = _with_century(int(digits[:2]), month, day, sign=sign, today=today)
    born = birth.as_date(may_be_unknown=coordination)
    if birth.year < _FIRST_YEAR:
        raise InvalidNationalId(Fault.DATE)
    if birth.is_after(today):
        raise InvalidNationalId(Fault.IN_FUTURE)
    if serial == 0:
        raise InvalidNationalId(Fault.SERIAL)
    if _luhn(digits[-10:]):
        raise InvalidNationalId(Fault.LUHN)
    kind = NationalIdKind.SAMORDNINGSNUMMER if coordination else NationalIdKind.PERSONNUMMER
    number = f"{birth.year:04}{digits[-8:]}"
    return NationalId(kind, number, born, _is_test(kind, birth.year, serial))


def _split(compact: str) -> tuple[str, str]:
    """Return the digits and the sign, which may stand before the last four only."""
    sign = compact[-5:-4] if compact[-5:-4] in {"-", "+"} else ""
    digits = compact[:-5] + compact[-4:] if sign else compact
    if not sign and any(mark in compact for mark in "-+"):
        raise InvalidNationalId(Fault.SEPARATOR)
    all_digits(digits)
    if len(digits) not in {10, 12}:
        raise InvalidNationalId(Fault.LENGTH)
    return digits, sign


def _with_century(year: int, month: int, day: int, *, sign: str, today: date) -> _Birth:
    """Choose the century: the latest that is not in the future; with + at least 100 years ago."""
    if sign == "+":
        limit = today.year - 100
        return _Birth(limit - (limit - year) % 100, month, day)
    latest = _Birth(today.year - (today.year - year) % 100, month, day)
    return _Birth(latest.year - 100, month, day) if latest.is_after(today) else latest


def _luhn(ten_digits: str) -> int:
    """Sum the digits by Luhn, every other one doubled from the first; 0 is right."""
    doubled = (int(d) * (2 - place % 2) for place, d in enumerate(ten_digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10


def _is_test(kind: NationalIdKind, year: int, serial: int) -> bool:
    if kind is NationalIdKind.PERSONNUMMER and year < 1990:
        return serial in _TEST_SERIES_BORN_BEFORE_1990
    return serial in _TEST_SERIES
