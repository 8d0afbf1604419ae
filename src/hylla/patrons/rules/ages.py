"""What someone's age decides: category, rights, and what a guardian may know."""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hylla.privacy.policy import Ages
from hylla.privacy.vocabulary import Kind

LEAP_DAY = (2, 29)
OLDEST = 125
"""Nobody on record grew older; a birth date before that is a slip of the pen."""

SEEN_OF_A_MINOR = frozenset(
    {Kind.NAME, Kind.BIRTH_DATE, Kind.CARD, Kind.FAMILY, Kind.MEMBERSHIP, Kind.MONEY, Kind.BLOCK}
)
SEEN_OF_A_CHILD = frozenset({Kind.BORROWED, Kind.REQUESTED, Kind.TIME_AND_PLACE})


class AgeGroup(StrEnum):
    """How old someone is, as far as a desk must know."""

    CHILD = "child"
    YOUTH = "youth"
    ADULT = "adult"


@dataclass(frozen=True)
class AgeRange:
    """The ages of one category, from the first until before the last."""

    code: str
    from_age: int
    until_age: int | None


def birthday(born: date, age: int) -> date:
    """Return the day someone turns an age; who is born on 29 February does on 28 February.

    The same as a period of so many years, so that ages and clocks never differ by a day.
    """
    year = born.year + age
    if (born.month, born.day) == LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    return born.replace(year=year)


def age_on(born: date, day: date) -> int:
    """Return how many birthdays someone has had, the one of the day included."""
    age = day.year - born.year
    if (born.month, born.day) == LEAP_DAY:
        return age if birthday(born, age) <= day else age - 1
    return age if (born.month, born.day) <= (day.month, day.day) else age - 1


def age_group(born: date, *, on: date, ages: Ages) -> AgeGroup:
    """Return the group of someone's age: a youth's loans are nobody's but the youth's."""
    age = age_on(born, on)
    if age >= ages.adult:
        return AgeGroup.ADULT
    return AgeGroup.YOUTH if age >= ages.guardian_sees_loans_below else AgeGroup.CHILD


def last_birth_date(age: int, *, on: date) -> date:
    """Return the birth date of the youngest who are that old on a day."""
    year = on.year - age
    if (on.month, on.day) == LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    if (on.month, on.day) == (2, 28) and isleap(year) and not isleap(on.year):
        return date(year, 2, 29)
    return on.replace(year=year)


def category_for_age(ranges: Iterable[AgeRange], *, age: int) -> str | None:
    """Return the category of someone that old: the narrowest of those that fit, or None."""
    fitting = [
        each
        for each in ranges
        if each.from_age <= age and (each.until_age is None or age < each.until_age)
    ]
    if not fitting:
        return None
    return min(fitting, key=_width).code


def _width(ages: AgeRange) -> tuple[int, str]:
    end = ages.until_age if ages.until_age is not None else 10 * OLDEST
    return end - ages.from_age, ages.code


def seen_by_guardian(age: int, *, ages: Ages, is_shared: bool = False) -> frozenset[Kind]:
    """Return the classes of field a guardian may see of someone that old (conflict case 7).

    Of an older child a guardian learns that something is overdue and what it costs, not what,
    unless the child lets them see it (conflict case 8).
    """
    if age >= ages.adult:
        return frozenset()
    if age >= ages.guardian_sees_loans_below and not is_shared:
        return SEEN_OF_A_MINOR
    return SEEN_OF_A_MINOR | SEEN_OF_A_CHILD


def extract_for_guardian(age: int, *, ages: Ages) -> frozenset[Kind] | None:
    """Return the kinds of field a guardian is given in a minor's extract; None is all of them.

    Of a child whose loans they see they use all of the child's rights; of an older one they are
    given no more than they see anyway.
    """
    return None if age < ages.guardian_sees_loans_below else seen_by_guardian(age, ages=ages)


def is_possible_birth_date(born: date, *, on: date) -> bool:
    """Tell whether someone alive can be born that day."""
    return born <= on and on.year - born.year <= OLDEST


def end_of_school_year(on: date) -> date:
    """Return the last day for which a school class given today is true: the next 31 July."""
    return date(on.year if on <= date(on.year, 7, 31) else on.year + 1, 7, 31)
