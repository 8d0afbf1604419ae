"""Which class a child of the invented school is in."""

from datetime import date
from random import Random

# Children start school in the year they turn six, and its library is for ten years of them.
_YEARS_BEFORE_SCHOOL = 5
_GRADES = range(1, 11)
_STARTS_IN = 8


def school_class(born: date, *, today: date, chance: Random) -> str:
    """Return a class such as "4B", or "" for those who are too young or too old for it."""
    grade = _ends_in(today) - 1 - born.year - _YEARS_BEFORE_SCHOOL
    return f"{grade}{chance.choice('AB')}" if grade in _GRADES else ""


def school_year_ends_on(today: date) -> date:
    """Return the last day of the school year that is running."""
    return date(_ends_in(today), _STARTS_IN - 1, 31)


def _ends_in(today: date) -> int:
    return today.year + 1 if today.month >= _STARTS_IN else today.year
